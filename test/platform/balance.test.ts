import type { FeedEntry } from "@huut/domain";
import { expect } from "chai";
import { readTable, takeAccount } from "../../cli/start/evidence";
import { namedPlans } from "../../cli/start/faults";
import { replay } from "../../cli/start/replay";
import { LakeContents } from "../support/lake-contents";
import { busyHours, graphOf, sampleFeed } from "../support/platform";
import manifest = require("../../samples/manifest.json");

const hour = 3_600_000;

interface Event {
  readonly eventId: string;
  readonly eventName: string;
  readonly occurredAt: string;
  readonly post: { readonly postId: string; readonly version: number };
}

/** What the newest state of each post is, worked out from the feed alone. */
function newestStates(feed: readonly FeedEntry[], badLines: ReadonlySet<number>): Map<string, Event> {
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

describe("The balance of events", function () {
  this.timeout(120_000);
  const badLines = new Set(manifest.bad.map(({ line }) => line));
  let feed: FeedEntry[];
  before(async () => void (feed = await busyHours(16, 15_000)));

  for (let seed = 1; seed <= 50; seed++) {
    it(`holds in a storm of faults, seed ${seed}`, async () => {
      const until = Date.parse((feed.at(-1) as FeedEntry).at) + hour;
      const run = await replay({ graphs: await graphOf("dev"), seed, feed, faults: namedPlans.storm, until });
      try {
        const { balance, fates, quarantined } = takeAccount(run);
        const { published, duplicates, stored, deadLettered, inFlight } = balance;
        expect(published).to.equal(feed.length);
        expect(duplicates + stored + balance.quarantined + deadLettered + inFlight).to.equal(published);
        expect(inFlight, "in flight after an hour").to.equal(0);
        expect(deadLettered, "dead-lettered though every fault passes").to.equal(0);
        expect(quarantined.length).to.equal(manifest.bad.length);
        for (const { kind, reason } of manifest.bad) {
          expect(
            quarantined.some(({ reasons }) => reasons.some((text) => text.startsWith(reason))),
            kind,
          ).to.equal(true);
        }
        expect(fates.length).to.equal(published - duplicates);
        const posts = new Map(
          readTable(run.sandbox, String(run.sandbox.outputs("dev")["postsTable"])).map((post) => [
            post["postId"],
            post,
          ]),
        );
        const newest = newestStates(feed, badLines);
        expect(posts.size).to.equal(newest.size);
        for (const [postId, event] of newest) {
          const post = posts.get(postId);
          expect(post?.["eventId"], postId).to.equal(event.eventId);
          expect(post?.["deleted"], postId).to.equal(event.eventName === "REMOVE");
        }
        expect(run.sandbox.cloud.ledger.denials()).to.deep.equal([]);
      } finally {
        run.sandbox.close();
      }
    });
  }

  for (const seed of [1, 2, 3]) {
    it(`reaches the curated zone in a storm, seed ${seed}`, async () => {
      const until = Date.parse("2026-11-02T19:00:00Z");
      const run = await replay({ graphs: await graphOf("dev"), seed, feed, faults: namedPlans.storm, until });
      try {
        const outputs = run.sandbox.outputs("dev");
        const curated = new LakeContents(run.sandbox, outputs).csvRows().map(({ row }) => row);
        const found = new Map(curated.map((row) => [row["post_id"], row]));
        const posts = readTable(run.sandbox, String(outputs["postsTable"])).filter(({ deleted }) => !deleted);
        expect(posts.length).to.be.greaterThan(0);
        expect(curated.length).to.equal(posts.length);
        for (const { postId, eventId, version, likes, text } of posts) {
          const row = found.get(String(postId));
          expect(row, String(postId)).to.include({ event_id: eventId, text });
          expect([Number(row?.["version"]), Number(row?.["likes"])], String(postId)).to.deep.equal([version, likes]);
        }
      } finally {
        run.sandbox.close();
      }
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
      return (
        own.findIndex(({ body }) => body.includes('"REMOVE"')) <
          own.findIndex(({ body }) => body.includes('"INSERT"')) && own.some(({ body }) => body.includes('"REMOVE"'))
      );
    });
    expect(whole.length).to.be.greaterThan(feed.length);
    expect(afterwards).to.not.deep.equal([]);
  });
});
