import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { type EncryptionKey } from "./encryption-key";
import { type Action, type Grant, grant, requireService } from "./grants";
import { resourceName } from "./names";
import { type Place, arnOf } from "./place";
import { type Statement, jsonOf, policyOf, tlsOnly } from "./policies";
import { type Signal, countAbove } from "./signal";

/** A service that may send to a queue, for one source. The key must admit the service, too. */
export interface QueueSender {
  /** Such as `sns.amazonaws.com`. */
  readonly service: string;
  /** The topic, rule, bucket or schedule that sends. */
  readonly sourceArn: pulumi.Input<string>;
  /** The source's account, when its ARN does not name it, as a bucket's does not. */
  readonly sourceAccount?: string;
}

/** What queues of both kinds need. */
export interface QueueArgs {
  readonly place: Place;
  readonly key: EncryptionKey;
  /** Who may send by a service; principals of the account send by their own grants. */
  readonly senders?: readonly QueueSender[];
}

/** The longest SQS keeps a message. */
const FOURTEEN_DAYS = 1_209_600;

/** SQS keeps a data key this long before it asks KMS again: the default, said so that nobody wonders. */
const DATA_KEY_REUSE_SECONDS = 300;

function sendersOf(senders: readonly QueueSender[], queueArn: string): Statement[] {
  return senders.map((sender, index) => ({
    Sid: `SenderAdmitted${index === 0 ? "" : index + 1}`,
    Effect: "Allow",
    Principal: { Service: sender.service },
    Action: "sqs:SendMessage",
    Resource: queueArn,
    Condition: {
      ArnEquals: { "aws:SourceArn": sender.sourceArn },
      ...(sender.sourceAccount ? { StringEquals: { "aws:SourceAccount": sender.sourceAccount } } : {}),
    },
  }));
}

interface QueueProperties {
  readonly retentionSeconds: number;
  readonly visibilitySeconds: number;
  readonly redrivePolicy?: pulumi.Input<string>;
  readonly redriveAllowPolicy?: pulumi.Input<string>;
}

/** The queue and its policy: TLS only, and the named senders. */
function encryptedQueue(
  name: string,
  args: QueueArgs,
  properties: QueueProperties,
  parent: pulumi.Resource,
): aws.sqs.Queue {
  const queueName = resourceName(args.place, name, "queue");
  const queueArn = arnOf(args.place, "sqs", queueName);
  const queue = new aws.sqs.Queue(
    name,
    {
      name: queueName,
      kmsMasterKeyId: args.key.arn,
      kmsDataKeyReusePeriodSeconds: DATA_KEY_REUSE_SECONDS,
      messageRetentionSeconds: properties.retentionSeconds,
      visibilityTimeoutSeconds: properties.visibilitySeconds,
      receiveWaitTimeSeconds: 20,
      redrivePolicy: properties.redrivePolicy,
      redriveAllowPolicy: properties.redriveAllowPolicy,
    },
    { parent },
  );
  new aws.sqs.QueuePolicy(
    `${name}-policy`,
    { queueUrl: queue.url, policy: policyOf([tlsOnly("sqs", [queueArn]), ...sendersOf(args.senders ?? [], queueArn)]) },
    { parent },
  );
  return queue;
}

/** Known in previews, for the program gives the name, and still depends on the queue. */
const arnOfQueue = (place: Place, queue: aws.sqs.Queue): pulumi.Output<string> =>
  queue.name.apply((queueName) => arnOf(place, "sqs", queueName));

function grantOn(
  queue: { readonly arn: pulumi.Output<string>; readonly key: EncryptionKey },
  actions: readonly Action[],
): Grant[] {
  requireService("sqs", "A queue", actions);
  return [grant(actions, [queue.arn]), ...queue.key.grantFor("sqs", actions)];
}

/** Arguments of {@link DeadLetterQueue}. */
export interface DeadLetterQueueArgs extends QueueArgs {
  /** The queues that may redrive into it; absent when only services and functions send to it. */
  readonly sourceQueueArns?: readonly string[];
}

/** Where work waits for a person: 14 days, and a signal as soon as anything lies in it. */
export class DeadLetterQueue extends pulumi.ComponentResource {
  readonly queue: aws.sqs.Queue;
  readonly arn: pulumi.Output<string>;
  readonly url: pulumi.Output<string>;
  readonly key: EncryptionKey;
  readonly signals: readonly Signal[];

