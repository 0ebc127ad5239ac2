import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  type BufferedQueue,
  type DeadLetterQueue,
  METRICS_NAMESPACE,
  type MagicFunction,
  type Signal,
  type Table,
  countAbove,
} from "../shared";
import { makeMediaReader, makeTopic } from "./application";
import { type CrossAccountBridgeArgs } from "./args";
import { makeReplay, makeSeparate } from "./functions";
import { makeQueue, makeUndelivered, queueArn, subscribe } from "./queue";
import { makeErasedAuthors, makePostUpdates, makePosts } from "./tables";

export { mediaExternalId } from "./application";
export type { CrossAccountBridgeArgs } from "./args";
export { POSTS_BY_USER } from "./tables";

/**
 * The way of post events from the application account into the data account's tables.
 *
 * In the application account: the topic, its key, and a role that reads recordings. In the data account:
 * subscription, queue, dead-letter queues, `separate-events`, `replay-quarantine`, `posts`, `post-updates` and `erased-authors`.
 */
export class CrossAccountBridge extends pulumi.ComponentResource {
  readonly topic: aws.sns.Topic;
  /** Role in the application account that reads `audio/` and `video/` of its media. */
  readonly mediaReader: aws.iam.Role;
  readonly queue: BufferedQueue;
  /** Events that SNS could not deliver to the queue. */
  readonly undelivered: DeadLetterQueue;
  readonly posts: Table;
  readonly postUpdates: Table;
  /** Authors whose events are refused: an erasure puts them in. */
  readonly erasedAuthors: Table;
  readonly separateEvents: MagicFunction;
  readonly replayQuarantine: MagicFunction;
  readonly signals: readonly Signal[];

  constructor(name: string, args: CrossAccountBridgeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("huut:bridge:CrossAccountBridge", name, {}, opts);
    const part = { args, parent: this };
    const { topic, policy } = makeTopic(part, queueArn(args.place));
    this.topic = topic;
    this.mediaReader = makeMediaReader(part);
    this.posts = makePosts(part);
    this.postUpdates = makePostUpdates(part);
    this.erasedAuthors = makeErasedAuthors(part);
    this.queue = makeQueue(part);
    this.undelivered = makeUndelivered(part);
    this.separateEvents = makeSeparate(part, this.queue, this);
    this.replayQuarantine = makeReplay(part, this.queue);
    subscribe(part, this.queue, this.undelivered, [topic, policy, this.queue, this.undelivered]);
    this.signals = [
      ...[this.queue, this.undelivered, this.posts, this.postUpdates, this.erasedAuthors].flatMap(
        (part) => part.signals,
      ),
      ...[this.separateEvents, this.replayQuarantine].flatMap((part) => part.signals),
      quarantineSignal(),
    ];
    this.registerOutputs({ topicArn: topic.arn, queueUrl: this.queue.url, mediaReaderArn: this.mediaReader.arn });
  }
}

function quarantineSignal(): Signal {
  return countAbove({
    name: "separate-events-quarantined",
    namespace: METRICS_NAMESPACE,
    metric: "Quarantined",
    dimensions: { service: "separate-events" },
    severity: "ticket",
    runbook: "quarantine.md",
    why: "The application published something that is no valid post event: it waits in quarantine with its reasons.",
  });
}
