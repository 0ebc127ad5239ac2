import type { PolicyDocument } from "../../iam";
import { formatArn, type Place } from "../../kernel/arn";
import { AwsError } from "../../kernel/errors";

export interface LogEvent {
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
}

export interface LogStream {
  readonly name: string;
  readonly arn: string;
  readonly created: number;
  /** In the order of arrival; within one call they are in the order of time. */
  events: LogEvent[];
  lastIngestion: number | undefined;
}

export interface LogGroup {
  readonly name: string;
  readonly arn: string;
  readonly place: Place;
  readonly created: number;
  kmsKeyId: string | undefined;
  readonly logGroupClass: string;
  readonly tags: Readonly<Record<string, string>>;
  /** 0 keeps for ever. */
  retentionInDays: number;
  readonly streams: Map<string, LogStream>;
  /** When events beyond the retention were last dropped. */
  swept: number;
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
export const groupName = /^[\w./#-]{1,512}$/;
export const groupNameRule = "1 to 512 of A-Z a-z 0-9 _ . / # -";

const hour = 3_600_000;
const day = 24 * hour;

/** The log groups of every account and region, and the resource policies of the accounts. */
export class LogTable {
  private readonly groups = new Map<string, LogGroup>();
  private readonly policies = new Map<string, Map<string, PolicyDocument>>();

  addGroup(group: LogGroup): void {
    if (this.groups.has(group.arn)) {
      throw new AwsError("ResourceAlreadyExistsException", `The specified log group already exists (${group.name}).`);
    }
    this.groups.set(group.arn, group);
  }

  removeGroup(arn: string): void {
    this.groups.delete(arn);
  }

  find(place: Place, name: string): LogGroup | undefined {
    return this.groups.get(groupArn(place, name));
  }

  /** @throws AwsError ResourceNotFoundException */
  group(place: Place, name: string): LogGroup {
    const group = this.find(place, name);
    if (!group) {
      throw new AwsError("ResourceNotFoundException", `The specified log group does not exist (${name}).`);
    }
    return group;
  }

  /** @throws AwsError ResourceNotFoundException */
  stream(group: LogGroup, name: string): LogStream {
    const stream = group.streams.get(name);
    if (!stream) throw new AwsError("ResourceNotFoundException", `The specified log stream does not exist (${name}).`);
    return stream;
  }

  /** @throws AwsError ResourceAlreadyExistsException */
  addStream(group: LogGroup, name: string, now: number): LogStream {
    if (!/^[^:*]{1,512}$/.test(name)) {
      throw new AwsError(
        "InvalidParameterException",
        `"${name}" is no log stream name: 1 to 512 characters, no ":" or "*".`,
      );
    }
    if (group.streams.has(name)) {
      throw new AwsError("ResourceAlreadyExistsException", `The specified log stream already exists (${name}).`);
    }
    const arn = `${group.arn}:log-stream:${name}`;
    const stream: LogStream = { name, arn, created: now, events: [], lastIngestion: undefined };
    group.streams.set(name, stream);
    return stream;
  }

  groupsIn(place: Place): LogGroup[] {
    const prefix = groupArn(place, "");
    return [...this.groups.values()]
      .filter(({ arn }) => arn.startsWith(prefix))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  all(): LogGroup[] {
    return [...this.groups.values()].sort((a, b) => (a.arn < b.arn ? -1 : 1));
  }

  /** Sets one of the resource policies of an account and region. */
  setPolicy(place: Place, name: string, document: PolicyDocument): void {
    const key = placeKey(place);
    let policies = this.policies.get(key);
    if (!policies) this.policies.set(key, (policies = new Map()));
    policies.set(name, document);
    this.merged.delete(key);
  }

  removePolicy(place: Place, name: string): void {
    this.policies.get(placeKey(place))?.delete(name);
    this.merged.delete(placeKey(place));
  }

  policiesIn(place: Place): ReadonlyMap<string, PolicyDocument> {
    return this.policies.get(placeKey(place)) ?? new Map();
  }

  private readonly merged = new Map<string, PolicyDocument>();

  /** All resource policies of an account and region as one document, the same object until one changes. */
  policyOf(place: Place): PolicyDocument | undefined {
    const key = placeKey(place);
    const policies = this.policies.get(key);
    if (!policies || policies.size === 0) return undefined;
    let document = this.merged.get(key);
    if (!document) {
      const statements = [...policies.values()].flatMap(({ Statement }) => Statement);
      this.merged.set(key, (document = { Version: "2012-10-17", Statement: statements }));
    }
    return document;
  }
}

/** A group without streams. @throws AwsError InvalidParameterException for a name that is none */
export function newGroup(
  place: Place,
  name: string,
  now: number,
  settings: Pick<LogGroup, "kmsKeyId" | "logGroupClass" | "tags" | "retentionInDays">,
): LogGroup {
  if (!groupName.test(name)) {
    throw new AwsError("InvalidParameterException", `"${name}" is no log group name: ${groupNameRule}.`);
  }
  return { name, arn: groupArn(place, name), place, created: now, streams: new Map(), swept: now, ...settings };
}

export function groupArn(place: Place, name: string): string {
  return formatArn({ service: "logs", ...place, resource: `log-group:${name}` });
}

/** Drops what is older than the group's retention; looks at most once in an hour, because AWS takes up to days. */
export function sweep(group: LogGroup, now: number): void {
  if (group.retentionInDays === 0 || now - group.swept < hour) return;
  group.swept = now;
  const limit = expiry(group, now);
  for (const stream of group.streams.values()) {
    if (stream.events.some(({ timestamp }) => timestamp < limit)) {
      stream.events = stream.events.filter(({ timestamp }) => timestamp >= limit);
    }
  }
}

/** Events before this time (epoch milliseconds) are gone. */
export function expiry(group: LogGroup, now: number): number {
  return group.retentionInDays === 0 ? -Infinity : now - group.retentionInDays * day;
}

function placeKey({ account, region }: Place): string {
  return `${account}/${region}`;
}