  constructor(name: string, args: DeadLetterQueueArgs, opts?: pulumi.ComponentResourceOptions) {
    super("huut:shared:DeadLetterQueue", name, {}, opts);
    this.key = args.key;
    this.queue = encryptedQueue(
      name,
      args,
      {
        retentionSeconds: FOURTEEN_DAYS,
        visibilitySeconds: 30,
        redriveAllowPolicy: args.sourceQueueArns
          ? jsonOf({ redrivePermission: "byQueue", sourceQueueArns: args.sourceQueueArns })
          : undefined,
      },
      this,
    );
    this.arn = arnOfQueue(args.place, this.queue);
    this.url = this.queue.url;
    this.signals = [
      countAbove({
        name: `${name}-not-empty`,
        namespace: "AWS/SQS",
        metric: "ApproximateNumberOfMessagesVisible",
        dimensions: { QueueName: this.queue.name },
        statistic: "Maximum",
        severity: "page",
        runbook: "dead-letters.md",
        why: "Work that was given up on waits for a person, and is lost after 14 days.",
      }),
    ];
    this.registerOutputs({ arn: this.arn, url: this.url });
  }

  /** Grants operations on this queue, and the use of its key that they imply. */
  grant(...actions: Action[]): Grant[] {
    return grantOn(this, actions);
  }
}

/** Arguments of {@link BufferedQueue}. */
export interface BufferedQueueArgs extends QueueArgs {
  /** The timeout of the function that reads the queue. */
  readonly consumerTimeoutSeconds: number;
  /** How often a message is tried before it is dead. Default 5. */
  readonly maxReceiveCount?: number;
  /** How long a message may wait. Default 4 days. */
  readonly retentionSeconds?: number;
  /** Default: six times the consumer's timeout, the least that Lambda advises. */
  readonly visibilitySeconds?: number;
}

const BUFFERED_DEFAULTS = { maxReceiveCount: 5, retentionSeconds: 345_600 } as const;

/** Lambda may hold a batch through its own retries: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const VISIBILITY_PER_TIMEOUT = 6;

/**
 * The numbers of a queue and its consumer, checked against each other.
 *
 * @throws when a message could be received again while it is still being worked on, or expire before it is dead
 */
export function queueTiming(name: string, args: Omit<BufferedQueueArgs, keyof QueueArgs>) {
  const maxReceiveCount = args.maxReceiveCount ?? BUFFERED_DEFAULTS.maxReceiveCount;
  const retentionSeconds = args.retentionSeconds ?? BUFFERED_DEFAULTS.retentionSeconds;
  const least = VISIBILITY_PER_TIMEOUT * args.consumerTimeoutSeconds;
  const visibilitySeconds = args.visibilitySeconds ?? least;
  if (visibilitySeconds < least) {
    throw new Error(
      `BufferedQueue "${name}": visibilitySeconds ${visibilitySeconds} is less than ${least}, six times the consumer's timeout; raise it.`,
    );
  }
  if (maxReceiveCount * visibilitySeconds >= retentionSeconds) {
    throw new Error(
      `BufferedQueue "${name}": ${maxReceiveCount} receives of ${visibilitySeconds} s outlast the retention of ${retentionSeconds} s, ` +
        "so a message could expire before it is dead; lower maxReceiveCount or raise retentionSeconds.",
    );
  }
  return { maxReceiveCount, retentionSeconds, visibilitySeconds };
}

/** A queue in front of a function, with its dead-letter queue. */
export class BufferedQueue extends pulumi.ComponentResource {
  readonly queue: aws.sqs.Queue;
  readonly deadLetters: DeadLetterQueue;
  readonly arn: pulumi.Output<string>;
  readonly url: pulumi.Output<string>;
  readonly key: EncryptionKey;
  readonly signals: readonly Signal[];

  constructor(name: string, args: BufferedQueueArgs, opts?: pulumi.ComponentResourceOptions) {
    super("huut:shared:BufferedQueue", name, {}, opts);
    const timing = queueTiming(name, args);
    this.key = args.key;
    this.deadLetters = new DeadLetterQueue(
      `${name}-dead-letters`,
      {
        place: args.place,
        key: args.key,
        sourceQueueArns: [arnOf(args.place, "sqs", resourceName(args.place, name, "queue"))],
      },
      { parent: this },
    );
    const redrivePolicy = jsonOf({
      deadLetterTargetArn: this.deadLetters.arn,
      maxReceiveCount: timing.maxReceiveCount,
    });
    this.queue = encryptedQueue(name, args, { ...timing, redrivePolicy }, this);
    this.arn = arnOfQueue(args.place, this.queue);
    this.url = this.queue.url;
    this.signals = [
      ...this.deadLetters.signals,
      countAbove({
        name: `${name}-waiting`,
        namespace: "AWS/SQS",
        metric: "ApproximateAgeOfOldestMessage",
        dimensions: { QueueName: this.queue.name },
        statistic: "Maximum",
        threshold: 900,
        periods: 3,
        severity: "ticket",
        runbook: "queue-backlog.md",
        why: "The oldest message waits longer than 15 minutes: the consumer is stopped, throttled or too slow.",
      }),
    ];
    this.registerOutputs({ arn: this.arn, url: this.url });
  }

  /** Grants operations on this queue, and the use of its key that they imply. */
  grant(...actions: Action[]): Grant[] {
    return grantOn(this, actions);
  }

  /** What an event-source mapping needs to read the queue with its function's role. */
  consume(): Grant[] {
    return this.grant("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes");
  }
}
