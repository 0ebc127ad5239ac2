import { expect } from "chai";
import { readFileSync } from "node:fs";
import { mediaOf, parseFeedLine, parsePostEvent, type FeedEntry, type PostEvent } from "@huut/domain";
import { generateSamples } from "../../samples/generate";
import type { FeedMedia } from "../../samples/placement";
import { FATES } from "../../samples/speech/plan";
import manifest = require("../../samples/media-manifest.json");

const hour = 3_600_000;
const entries = manifest as readonly FeedMedia[];

interface Published {
  readonly at: number;
  readonly event: PostEvent;
}

/** The valid events of each post, in the order of publishing. */
function published(): Map<string, Published[]> {
  const posts = new Map<string, Published[]>();
  for (const [i, line] of readFileSync("samples/posts.ndjson", "utf8").trimEnd().split("\n").entries()) {
    const { at, body, attributes } = parseFeedLine(line, i + 1) as FeedEntry;
    const parsed = parsePostEvent(body, attributes);
    if (!parsed.ok) continue;
    const { event } = parsed;
    posts.set(event.post.postId, [...(posts.get(event.post.postId) ?? []), { at: Date.parse(at), event }]);
  }
  return posts;
}

describe("Media in the sample feed", () => {
  const posts = published();
  const keysOf = (postId: string) =>
    (posts.get(postId) ?? []).map(({ event: { post } }) => post.audioFile ?? post.videoFile);
  const withFate = (fate: string) => entries.filter((entry) => entry.fate === fate);
  const publishedAt = (postId: string, eventName: string) =>
    posts.get(postId)?.find(({ event }) => event.eventName === eventName)?.at ?? NaN;

  it("is that of the manifest: every key, and no other", () => {
    const named = new Map<string, string>();
    for (const [postId, events] of posts) {
      for (const { event } of events) {
        const { audioFile, videoFile, userId } = event.post;
        expect([audioFile, videoFile].filter((key) => key !== undefined).length, postId).to.be.at.most(1);
        for (const key of [audioFile, videoFile]) {
          if (key === undefined) continue;
          expect(key).to.match(new RegExp(`^(audio|video)/${userId}/${postId}(-2)?\\.[a-z0-9]+$`));
          named.set(key, postId);
        }
      }
    }
    expect(named).to.deep.equal(new Map(entries.map(({ key, postId }) => [key, postId])));
    expect(new Set(named.values()).size).to.be.within(52, 60);
  });

  it("is in posts of all three days that state what the manifest says", () => {
    const days = new Map<string, number>();
    for (const { postId, stated, key, fate } of entries) {
      for (const { event } of posts.get(postId) ?? []) expect(event.post.language, postId).to.equal(stated);
      const day = new Date(publishedAt(postId, "INSERT")).toISOString().slice(0, 10);
      days.set(day, (days.get(day) ?? 0) + 1);
      const media = mediaOf(key.startsWith("audio/") ? { audioFile: key } : { videoFile: key });
      expect(media !== undefined && "unsupported" in media, key).to.equal(fate === "unsupported-container");
    }
    expect(days.size).to.equal(3);
    for (const count of days.values()) expect(count).to.be.at.least(10);
  });

  it("states no language once, and once another than is spoken", () => {
    const captioned = withFate("captions");
    expect(captioned.filter(({ stated }) => stated === undefined)).to.have.length(1);
    const wrong = captioned.filter(({ stated, language }) => stated !== undefined && stated !== language);
    expect(wrong.map(({ stated, language }) => [stated, language])).to.deep.equal([["en", "te"]]);
  });

  it("is removed with its post hours after it came, and in no other case", () => {
    expect(withFate("withdrawn").length).to.be.at.least(2);
    for (const { postId, fate } of entries) {
      const removed = publishedAt(postId, "REMOVE");
      if (fate !== "withdrawn") expect(removed, postId).to.be.NaN;
      else expect(removed - publishedAt(postId, "INSERT"), postId).to.be.at.least(4 * hour);
    }
  });

  it("changes once, by an edit, to media that is captioned", () => {
    const changing = [...posts.keys()].filter((postId) => new Set(keysOf(postId)).size > 1);
    expect(changing).to.deep.equal(withFate("replaced").map(({ postId }) => postId));
    for (const { postId, key } of withFate("replaced")) {
      const second = entries.find((entry) => entry.postId === postId && entry.key !== key);
      expect(second?.fate).to.equal("captions");
      const inOrder = [...(posts.get(postId) ?? [])].sort((a, b) => a.event.post.version - b.event.post.version);
      const keys = inOrder.map(({ event: { post } }) => post.audioFile);
      const first = keys.indexOf(second?.key);
      expect(inOrder[first]?.event.eventName).to.equal("MODIFY");
      expect(keys).to.deep.equal(keys.map((_, i) => (i < first ? key : second?.key)));
      expect((inOrder[first]?.at ?? 0) - publishedAt(postId, "INSERT")).to.be.at.least(hour);
    }
  });

  it("is counted in samples/README.md", () => {
    const page = readFileSync("samples/README.md", "utf8");
    for (const fate of FATES) {
      const told = new RegExp(`^\\| \`${fate}\` +\\| (\\d+) `, "m").exec(page)?.[1];
      expect(Number(told), fate).to.equal(withFate(fate).length);
    }
    const minutes = entries.reduce((sum, { durationMs = 0 }) => sum + durationMs, 0) / 60_000;
    expect(page.replaceAll(/\s+/g, " ")).to.contain(`some ${Math.round(minutes)} minutes`);
    expect(page).to.contain(`${new Set(entries.map(({ postId }) => postId)).size} of the posts have audio or video`);
  });

  it("is there in feeds of other seeds, too", () => {
    const { media, manifest: other } = generateSamples(2);
    expect(media.length).to.be.within(40, entries.length);
    expect(other.mediaPosts).to.equal(new Set(media.map(({ postId }) => postId)).size);
    expect(new Set(media.map(({ key }) => key)).size).to.equal(media.length);
  });
});
