import * as pulumi from "@pulumi/pulumi";
import { GetDataCatalogEncryptionSettingsCommand, GlueClient } from "@aws-sdk/client-glue";
import type { Change } from "./changes";

/** Whose fault a gap is: the emulator's, or the older Terraform provider's that a bridged plugin has behind it. */
export type GapOwner = "MiniStack" | "bridge";

/** Something that reads back otherwise than it was written, so that the engine sees a difference where AWS has none. */
export interface ReadBackGap {
  readonly type: string;
  /** Paths of properties, without indices; a path stands for all that lies below it. */
  readonly properties: readonly string[];
  readonly owner: GapOwner;
  readonly reason: string;
}

/** Something that the program sets and that has to be said otherwise to a bridged plugin or the emulator. */
export interface Adaptation {
  readonly type: string;
  readonly owner: GapOwner;
  readonly reason: string;
  /** The inputs to register instead, or nothing where these are fine. */
  readonly adapt: (inputs: Readonly<Record<string, unknown>>) => Record<string, unknown> | undefined;
}

/** Properties that a bridged plugin does not keep, for the Terraform provider behind it is older than they are. */
export interface LostInput {
  readonly type: string;
  readonly properties: readonly string[];
  readonly owner: "bridge";
  readonly reason: string;
}

/** This list may only shrink: a run fails when a bridged plugin keeps one of these. */
export const LOST_INPUTS: readonly LostInput[] = [
  {
    type: "aws:dynamodb/table:Table",
    properties: ["globalSecondaryIndexes.keySchemas"],
    owner: "bridge",
    reason: "is adapted below: Terraform's 5.100.0 has hashKey and rangeKey in its place",
  },
];

/** A type that an emulator does not have: it lives in the engine's state only, after a preview that checked it. */
export interface FakedType {
  readonly type: string;
  readonly owner: GapOwner;
  readonly reason: string;
  /** A call that shows that it is still missing: it must fail, with a message that matches. */
  readonly probe: (config: ProbeConfig) => Promise<unknown>;
  readonly missing: RegExp;
}

/** How a probe's client reaches the emulator. */
export interface ProbeConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** This list may only shrink: each run tries whether the type is still missing. */
export const FAKED_TYPES: readonly FakedType[] = [
  {
    type: "aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings",
    owner: "MiniStack",
    reason: "has no PutDataCatalogEncryptionSettings",
    probe: (config) => new GlueClient(config).send(new GetDataCatalogEncryptionSettingsCommand({})),
    missing: /Unknown Glue action/,
  },
];

/** This list may only shrink: a property that a whole run does not find different fails the run. */
export const READ_BACK_GAPS: readonly ReadBackGap[] = [
  {
    type: "aws:apigatewayv2/authorizer:Authorizer",
    properties: ["authorizerPayloadFormatVersion"],
    owner: "MiniStack",
    reason: "gives every authorizer a payload format, 2.0; a JWT authorizer has none",
  },
  {
    type: "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
    properties: ["customHeadersConfig"],
    owner: "MiniStack",
    reason: "answers an empty list of custom headers for a policy that has none, where AWS answers nothing",
  },
  {
    type: "aws:glue/crawler:Crawler",
    properties: ["lineageConfiguration", "s3Targets.exclusions", "tagsAll"],
    owner: "MiniStack",
    reason: "leaves out defaults of what was not set, and loses the tags of a new crawler",
  },
  {
    type: "aws:glue/job:Job",
    properties: ["executionProperty", "tagsAll"],
    owner: "MiniStack",
    reason: "does not keep executionProperty, and loses the tags of a new job",
  },
  {
    type: "aws:glue/trigger:Trigger",
    properties: ["actions.arguments", "predicate"],
    owner: "MiniStack",
    reason: "answers an empty predicate for a trigger that has none",
  },
  {
    type: "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
    properties: ["extendedS3Configuration.customTimeZone"],
    owner: "MiniStack",
    reason: "leaves out the time zone that was not set, where AWS answers UTC",
  },
  {
    type: "aws:kinesis/stream:Stream",
    properties: ["tagsAll"],
    owner: "MiniStack",
    reason: "loses the tags of a new stream",
  },
];

const NEW_RUNTIME = "nodejs24.x";
const OLD_RUNTIME = "nodejs22.x";

