import type { FeedEntry } from "@huut/domain";
import { expect } from "chai";
import { readTable, takeAccount } from "../../cli/start/evidence";
import { namedPlans } from "../../cli/start/faults";
import { replay, type Replay } from "../../cli/start/replay";
import type { FaultPlan, StackGraph } from "../../sandbox";
import { graphOf, mediaIn } from "./platform";
import manifest = require("../../samples/manifest.json");

const HOUR = 3_600_000;

export interface Event {
  readonly eventId: string;
  readonly eventName: string;
  readonly occurredAt: string;
  readonly post: { readonly postId: string; readonly version: number };
}

export const badLines = new Set(manifest.bad.map(({ line }) => line));

/** What the newest state of each post is, worked out from the feed alone. */
function newestStates(feed: readonly FeedEntry[]): Map<string, Event> {
  const newest = new Map<string, Event>();
  for (const { body, line } of feed) {
    if (badLines.has(line)) continue;
    const event = JSON.parse(body) as Event;
    const known = newest.get(event.post.postId);
    const order = ({ post, occurredAt, eventId }: Event) =>
      `${String(post.version).padStart(9, "0")} ${occurredAt} ${eventId}`;
    if (!known || order(known) < order(event)) newest.set(event.post.postId, event);
  }
  return newest;
}

interface RunOptions {
  readonly graphs: readonly StackGraph[];
  readonly feed: readonly FeedEntry[];
  readonly seed: number;
  readonly faults?: FaultPlan;
  /** Milliseconds after the last event. */
  readonly rest?: number;
}

/** Replays a feed and looks at the world afterwards. */
export async function afterReplay({ rest = HOUR, ...options }: RunOptions, look: (run: Replay) => void): Promise<void> {
  const until = Date.parse((options.feed.at(-1) as FeedEntry).at) + rest;
  const run = await replay({ ...options, media: mediaIn(options.feed), until });
  try {
    look(run);
  } finally {
    run.sandbox.close();
  }
}

function expectEveryEventAtItsEnd(run: Replay, feed: readonly FeedEntry[]): void {
  const { balance, fates, quarantined } = takeAccount(run);
  const { published, duplicates, stored, deadLettered, inFlight } = balance;
  expect(published).to.equal(feed.length);
  expect(duplicates + stored + balance.quarantined + deadLettered + inFlight).to.equal(published);
  expect(inFlight, "in flight after an hour").to.equal(0);
  expect(deadLettered, "dead-lettered though every fault passes").to.equal(0);
  expect(fates.length).to.equal(published - duplicates);
  expect(quarantined.length).to.equal(manifest.bad.length);
  for (const { kind, reason } of manifest.bad) {
    const named = quarantined.some(({ reasons }) => reasons.some((text) => text.startsWith(reason)));
    expect(named, kind).to.equal(true);
  }
}

function expectNewestStates({ sandbox, stack }: Replay, feed: readonly FeedEntry[]): void {
  const items = readTable(sandbox, String(sandbox.outputs(stack)["postsTable"]));
  const posts = new Map(items.map((post) => [post["postId"], post]));
  const newest = newestStates(feed);
  expect(posts.size).to.equal(newest.size);
  for (const [postId, event] of newest) {
    expect(posts.get(postId)?.["eventId"], postId).to.equal(event.eventId);
    expect(posts.get(postId)?.["deleted"], postId).to.equal(event.eventName === "REMOVE");
  }
}

/**
 * Replays a feed in a storm of faults and expects that every event is where it belongs.
 *
 * @param struck how often each fault of the storm struck; counted up
 */
export async function expectBalance(stack: string, seed: number, feed: readonly FeedEntry[], struck: number[] = []) {
  const graphs = await graphOf(stack);
  await afterReplay({ graphs, feed, seed, faults: namedPlans.storm }, (run) => {
    expectEveryEventAtItsEnd(run, feed);
    expectNewestStates(run, feed);
    expect(run.sandbox.cloud.ledger.denials()).to.deep.equal([]);
    for (const [i, counted] of run.sandbox.world.faults.counts().entries())
      struck[i] = (struck[i] ?? 0) + counted.struck;
  });
}
