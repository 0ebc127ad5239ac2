import { expect } from "chai";
import { receiptDigest, type EraseAnswer } from "@huut/domain";
import type { FaultPlan, StackGraph } from "../../sandbox";
import { removedBy, tracesLeft } from "../support/erased";
import { erase, GONE, linesOfOthers, playFeed } from "../support/erasures";
import { graphOf } from "../support/platform";
import { seedsFrom } from "../support/seeds";
import { Stage } from "../support/stage";

/** A storm takes a platform of its own: fewer than other storms are tried, unless more are asked for. */
const FIRST_SEED = process.env["HUUT_SEEDS"] === undefined ? 3 : 1;

/** When the feed has been played. */
const FEED_ENDS = 1_900_000;
const HOUR = 3_600_000;

/** What goes wrong in an erasure's first hours: throttles, answers that are lost, deaths after each kind of effect, messages that come twice. */
const storm: FaultPlan = {
  faults: [
    { kind: "throttle", service: "dynamodb", function: "run-erasure", probability: 0.05 },
    { kind: "throttle", service: "s3", function: "run-erasure", probability: 0.05 },
    { kind: "error", service: "glue", function: "run-erasure", probability: 0.1 },
    { kind: "error", service: "cloudfront", function: "run-erasure", probability: 0.2 },
    { kind: "error", service: "transcribe", function: "run-erasure", probability: 0.2 },
    { kind: "lost-answer", service: "dynamodb", function: "run-erasure", probability: 0.03 },
    { kind: "lost-answer", service: "s3", function: "run-erasure", probability: 0.03 },
    { kind: "lost-answer", service: "sqs", function: "run-erasure", probability: 0.05 },
    { kind: "lost-answer", service: "cloudfront", function: "run-erasure", probability: 0.2 },
    { kind: "crash", service: "dynamodb", operation: "PutItem", function: "run-erasure", probability: 0.05 },
    { kind: "crash", service: "dynamodb", operation: "TransactWriteItems", function: "run-erasure", probability: 0.2 },
    { kind: "crash", service: "dynamodb", operation: "BatchWriteItem", function: "run-erasure", probability: 0.1 },
    { kind: "crash", service: "s3", operation: "PutObject", function: "run-erasure", probability: 0.2 },
    { kind: "crash", service: "s3", operation: "DeleteObjects", function: "run-erasure", probability: 0.1 },
    { kind: "crash", service: "glue", operation: "StartJobRun", function: "run-erasure", probability: 0.3 },
    { kind: "crash", service: "sqs", function: "run-erasure", probability: 0.05 },
    { kind: "crash", service: "cloudfront", function: "run-erasure", probability: 0.2 },
    { kind: "duplicate", service: "sqs", resource: "erasures", probability: 0.2 },
    { kind: "throttle", service: "dynamodb", function: "erase-user", probability: 0.1 },
  ].map((fault) => ({ ...fault, from: FEED_ENDS, until: 4 * HOUR })) as FaultPlan["faults"],
};

/** What does not depend on how often a piece of work was begun: items and lines that were there. */
function counts(answer: EraseAnswer): object {
  const removed = Object.entries(removedBy(answer)).filter(([place]) => !place.startsWith("bucket curated/"));
  return Object.fromEntries(removed.map(([place, { items, lines, objects }]) => [place, { items, lines, objects }]));
}

/** Plays the feed, erases the user, and looks at what is there. */
async function erased<T>(graphs: readonly StackGraph[], faults: FaultPlan | undefined, seed: number, look: Look<T>) {
  const stage = await Stage.open(graphs, "2026-11-02T08:00:00Z", faults, seed);
  try {
    await playFeed(stage);
    expect(stage.sandbox.world.now() - Date.parse("2026-11-02T08:00:00Z")).to.be.at.most(FEED_ENDS);
    const others = await linesOfOthers(stage);
    return await look(stage, await erase(stage, GONE, 16 * 60), others);
  } finally {
    stage.close();
  }
}
type Look<T> = (stage: Stage, answer: EraseAnswer, others: readonly string[]) => Promise<T>;

describe("Erasing a user in a storm of faults", function () {
  this.timeout(300_000);
  let graphs: readonly StackGraph[];
  let calm: object;
  const struck = storm.faults.map(() => 0);
  const seeds = seedsFrom(FIRST_SEED);

  before(async () => {
    graphs = await graphOf("dev");
    calm = await erased(graphs, undefined, 1, async (_, answer) => counts(answer));
  });

  for (const seed of seeds)
    it(`removes all of theirs, nothing of others', and says so, seed ${seed}`, () =>
      erased(graphs, storm, seed, async (stage, answer, others) => {
        expect(answer.phase).to.equal("erased");
        expect(await tracesLeft(stage)).to.deep.equal([]);
        expect(await linesOfOthers(stage)).to.deep.equal(others);
        const { user, posts } = answer.receipt ?? {};
        expect([user, posts]).to.deep.equal([receiptDigest(answer.erasureId, GONE), 3]);
        expect(counts(answer)).to.deep.equal(calm);
        for (const [i, fault] of stage.sandbox.world.faults.counts().entries()) {
          struck[i] = (struck[i] ?? 0) + fault.struck;
        }
      }));

  it("is struck by every kind of fault", () => {
    const kinds = new Map(storm.faults.map(({ kind }) => [kind, 0]));
    for (const [i, { kind }] of storm.faults.entries()) kinds.set(kind, (kinds.get(kind) ?? 0) + (struck[i] ?? 0));
    expect([...kinds].filter(([, times]) => times === 0)).to.deep.equal([]);
  });
});