interface NewIndex {
  readonly keySchemas?: readonly { readonly attributeName: string; readonly keyType: string }[];
}

function oldIndex({ keySchemas = [], ...rest }: NewIndex): object {
  const key = (type: string) => keySchemas.find(({ keyType }) => keyType === type)?.attributeName;
  return { ...rest, hashKey: key("HASH"), rangeKey: key("RANGE") };
}

/** This list may only shrink, too. */
export const ADAPTATIONS: readonly Adaptation[] = [
  {
    type: "pulumi:providers:aws",
    owner: "MiniStack",
    reason: "serves buckets by path: no name resolves below 127.0.0.1",
    adapt: (inputs) => ({ ...inputs, s3UsePathStyle: "true" }),
  },
  {
    type: "aws:sns/topicPolicy:TopicPolicy",
    owner: "MiniStack",
    reason:
      "knows neither sns:Endpoint nor sns:Protocol, so a statement with either never lets another account subscribe",
    adapt: (inputs) => ({
      ...inputs,
      policy: pulumi.output(inputs["policy"] as string).apply(withoutSubscriptionKeys),
    }),
  },
  {
    type: "aws:lambda/function:Function",
    owner: "bridge",
    reason: "Terraform's 5.100.0 refuses the runtime nodejs24.x, which is younger",
    adapt: (inputs) => (inputs["runtime"] === NEW_RUNTIME ? { ...inputs, runtime: OLD_RUNTIME } : undefined),
  },
  {
    type: "aws:lambda/layerVersion:LayerVersion",
    owner: "bridge",
    reason: "Terraform's 5.100.0 refuses the runtime nodejs24.x, which is younger",
    adapt: (inputs) =>
      (inputs["compatibleRuntimes"] as string[] | undefined)?.includes(NEW_RUNTIME)
        ? { ...inputs, compatibleRuntimes: [OLD_RUNTIME] }
        : undefined,
  },
  {
    type: "aws:dynamodb/table:Table",
    owner: "bridge",
    reason: "Terraform's 5.100.0 names an index's keys hashKey and rangeKey; keySchemas came with 6",
    adapt: (inputs) => {
      const indexes = inputs["globalSecondaryIndexes"] as NewIndex[] | undefined;
      return indexes ? { ...inputs, globalSecondaryIndexes: indexes.map(oldIndex) } : undefined;
    },
  },
];

interface Statement {
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-using-identity-based-policies.html#sns-policy-keys */
const SUBSCRIPTION_KEYS = /^sns:(endpoint|protocol)$/i;

/** A topic's policy without the conditions on what subscribes. */
export function withoutSubscriptionKeys(text: string): string {
  const policy = JSON.parse(text) as { readonly Statement: readonly Statement[] };
  const statements = policy.Statement.map(({ Condition = {}, ...rest }) => {
    const conditions = Object.entries(Condition).flatMap(([operator, keys]) => {
      const kept = Object.entries(keys).filter(([key]) => !SUBSCRIPTION_KEYS.test(key));
      return kept.length === 0 ? [] : [[operator, Object.fromEntries(kept)]];
    });
    return conditions.length === 0 ? rest : { ...rest, Condition: Object.fromEntries(conditions) as object };
  });
  return JSON.stringify({ ...policy, Statement: statements });
}

/**
 * What of a change no gap explains; nothing when all of it is. Creations and deletions are never explained.
 *
 * @param used takes what of the gaps explained something, by {@link gapKeys}
 */
export function unexplained(change: Change, gaps: readonly ReadBackGap[], used?: Set<string>): Change | undefined {
  if (change.operation !== "update") return change;
  const known = gaps.filter(({ type }) => type === change.type).flatMap(({ properties }) => properties);
  const left = change.properties.filter((property) => {
    const path = known.find((each) => covers(each, property));
    if (path !== undefined) used?.add(`${change.type} ${path}`);
    return path === undefined;
  });
  return left.length === 0 && change.properties.length > 0 ? undefined : { ...change, properties: left };
}

/** A key for each property of a gap: each has to be met, or goes. */
export function gapKeys({ type, properties }: ReadBackGap): string[] {
  return properties.map((path) => `${type} ${path}`);
}

function covers(path: string, property: string): boolean {
  return property === path || property.startsWith(`${path}.`);
}
