import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { toSrt, toVtt, translateCaptions, type Cue, type StoredTranscript, type Word } from "@huut/domain";
import { demandsOn, figuresOf, type Figures } from "../../cli/captions/figures";
import { measure, type FileFigures, type Published } from "../../cli/captions/measure";
import { withMedia } from "../../cli/captions/recordings";
import { targetOf, Translator } from "../domain/captions/translator";
import { storedOf } from "../domain/captions/stored";
import { sampleFeed } from "../support/platform";

function published(stored: StoredTranscript, cues: readonly Cue[], change: Partial<Published> = {}): Published {
  const item = { postId: "p-1", language: "hi", source: "transcribed" } as const;
  return { item, stored, vtt: toVtt(cues), srt: toSrt(cues), translations: new Map(), ...change };
}

/** Said at half the speed. */
function slow(stored: StoredTranscript): StoredTranscript {
  const twice = <Each extends { start: number; end: number }>(each: Each): Each => ({
    ...each,
    start: each.start * 2,
    end: each.end * 2,
  });
  return { ...stored, words: stored.words.map(twice), cues: stored.cues.map(twice) };
}

describe("measuring published captions", () => {
  const stored = slow(storedOf(["आज सुबह बारिश हुई।", "हम सब घर", "पर रहे।"]));
  const cues = stored.cues;

  it("finds nothing wrong with good ones", async () => {
    expect(await measure(published(stored, cues))).to.deep.equal({
      post: "p-1",
      language: "hi",
      source: "transcribed",
      endsBy: "punctuation",
      cues: 3,
      longLines: 0,
      tallCues: 0,
      overlaps: 0,
      words: 9,
      wordsLost: 0,
      readable: 3,
      wellEnded: 2,
      problems: [],
    });
  });

  const bad: readonly [string, (cue: Cue, index: number) => Cue, Partial<FileFigures>][] = [
    [
      "a long line",
      (cue, i) => (i === 0 ? { ...cue, lines: [`${cue.lines[0]} ${"क".repeat(43)}`] } : cue),
      { longLines: 1 },
    ],
    [
      "a third line",
      (cue, i) => (i === 1 ? { ...cue, lines: ["हम", "सब", "घर"] } : cue),
      { tallCues: 1, wordsLost: 0 },
    ],
    ["an overlap", (cue, i) => (i === 1 ? { ...cue, start: cue.start - 100 } : cue), { overlaps: 1 }],
    ["a lost word", (cue, i) => (i === 1 ? { ...cue, lines: ["हम घर"] } : cue), { wordsLost: 1 }],
    ["haste", (cue, i) => (i === 2 ? { ...cue, end: cue.start + 100 } : cue), { readable: 2 }],
  ];
  for (const [what, change, expected] of bad) {
    it(`finds ${what}`, async () => {
      expect(await measure(published(stored, cues.map(change)))).to.deep.include(expected);
    });
  }

  it("finds files that a parser does not like, or that differ", async () => {
    const broken = await measure(published(stored, cues, { vtt: "no WEBVTT" }));
    expect(broken.problems.some((problem) => problem.startsWith("vtt: line 1:"))).to.equal(true);
    const other = await measure(published(stored, cues, { vtt: toVtt(cues.slice(1)) }));
    expect(other.problems).to.deep.equal(["vtt and srt show different cues"]);
  });
  it("takes marks of direction for no difference", async () => {
    const right = storedOf(["Hello سلام دوستو۔"], "ur-IN");
    expect(toVtt(right.cues)).to.contain("&rlm;");
    expect((await measure(published(right, right.cues))).problems).to.deep.equal([]);
  });

  it("asks cues of unpunctuated speech to end at a pause, or where the speaker changes", async () => {
    const plain = storedOf(["एक दो", "तीन चार", "पाँच छह", "सात आठ"]);
    const later = (word: Word, index: number): Word => ({
      ...word,
      start: word.start + (index >= 2 ? 300 : 0),
      end: word.end + (index >= 2 ? 300 : 0),
      speaker: index >= 4 ? "spk_1" : "spk_0",
    });
    const spoken = { ...plain, words: plain.words.map(later) };
    const { endsBy, wellEnded } = await measure(published(spoken, spoken.cues));
    // After the first a pause, after the second another speaker, after the third neither; the last one ends with the speech.
    expect({ endsBy, wellEnded }).to.deep.equal({ endsBy: "pause", wellEnded: 3 });
  });

  describe("of translations", () => {
    const item = { postId: "p-1", language: "en", source: "translated" } as const;
    async function translated(answer: (text: string) => string) {
      const translator = new Translator(answer);
      const captions = await translateCaptions({ stored, corrections: [], target: targetOf("en") }, translator);
      return published(stored, captions?.cues ?? [], { item, translations: translator.cache });
    }
    it("finds every word of what the translator said, cue by cue too", async () => {
      const whole = await translated((text) => (text.startsWith("आज") ? "It rained." : "All of us stayed at home."));
      expect(await measure(whole)).to.deep.include({ words: 8, wordsLost: 0 });
      // One word for two cues: these are translated one by one.
      const fallen = await translated((text) => (text === "हम सब घर पर रहे।" ? "Stayed." : `≈ ${text}`));
      expect(await measure(fallen)).to.deep.include({ wordsLost: 0 });
    });
    it("finds words that were lost, and no others", async () => {
      const whole = await translated((text) => (text.startsWith("आज") ? "It rained." : "All of us stayed at home."));
      const without = (text: string): string => text.replace("us stayed", "stayed");
      const lost = await measure({ ...whole, vtt: without(whole.vtt), srt: without(whole.srt) });
      expect([lost.words, lost.wordsLost, lost.problems]).to.deep.equal([8, 1, []]);
    });
  });
});

