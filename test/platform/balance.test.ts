import type { FeedEntry } from "@huut/domain";
import { expect } from "chai";
import { readTable, takeAccount } from "../../cli/start/evidence";
import { namedPlans } from "../../cli/start/faults";
import { replay, type Replay } from "../../cli/start/replay";
import type { FaultPlan, StackGraph } from "../../sandbox";
import type { SqsService } from "../../sandbox/services/sqs";
import { LakeContents } from "../support/lake-contents";
import { busyHours, graphOf, mediaIn, sampleFeed } from "../support/platform";
import manifest = require("../../samples/manifest.json");

const hour = 3_600_000;
const QUEUE_POLICY = "aws:sqs/queuePolicy:QueuePolicy";

interface Event {
  readonly eventId: string;
  readonly eventName: string;
  readonly occurredAt: string;
  readonly post: { readonly postId: string; readonly version: number };
}

const badLines = new Set(manifest.bad.map(({ line }) => line));

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
async function afterReplay({ rest = hour, ...options }: RunOptions, look: (run: Replay) => void): Promise<void> {
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

describe("The balance of events", function () {
  this.timeout(120_000);
  const struck = namedPlans.storm.faults.map(() => 0);
  let feed: FeedEntry[];
  before(async () => void (feed = await busyHours(16, 15_000)));

  const holds = (stack: string, seed: number) => async () => {
    const graphs = await graphOf(stack);
    await afterReplay({ graphs, feed, seed, faults: namedPlans.storm }, (run) => {
      expectEveryEventAtItsEnd(run, feed);
      expectNewestStates(run, feed);
      expect(run.sandbox.cloud.ledger.denials()).to.deep.equal([]);
      for (const [i, counted] of run.sandbox.world.faults.counts().entries())
        struck[i] = (struck[i] ?? 0) + counted.struck;
    });
  };
  for (let seed = 1; seed <= 50; seed++) it(`holds in a storm of faults, seed ${seed}`, holds("dev", seed));
  for (const seed of [1, 2]) it(`holds across two accounts, seed ${seed}`, holds("prod", seed));

  it("was tried by every fault of the storm", () => {
    for (const [i, times] of struck.entries()) {
      expect(times, JSON.stringify(namedPlans.storm.faults[i])).to.be.greaterThan(0);
    }
  });

  it("counts what waits in the queue while the tables fail as in flight, and names it", async () => {
    const faults: FaultPlan = { faults: [{ kind: "error", service: "dynamodb", operation: "TransactWriteItems" }] };
    await afterReplay({ graphs: await graphOf("dev"), feed: feed.slice(0, 40), seed: 1, faults, rest: 0 }, (run) => {
      const { balance, fates } = takeAccount(run);
      expect(balance.inFlight).to.be.greaterThan(0);
      const sqs = run.sandbox.cloud.service<SqsService>("sqs");
      const waiting = new Set(sqs.queueArns().flatMap((arn) => sqs.messages(arn).map(({ body }) => body)));
      const lost = fates.filter(({ fate, message }) => fate === "inFlight" && !waiting.has(message.body));
      // The last one is on its way to the queue.
      expect(lost.length).to.be.at.most(1);
    });
  });

  it("counts what is given up as dead-lettered, and loses nothing", async () => {
    const faults: FaultPlan = { faults: [{ kind: "error", service: "dynamodb", operation: "TransactWriteItems" }] };
    await afterReplay({ graphs: await graphOf("dev"), feed, seed: 1, faults }, (run) => {
      const { published, duplicates, stored, quarantined, deadLettered, inFlight } = takeAccount(run).balance;
      expect({ stored, quarantined, inFlight }).to.deep.equal({
        stored: 0,
        quarantined: manifest.bad.length,
        inFlight: 0,
      });
      expect(deadLettered).to.equal(published - duplicates - quarantined);
    });
  });

  it("counts what SNS could not deliver as dead-lettered", async () => {
    const graphs = (await graphOf("dev")).map((graph) => ({
      ...graph,
      resources: graph.resources.filter(({ type, name }) => type !== QUEUE_POLICY || name !== "post-events-policy"),
    }));
    await afterReplay({ graphs, feed: feed.slice(0, 10), seed: 1 }, (run) => {
      const { published, duplicates, deadLettered } = takeAccount(run).balance;
      expect(deadLettered).to.equal(published - duplicates);
    });
  });

  for (const seed of [1, 2, 3]) {
    it(`reaches the curated zone in a storm, seed ${seed}`, async () => {
      const graphs = await graphOf("dev");
      await afterReplay({ graphs, seed, feed, faults: namedPlans.storm, rest: 16 * hour }, ({ sandbox }) => {
        const outputs = sandbox.outputs("dev");
        const curated = new LakeContents(sandbox, outputs).csvRows().map(({ row }) => row);
        const found = new Map(curated.map((row) => [row["post_id"], row]));
        const posts = readTable(sandbox, String(outputs["postsTable"])).filter(({ deleted }) => !deleted);
        expect(posts.length).to.be.greaterThan(0);
        expect(curated.length).to.equal(posts.length);
        for (const { postId, eventId, version, likes, text } of posts) {
          const row = found.get(String(postId));
          expect(row, String(postId)).to.include({ event_id: eventId, text });
          expect([Number(row?.["version"]), Number(row?.["likes"])], String(postId)).to.deep.equal([version, likes]);
        }
      });
    });
  }

  it("covers removals whose insert comes late", async () => {
    const whole = await sampleFeed();
    expect(manifest.lateInserts).to.be.greaterThan(0);
    const late = feed
      .filter(({ body, line }) => !badLines.has(line) && body.includes('"INSERT"'))
      .map(({ body }) => (JSON.parse(body) as Event).post.postId);
    const afterwards = late.filter((postId) => {
      const own = feed.filter(({ body }) => body.includes(`"${postId}"`));
      const position = (name: string) => own.findIndex(({ body }) => body.includes(`"${name}"`));
      return position("REMOVE") >= 0 && position("REMOVE") < position("INSERT");
    });
    expect(whole.length).to.be.greaterThan(feed.length);
    expect(afterwards).to.not.deep.equal([]);
  });
});
