import type { PublishInput } from "@aws-sdk/client-sns";
import type { FeedEntry } from "@huut/domain";
import type { MediaObject } from "../../samples/speeches";
import type { FaultPlan, Sandbox, StackGraph } from "../../sandbox";
import { parseArn } from "../../sandbox/kernel/arn";
import { AwsError } from "../../sandbox/kernel/errors";
import { deployBesideApplication, putMedia } from "./media";

const hour = 3_600_000;
const day = 24 * hour;

export interface ReplayOptions {
  /** Evaluated stacks; the first one's topic takes the feed. */
  readonly graphs: readonly StackGraph[];
  readonly seed: number;
  readonly feed: readonly FeedEntry[];
  /** What lies in the application's bucket when the first event comes. */
  readonly media?: readonly MediaObject[];
  readonly faults?: FaultPlan;
  /** When to stop, epoch milliseconds; `endOfDays` when not given. */
  readonly until?: number;
  /** Told after each step: virtual time, and events published so far. */
  readonly onProgress?: (progress: Progress) => void;
  /** Told between deployment and replay. */
  readonly onDeployed?: (sandbox: Sandbox) => void;
}

export interface Progress {
  /** Epoch milliseconds, virtual. */
  readonly now: number;
  readonly from: number;
  readonly to: number;
  readonly published: number;
}

/** A deployed world in which a feed was published and time has passed. */
export interface Replay {
  readonly sandbox: Sandbox;
  /** The stack whose topic took the feed: the first. */
  readonly stack: string;
  /** Where the virtual clock started, epoch milliseconds. */
  readonly from: number;
  /** What the topic took. */
  readonly published: readonly FeedEntry[];
  /** What the topic refused, as it would on AWS: empty or over 256 KiB. */
  readonly refused: readonly { readonly entry: FeedEntry; readonly reason: string }[];
}

/** Deploys the stacks, publishes each event of the feed at its time, and lets the days pass. */
export async function replay(options: ReplayOptions): Promise<Replay> {
  const { graphs, seed, feed, faults } = options;
  const stack = (graphs[0] as StackGraph).stack;
  const from = Math.floor(Date.parse((feed[0] as FeedEntry).at) / day) * day;
  const to = options.until ?? endOfDays(feed);
  const sandbox = await deployBesideApplication(graphs, { seed, start: new Date(from), ...(faults && { faults }) });
  try {
    options.onDeployed?.(sandbox);
    if (options.media) await putMedia(sandbox, stack, options.media);
    const publisher = new Publisher(sandbox, stack);
    publisher.follow(feed);
    await sandbox.world.runUntil(to, (now) =>
      options.onProgress?.({ now, from, to, published: publisher.published.length }),
    );
    return { sandbox, stack, from, published: publisher.published, refused: publisher.refused };
  } catch (error) {
    sandbox.close();
    throw error;
  }
}

/**
 * Noon of the day after the last event: the day that ended is crawled, curated and computed by then, and what waits for a
 * retry has had it. Epoch milliseconds.
 */
export function endOfDays(feed: readonly FeedEntry[]): number {
  const last = Date.parse((feed.at(-1) as FeedEntry).at);
  return Math.ceil((last + 1) / day) * day + 12 * hour;
}

/** The application, as far as the platform sees it: it publishes to the topic, as its account's root. */
class Publisher {
  readonly published: FeedEntry[] = [];
  readonly refused: { entry: FeedEntry; reason: string }[] = [];
  private readonly topicArn: string;

  constructor(
    private readonly sandbox: Sandbox,
    stack: string,
  ) {
    this.topicArn = String(sandbox.outputs(stack)["topicArn"]);
  }

  /** Publishes each message at its time. Only the next one waits: a long feed is no long queue. */
  follow(feed: readonly FeedEntry[], from = 0): void {
    const entry = feed[from];
    if (!entry) return;
    this.sandbox.world.at(Date.parse(entry.at), () => {
      this.follow(feed, from + 1);
      return this.publish(entry);
    });
  }

  /** Without an SDK client, which would take longer over a message than all else that happens to it at the topic. */
  private async publish(entry: FeedEntry): Promise<void> {
    const attributes = Object.entries(entry.attributes).map(
      ([name, value]) => [name, { DataType: "String", StringValue: value }] as const,
    );
    const { account, region } = parseArn(this.topicArn);
    const MessageAttributes = Object.fromEntries(attributes);
    const input: PublishInput = { TopicArn: this.topicArn, Message: entry.body, MessageAttributes };
    const caller = { principal: { kind: "root", account }, place: { account, region } } as const;
    try {
      await this.sandbox.cloud.call({ ...caller, service: "sns", operation: "Publish", input });
      this.published.push(entry);
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== "InvalidParameter") throw error;
      this.refused.push({ entry, reason: error.message });
    }
  }
}
