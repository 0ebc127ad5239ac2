import { computeTrends, parseFeedLine, parsePostEvent, type FeedEntry, type PostObservation } from "@huut/domain";
import { expect } from "chai";
import { generateSamples } from "../../samples/generate";
import { baselines, Crowd, seen } from "../domain/trends/crowd";

const SURGES = { hi: "#विश्वविजेता", ta: "#சென்னைவெள்ளம்", te: "#మొదటిరోజుమొదటిఆట" } as const;

/** What a reader of the posts' changes sees of a feed, in the order of publishing. */
function observed(feed: string): PostObservation[] {
  return feed
    .trimEnd()
    .split("\n")
    .flatMap((line, index) => {
      const { body, attributes } = parseFeedLine(line, index + 1) as FeedEntry;
      const parsed = parsePostEvent(body, attributes);
      if (!parsed.ok) return [];
      const { eventName, eventId, occurredAt, post } = parsed.event;
      return [seen({ ...post, eventId, occurredAt, deleted: eventName === "REMOVE" })];
    });
}

describe("surges of the samples", () => {
  for (const seed of [1, 2, 3]) {
    it(`trend at the end of the feed, everywhere and in their language, by the rules as they are (seed ${seed})`, () => {
      const { feed, manifest } = generateSamples(seed);
      const crowd = new Crowd().see(...observed(feed));
      const before = crowd.tallies(manifest.from, "2026-11-04T20:00:00.000Z");
      const lists = computeTrends(crowd.store(manifest.to), baselines(manifest.to, before), { asOf: manifest.to });
      const tags = (scope: string) =>
        lists.find((each) => each.scope === scope && each.window === "day")?.trends.map(({ tag }) => tag) ?? [];
      for (const [language, tag] of Object.entries(SURGES)) {
        expect(tags("global")).to.include(tag);
        expect(tags(`lang#${language}`)).to.include(tag);
      }
      const held = lists.flatMap(({ review }) => review.map(({ tag }) => tag));
      expect(held, "nothing of them is distrusted").to.not.include.members(Object.values(SURGES));
    });
  }
});
