import { expect } from "chai";
import { languageRow } from "@huut/domain";
import { Random } from "../../sandbox/world/random";
import { BrokenMedia, detectFormat, readMedia, type Media } from "../../sandbox/services/transcribe/media";
import { timed } from "../../sandbox/services/transcribe/timing";
import { FATES, MEDIA_PLANS, type Fate } from "../../samples/speech/plan";
import { speechOf } from "../../samples/speech/make";
import { sampleMedia } from "../../samples/speeches";
import type { FeedMedia } from "../../samples/placement";
import manifest = require("../../samples/media-manifest.json");

const entries = manifest as readonly FeedMedia[];
const made = new Map(sampleMedia().map(({ key, make }) => [key, make()]));
const minute = 60_000;

const plans = MEDIA_PLANS.flatMap((plan) => [plan, ...(plan.later ? [plan.later] : [])]);
const planOf = ({ sample }: FeedMedia) => plans.find(({ name }) => name === sample);
const withFate = (...fates: readonly Fate[]) => entries.filter(({ fate }) => fates.includes(fate));
const bytesOf = ({ key }: FeedMedia): Uint8Array => made.get(key) ?? expect.fail(`${key} is not made`);

function heard(entry: FeedMedia): Media {
  const bytes = bytesOf(entry);
  const format = detectFormat(bytes);
  if (format === undefined) expect.fail(`${entry.key} is in no format`);
  return readMedia(format, bytes);
}

describe("Sample media of posts", () => {
  const spoken = withFate("captions", "withdrawn", "replaced", "unsupported-language");

  it("are one for each plan, each for a post and at a key of its own", () => {
    expect(plans.map(({ name }) => name)).to.have.members(entries.map(({ sample }) => sample));
    expect(new Set(entries.map(({ sample }) => sample)).size).to.equal(entries.length);
    expect(new Set(entries.map(({ key }) => key)).size).to.equal(entries.length);
    expect([...made.keys()]).to.have.members(entries.filter(({ fate }) => fate !== "missing").map(({ key }) => key));
  });

  it("have captions in eleven languages, four times each, in containers of all kinds", () => {
    const captioned = withFate("captions");
    expect(captioned.length).to.be.at.least(44);
    const count = (language: string) => captioned.filter((entry) => entry.language === language).length;
    for (const language of ["bn", "en", "gu", "hi", "kn", "ml", "mr", "or", "pa", "ta", "te"])
      expect(count(language), language).to.be.at.least(4);
    const containers = new Set(captioned.map(({ container }) => container));
    expect([...containers]).to.have.members(["flac", "m4a", "mp3", "mp4", "ogg", "wav", "webm"]);
    for (const kind of ["punctuated", "unpunctuated", "speakers", "codeMixed"])
      expect(captioned.filter((entry) => entry.kind === kind).length, kind).to.be.at.least(5);
  });

  it("last from 3 seconds to 20 minutes, and not too long in all", () => {
    const lengths = withFate("captions").map(({ durationMs = 0 }) => durationMs);
    expect(Math.min(...lengths)).to.equal(3_000);
    const long = withFate("captions").filter(({ durationMs = 0 }) => durationMs > 6 * minute);
    expect(new Set(long.map(({ language }) => language)).size).to.equal(2);
    for (const { durationMs } of long) expect(durationMs).to.be.within(19 * minute, 20 * minute);
    expect(lengths.filter((length) => length >= 2 * minute && length <= 6 * minute)).to.have.length(4);
    expect(lengths.filter((length) => length > minute && length < 2 * minute)).to.have.length(0);
    expect(entries.reduce((sum, { durationMs = 0 }) => sum + durationMs, 0)).to.be.below(75 * minute);
    expect([...made.values()].reduce((sum, bytes) => sum + bytes.length, 0)).to.be.below(2_000_000);
  });

  it("say to the recognizer what was planned, over their whole length", () => {
    for (const entry of spoken) {
      const { attachment, durationMs, format } = heard(entry);
      expect(format, entry.key).to.equal(entry.container);
      expect(durationMs, entry.key).to.equal(entry.durationMs);
      const plan = planOf(entry) ?? expect.fail(entry.sample);
      const { segments, text, ...speech } = speechOf(plan) ?? expect.fail(entry.sample);
      if (!attachment) expect.fail(`${entry.key} is silent`);
      expect(attachment.segments.map((each) => each.text)).to.deep.equal(segments?.map((each) => each.text) ?? [text]);
      expect(attachment.language).to.equal(speech.language).and.equal(`${entry.language}-IN`);
      expect(attachment.punctuated).to.equal(entry.kind !== "unpunctuated");
      const words = timed(attachment, durationMs, new Random(1)).flatMap((utterance) => utterance.words);
      expect(words.length, entry.key).to.be.at.least(3);
      expect(words.at(-1)?.end, entry.key).to.be.within(durationMs - 2_000, durationMs);
      // Sandwiched between a slow reader and a fast talker; a dialogue may pause.
      if (entry.sample !== "te-dialogue") expect((words.length * minute) / durationMs, entry.key).to.be.within(60, 230);
    }
  });

  it("have two speakers in a dialogue, and Latin words in mixed speech", () => {
    for (const entry of spoken) {
      const segments = heard(entry).attachment?.segments ?? [];
      const speakers = new Set(segments.flatMap(({ speaker }) => speaker ?? []));
      expect(speakers.size, entry.key).to.equal(entry.kind === "speakers" ? 2 : 0);
      const text = segments.map((each) => each.text).join(" ");
      expect(text).to.equal(text.normalize("NFC"));
      expect(/[A-Za-z]{3}/.test(text), entry.key).to.equal(entry.kind === "codeMixed" || entry.language === "en");
    }
  });

  it("cannot have captions for each of the reasons that there are", () => {
    for (const fate of FATES) expect(withFate(fate).length, fate).to.be.at.least(1);
    for (const entry of withFate("unsupported-language")) expect(entry.stated).to.equal(entry.language);
    expect(withFate("unsupported-language").map(({ language }) => language)).to.have.members(["ur", "as"]);
    for (const { language = "" } of withFate("unsupported-language"))
      expect(languageRow(language)?.transcribe).to.deep.equal([]);
    for (const entry of withFate("unsupported-container")) {
      expect(entry.key).to.match(/\.mov$/);
      expect(detectFormat(bytesOf(entry))).to.equal(undefined);
    }
    for (const entry of withFate("silent")) {
      expect(heard(entry).durationMs).to.equal(entry.durationMs);
      expect(heard(entry).attachment).to.equal(undefined);
    }
    expect(withFate("silent").map(({ container }) => container)).to.include("amr");
    for (const entry of withFate("broken")) expect(() => heard(entry)).to.throw(BrokenMedia);
    for (const entry of withFate("empty")) expect(bytesOf(entry).length).to.equal(0);
    for (const { key } of withFate("missing")) expect(made.has(key)).to.equal(false);
  });

  it("are the same bytes every time", () => {
    for (const { key, make } of sampleMedia())
      expect(Buffer.from(make()).equals(made.get(key) as Uint8Array)).to.equal(true);
  });
});
