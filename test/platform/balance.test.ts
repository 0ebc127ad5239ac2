import type { FeedEntry } from "@huut/domain";
import { expect } from "chai";
import { takeAccount } from "../../cli/start/evidence";
import type { FaultPlan } from "../../sandbox";
import type { SqsService } from "../../sandbox/services/sqs";
import { afterReplay, badLines, expectBalance, type Event } from "../support/balance";
import { busyHours, graphOf, sampleFeed } from "../support/platform";
import manifest = require("../../samples/manifest.json");

const QUEUE_POLICY = "aws:sqs/queuePolicy:QueuePolicy";

/** More seeds are tried in balance.long.ts. */
describe("The balance of events", function () {
  this.timeout(120_000);
  let feed: FeedEntry[];
  before(async () => void (feed = await busyHours(16, 15_000)));

  for (let seed = 1; seed <= 2; seed++)
    it(`holds in a storm of faults, seed ${seed}`, () => expectBalance("dev", seed, feed));

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
