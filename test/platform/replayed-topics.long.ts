import type { FeedEntry } from "@huut/domain";
import { expect } from "chai";
import type { FaultPlan, StackGraph } from "../../sandbox";
import { graphOf, mediaIn, sampleFeed } from "../support/platform";
import { checksums, type TopicLines } from "../support/topic-checksums";
import { live, rebuilt, rebuildSteps } from "../support/topic-replay";

/** The first day of the sample feed: all three take a quarter of an hour. */
const UNTIL = "2026-11-03T00:00:00.000Z";

/** Messages and records twice, and overtaken by what comes within two seconds. */
const disorder: FaultPlan = {
  faults: ["sns", "sqs", "dynamodb"].flatMap((service) => [
    { kind: "duplicate" as const, service, probability: 0.2 },
    { kind: "reorder" as const, service, probability: 0.2, delay: 2_000 },
  ]),
};

/** Compares checksums, and shows the first lines that differ. */
function expectSame(found: TopicLines, first: TopicLines): void {
  const differing = Object.entries(first).flatMap(([table, lines]) => {
    const own = new Set(found[table as keyof TopicLines]);
    return lines.filter((line) => !own.has(line)).map((line) => `${table}: ${line}`);
  });
  expect(checksums(found), differing.slice(0, 5).join("\n")).to.deep.equal(checksums(first));
}

/** Events of the test with speech: it costs as much time as all the rest of them. */
const SPOKEN = 200;

describe("Trends, hashtags and search, replayed into empty tables", function () {
  this.timeout(600_000);
  let graphs: readonly StackGraph[];
  let feed: readonly FeedEntry[];
  let first: TopicLines;
  before(async () => {
    graphs = await graphOf("dev");
    feed = (await sampleFeed()).filter(({ at }) => at < UNTIL);
    first = (await live(graphs, feed, { seed: 1 })).lines;
  });

  it("are of a feed with everything in it", () => {
    const events = feed.map(({ body }) => body).filter((body) => body.includes('"postId"'));
    for (const name of ["INSERT", "MODIFY", "REMOVE"]) {
      expect(events.filter((body) => body.includes(`"${name}"`)).length, name).to.be.greaterThan(5);
    }
    const have = (table: keyof TopicLines, what: string) => first[table].some((line) => line.includes(what));
    expect(have("trendsTable", '"trends":[{'), "a trend").to.equal(true);
    expect(have("hashtagsTable", '"state":"withdrawn"'), "a withdrawn tag").to.equal(true);
    expect(have("tagActivityTable", '"live":false'), "a withdrawn vote").to.equal(true);
    expect(have("searchTermsTable", '"removed":true'), "a removed post").to.equal(true);
  });

  it("are the same to the byte where messages and records come twice and in another order", async () => {
    const { lines, struck } = await live(graphs, feed, { seed: 2, faults: disorder });
    for (const [place, fault] of disorder.faults.entries()) {
      expect(struck[place], JSON.stringify(fault)).to.be.greaterThan(0);
    }
    expectSame(lines, first);
  });

  it("are rebuilt to the byte six days later, one event after another, with the schedule's runs in between", async () => {
    expectSame(await rebuilt(graphs, feed, rebuildSteps(feed, "one by one"), { seed: 3 }), first);
  });

  it("are rebuilt in slices, but for suggestions that rest on what was under way at the same time", async () => {
    const steps = rebuildSteps(feed, "in slices");
    expect(steps.length).to.be.below(rebuildSteps(feed, "one by one").length / 2);
    const found = await rebuilt(graphs, feed, steps, { seed: 4 });
    const authors = ({ hashtagsTable, ...rest }: TopicLines): TopicLines => ({
      ...rest,
      hashtagsTable: hashtagsTable.filter((line) => line.split(" ")[1]?.startsWith("manual")),
    });
    expectSame(authors(found), authors(first));
    // Checksums tell the difference.
    expect(checksums(found).hashtagsTable).to.not.equal(checksums(first).hashtagsTable);
  });
});

describe("What was said in posts, replayed into empty tables", function () {
  this.timeout(600_000);

  it("is rebuilt to the byte, but for when captions were made", async () => {
    const graphs = await graphOf("dev");
    const spoken = (await sampleFeed()).slice(0, SPOKEN);
    const media = mediaIn(spoken);
    const { lines } = await live(graphs, spoken, { seed: 5, media });
    const captions = lines.searchTermsTable.filter((line) => line.includes('"doc:captions'));
    expect(captions.length).to.be.greaterThan(10);
    expectSame(await rebuilt(graphs, spoken, rebuildSteps(spoken, "one by one"), { seed: 6, media }), lines);
  });
});