const file = (change: Partial<FileFigures>): FileFigures => ({
  post: "p-1",
  language: "hi",
  source: "transcribed",
  endsBy: "punctuation",
  cues: 100,
  longLines: 0,
  tallCues: 0,
  overlaps: 0,
  words: 500,
  wordsLost: 0,
  readable: 96,
  wellEnded: 86,
  problems: [],
  ...change,
});

describe("figures of captions", () => {
  it("add up, pauses apart from clauses", () => {
    const figures = figuresOf([
      file({}),
      file({ endsBy: "pause", cues: 10, readable: 10, wellEnded: 4, wordsLost: 2 }),
    ]);
    expect(figures).to.deep.include({
      files: 2,
      cues: 110,
      words: 1000,
      wordsLost: 2,
      readable: { cues: 106, of: 110, share: 106 / 110 },
      atBoundary: { cues: 86, of: 100, share: 0.86 },
      atPause: { cues: 4, of: 10, share: 0.4 },
    });
  });
  const missed = (figures: Figures, missing = 0): string[] =>
    demandsOn(figures, missing)
      .filter(({ met }) => !met)
      .map(({ what }) => what);
  const cases: readonly [string, Partial<FileFigures>, RegExp][] = [
    ["a line too long", { longLines: 1 }, /lines of over 42/],
    ["a cue too tall", { tallCues: 1 }, /cues of over 2/],
    ["an overlap", { overlaps: 1 }, /overlaps/],
    ["a lost word", { wordsLost: 1 }, /words lost/],
    ["a problem", { problems: ["vtt: line 1"] }, /another parser/],
    ["too few that can be read", { readable: 94 }, /reading speed/],
    ["too few that end well", { wellEnded: 84 }, /sentence or a clause/],
  ];
  it("are met by good captions", () =>
    expect(missed(figuresOf([file({ readable: 95, wellEnded: 85 })]))).to.deep.equal([]));
  for (const [what, change, demand] of cases) {
    it(`are missed by ${what}`, () => {
      const found = missed(figuresOf([file(change)]));
      expect(found).to.have.length(1);
      expect(found[0]).to.match(demand);
    });
  }
  it("are missed by captions that are not ready, and by none at all", () => {
    expect(missed(figuresOf([file({})]), 1)).to.deep.equal(["captions that should be ready and are not"]);
    expect(missed(figuresOf([]))).to.deep.equal(["files"]);
  });
});

describe("the recordings of a feed", function () {
  this.timeout(300_000);

  it("are those of posts that have media, with all that happens to these posts", async () => {
    const all = await sampleFeed();
    const found = withMedia(all, undefined);
    const posts = new Set(found.map(({ body }) => (JSON.parse(body) as { post: { postId: string } }).post.postId));
    expect(posts.size).to.equal(58);
    expect(found.length).to.be.greaterThan(posts.size);
    expect(withMedia(all, ["p-none"])).to.deep.equal([]);
  });
});

interface Ran {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

function report(args: readonly string[]): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const script = join(__dirname, "..", "..", "cli", "run.js");
    const child = spawn(process.execPath, [script, "captions-report", ...args]);
    const ran = { out: "", err: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (ran.out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (ran.err += text));
    child.on("error", reject).on("close", (status) => resolve({ status, ...ran }));
  });
}

describe("npm run captions:report", function () {
  this.timeout(60_000);
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), "huut-report-"))));
  after(() => rmSync(folder, { recursive: true }));

  function written(name: string, files: readonly FileFigures[]): string {
    const total = figuresOf(files);
    const demands = demandsOn(total, 0);
    const without = [{ post: "p-9", language: "media", state: "failed", reason: "The file is empty." }];
    const body = { seed: 1, demands, total, bySource: {}, byLanguage: { hi: total }, missing: [], without, files };
    writeFileSync(join(folder, name), JSON.stringify(body));
    return join(folder, name);
  }

  it("prints figures that were written before, and says by its status whether they are met", async () => {
    const [good, bad] = await Promise.all([
      report(["--from", written("good.json", [file({})])]),
      report(["--from", written("bad.json", [file({ overlaps: 2, problems: ["srt: line 3: x"] })])]),
    ]);
    expect([good.status, good.err]).to.deep.equal([0, ""]);
    expect(good.out)
      .to.match(/p-9 failed: The file is empty\./)
      .and.to.match(/reading speed.*96\.0 %.*at least 95\.0 %.*met/);
    expect(bad.status).to.equal(1);
    expect(bad.out)
      .to.match(/overlaps.*2.*0.*MISSED/)
      .and.to.contain("p-1 hi: srt: line 3: x");
  });
  it("refuses wrong options and files, and explains itself", async () => {
    const none = join(folder, "none.json");
    writeFileSync(none, "{}");
    const [option, missing, other, post, help] = await Promise.all([
      report(["--seed", "x"]),
      report(["--from", join(folder, "nowhere.json")]),
      report(["--from", none]),
      report(["--post", "p-none"]),
      report(["--help"]),
    ]);
    expect([option, missing, other, post, help].map(({ status }) => status)).to.deep.equal([2, 3, 3, 3, 0]);
    expect(other.err).to.contain("Give what --json has written.");
    expect(post.err).to.contain("no recording of p-none");
    expect(help.out).to.contain("Exit status");
  });
});
