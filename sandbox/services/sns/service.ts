import { formatArn } from "../../kernel/arn";
import type { Cloud } from "../../kernel/cloud";
import { AwsError } from "../../kernel/errors";
import type { Operation, ResourceModel, ResourceStatus, Service } from "../../kernel/service";
import type { Random } from "../../world/random";
import { FanOut } from "./fan-out";
import { operations } from "./operations";
import { resources } from "./resources";
import type { Subscription, Topic } from "./topic";

/** SNS: standard topics with subscriptions of queues and functions. */
export class SnsService implements Service {
  readonly name = "sns";
  readonly sdk = "@aws-sdk/client-sns";
  readonly denial = { code: "AuthorizationError", statusCode: 403 };
  readonly throttling = { code: "Throttled", statusCode: 429 };
  readonly operations: Readonly<Record<string, Operation>>;
  readonly resources: Readonly<Record<string, ResourceModel>>;
  readonly fanOut: FanOut;
  private readonly topics = new Map<string, Topic>();
  private readonly ids: Random;

  constructor(readonly cloud: Cloud) {
    this.fanOut = new FanOut(cloud);
    this.ids = cloud.world.random.fork("sns/ids");
    this.operations = operations(this);
    this.resources = resources(this);
  }

  add(topic: Topic): void {
    if (this.topics.has(topic.arn)) throw new AwsError("InvalidParameter", `There is a topic ${topic.arn} already.`);
    this.topics.set(topic.arn, topic);
  }

  remove(topicArn: string): void {
    this.topics.delete(topicArn);
  }

  /** @throws AwsError NotFound */
  topic(arn: string | undefined): Topic {
    const topic = this.topics.get(arn ?? "");
    if (!topic) throw new AwsError("NotFound", "Topic does not exist", 404);
    return topic;
  }

  /** @throws AwsError NotFound */
  subscription(arn: string | undefined): Subscription {
    const topicArn = (arn ?? "").split(":").slice(0, -1).join(":");
    const subscription = this.topics.get(topicArn)?.subscriptions.get(arn ?? "");
    if (!subscription) throw new AwsError("NotFound", "Subscription does not exist", 404);
    return subscription;
  }

  topicsOf(account: string, region: string): Topic[] {
    const prefix = formatArn({ service: "sns", account, region, resource: "" });
    return [...this.topics.values()]
      .filter(({ arn }) => arn.startsWith(prefix))
      .sort((a, b) => (a.arn < b.arn ? -1 : 1));
  }

  id(): string {
    return this.ids.uuid();
  }

  summary(): object {
    const sorted = [...this.topics.values()].sort((a, b) => (a.arn < b.arn ? -1 : 1));
    return Object.fromEntries(
      sorted.map(({ arn, subscriptions }) => [
        arn,
        [...subscriptions.values()].map(({ endpoint, counts }) => ({ endpoint, ...counts })),
      ]),
    );
  }

  /** Of each topic what its subscriptions did, added up. */
  status(): Readonly<Record<string, ResourceStatus>> {
    return Object.fromEntries(
      [...this.topics.values()].map(({ arn, subscriptions }) => {
        const sums: Record<string, number> = {};
        for (const { counts } of subscriptions.values()) {
          for (const [name, count] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + Number(count);
        }
        return [arn, sums];
      }),
    );
  }

  inFlight(): number {
    return this.fanOut.pending;
  }
}
