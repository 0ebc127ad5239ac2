import { expect } from "chai";
import { feedOf } from "../../bench/feed";

describe("The feeds of the measurements", () => {
  const postsOf = (feed: ReturnType<typeof feedOf>) =>
    new Set(feed.flatMap(({ body }) => /"postId":"([^"]+)"/.exec(body)?.[1] ?? []));

  it("are of the size and the days that are asked for, in the order of publishing", () => {
    for (const size of [
      { events: 100, days: 3 },
      { events: 3_000, days: 3 },
      { events: 3_000, days: 9 },
    ]) {
      const feed = feedOf(size);
      expect(feed).to.have.length(size.events);
      expect(feed.map(({ at }) => at)).to.deep.equal(feed.map(({ at }) => at).sort());
      const dates = new Set(feed.map(({ at }) => at.slice(0, 10)));
      expect([...dates]).to.have.length(size.days);
      expect(feed.at(0)?.at.slice(0, 10)).to.equal("2026-11-02");
    }
  });

  it("grow by other people's posts, with each post's events and repetitions", () => {
    const [small, large] = [feedOf({ events: 2_000, days: 3 }), feedOf({ events: 8_000, days: 3 })];
    expect(postsOf(large).size / postsOf(small).size).to.be.closeTo(4, 0.4);
    for (const feed of [small, large]) {
      const repeated = feed.length - new Set(feed.map(({ body }) => body)).size;
      expect(repeated / feed.length).to.be.within(0.005, 0.04);
      const inserts = feed.filter(({ attributes }) => attributes["eventName"] === "INSERT").length;
      expect(inserts / feed.length).to.be.within(0.15, 0.35);
    }
  });

  it("move every instant of a message together", () => {
    const late = feedOf({ events: 2_000, days: 6 }).filter(({ at }) => at >= "2026-11-05");
    const ordinary = late.filter(({ body, attributes }) => body.includes('"occurredAt"') && attributes["eventName"]);
    expect(ordinary.length).to.be.greaterThan(900);
    const strays = ordinary.filter(({ body }) => /"(occurred|created|updated)At":"2026-11-0[234]/.test(body));
    expect(strays.map(({ body }) => body)).to.deep.equal([]);
  });

  it("are the same each time", () => {
    expect(feedOf({ events: 500, days: 3 })).to.deep.equal(feedOf({ events: 500, days: 3 }));
  });
});
