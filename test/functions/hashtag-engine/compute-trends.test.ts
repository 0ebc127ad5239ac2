import {
  computeTrends,
  hourOf,
  reviewKey,
  tallyHours,
  tallyWrite,
  type Tally,
  type TallyItem,
  type TrendItem,
} from "@huut/domain";
import { expect } from "chai";
import { baselines, randomOf, storeOf, textIn } from "../../domain/trends/crowd";
import { removedRow, rowOf, TopicDesk, type PostRow } from "./topic-desk";

const NOW = "2026-11-03T05:20:00.000Z";
const TAG = "#बाढ़";

/** Thirty people, each in words of their own, over an hour: two in three of them in Hindi. */
function surge(tag = TAG, change: Partial<PostRow> = {}): PostRow[] {
  const random = randomOf(5);
  return Array.from({ length: 30 }, (_, place) => {
    const language = place % 3 === 0 ? "ta" : "hi";
    const createdAt = new Date(Date.parse("2026-11-03T04:05:00.000Z") + place * 100_000).toISOString();
    const names = { postId: `${tag}-${place}`, userId: `u-${place}`, eventId: `e-${tag}-${place}` };
    return rowOf({ ...names, createdAt, language, tags: [tag], text: textIn(language, random), ...change });
  });
}

describe("compute-trends, from its package", () => {
  let desk: TopicDesk;
  beforeEach(async () => {
    desk = new TopicDesk();
    await desk.open();
  });
  afterEach(() => desk.close());

  const listed = async () => (await desk.items("trends")) as unknown as (TrendItem & TallyItem)[];
  const listOf = async (scope: string, windowStart: string) =>
    (await listed()).find((item) => item.scope === scope && item.windowStart === windowStart);
  const tags = async (scope: string, windowStart = "hour#2026-11-03T05") =>
    (await listOf(scope, windowStart))?.trends.map(({ tag }) => tag);
  const post = (rows: readonly PostRow[]) => desk.count(...rows.map((after) => ({ after })));

  it("writes what votes and tallies make, in every scope and window, and says which languages and why", async () => {
    await post(surge());
    const report = await desk.trends(NOW);
    const lists = computeTrends(storeOf(await desk.votes()), baselines(NOW), { asOf: NOW });
    expect(lists.some(({ trends }) => trends.length > 0)).to.equal(true);
    for (const list of lists) {
      expect(await listOf(list.scope, `${list.window}#${list.start}`)).to.deep.include(list);
    }
    expect(report).to.include({ asOf: NOW, votes: 30, lists: lists.length, review: 0 });
    const [trend] = (await listOf("global", "hour#2026-11-03T05"))?.trends ?? [];
    expect(trend?.languages.map(({ language, authors }) => [language, authors])).to.deep.equal([
      ["hi", 20],
      ["ta", 10],
    ]);
    expect(trend?.why).to.match(/^30 people used #बाढ़/);
    expect(await tags("lang#ta")).to.deep.equal([TAG]);
    expect(await tags("region#IN-TN")).to.deep.equal([TAG]);
  });

  it("knows by the tallies of weeks before what is usual at this hour", async () => {
    await post([...surge(), ...surge("#सुप्रभात")]);
    for (const hour of tallyHours(NOW).filter((each) => each % 24 === 4)) {
      const tally: Tally = { scope: "global", hour, tags: { "#सुप्रभात": [31, 40] } };
      await desk.put("trends", tallyWrite(tally, NOW).item ?? {});
    }
    await desk.trends(NOW);
    expect(await tags("global")).to.deep.equal([TAG]);
    // There is no tally of Hindi: there, both are new.
    expect(await tags("lang#hi")).to.have.members([TAG, "#सुप्रभात"]);
  });

  it("tallies each finished hour once, the oldest first after an outage, and the last one again an hour later", async () => {
    await post(surge());
    for (let hour = hourOf("2026-11-01T06:00:00Z"); hour < hourOf("2026-11-02T21:00:00Z"); hour++) {
      await desk.put("trends", tallyWrite({ scope: "global", hour, tags: {} }, NOW).item ?? {});
    }
    const first = await desk.trends(NOW);
    expect(first.tallied).to.have.length(7);
    expect([first.tallied[0], first.tallied.at(-1)]).to.deep.equal(["2026-11-02T21", "2026-11-03T04"]);
    expect((await listOf("lang#ta", "tally#2026-11-03T04"))?.tags).to.deep.equal({ [TAG]: [10, 10] });
    expect((await desk.trends(NOW)).tallied).to.deep.equal(["2026-11-03T03"]);
    expect((await desk.trends(NOW)).tallied).to.deep.equal([]);
    await post(surge("#late").slice(0, 9));
    await desk.trends("2026-11-03T05:45:00.000Z");
    expect((await listOf("global", "tally#2026-11-03T04"))?.tags).to.have.property("#late");
    expect((await listed()).some(({ windowStart }) => windowStart === "tally#2026-11-03T05")).to.equal(false);
  });

  it("lets a trend go with its posts, and keeps what a moderator holds", async () => {
    await post([...surge(), ...surge("#तूफान")]);
    await desk.trends(NOW);
    expect(await tags("global")).to.have.members([TAG, "#तूफान"]);
    await desk.put("trends", { ...reviewKey("#तूफान"), decision: "hold" });
    await desk.put("trends", { ...reviewKey("#तूफान", "lang#hi"), decision: "allow" });
    await desk.put("trends", { ...reviewKey("#तूफान", "lang#ta"), decision: "allow", until: NOW });
    await desk.count(...surge().map((before) => ({ before, after: removedRow({ ...before, version: 2 }) })));
    await desk.trends("2026-11-03T05:30:00.000Z");
    const list = await listOf("global", "hour#2026-11-03T05");
    expect(list?.trends).to.deep.equal([]);
    expect(list?.review.map(({ tag }) => tag)).to.include("#तूफान");
    const shown = async (scope: string) => (await listOf(scope, "hour#2026-11-03T05"))?.trends.map(({ tag }) => tag);
    expect(await shown("lang#hi"), "decided for itself").to.deep.equal(["#तूफान"]);
    expect(await shown("lang#ta"), "its own decision is over").to.deep.equal([]);
  });

  it("does not see the future, nor writes over what was computed later", async () => {
    await post(surge());
    await desk.trends("2026-11-03T05:40:00.000Z");
    await desk.trends(NOW);
    expect((await listOf("global", "hour#2026-11-03T05"))?.asOf).to.equal("2026-11-03T05:40:00.000Z");
    const report = await desk.trends("2026-11-03T04:20:00.000Z");
    expect(report.votes).to.equal(10);
    expect(hourOf(NOW) - hourOf(report.asOf)).to.equal(1);
  });

  it("fails as a whole when votes cannot be read, and refuses an instant that is none", async () => {
    await post(surge());
    desk.failAt("Query", "before");
    const failure = async (run: Promise<unknown>) =>
      run.then(
        () => undefined,
        (error: Error) => error.message,
      );
    expect(await failure(desk.trends(NOW))).to.equal("Crash");
    expect(await listed()).to.deep.equal([]);
    expect(await failure(desk.trends("today"))).to.match(/^at: "today" is no instant/);
  });
});
