import { marshall } from "@aws-sdk/util-dynamodb";
import {
  correctionKey,
  kindOfItem,
  LANGUAGE_TABLE,
  MAX_ITEM_TEXT_BYTES,
  MEDIA_ITEM,
  type CaptionItem,
  type CaptionQuality,
} from "@huut/domain";
import { expect } from "chai";
import * as fc from "fast-check";
import { type RawRow, type TableChange, rawRow } from "../../../functions/data-lake/change-row";
import { mediaItem, NOW } from "../../domain/captions/media-items";

/** 2026-11-03T05:00:00.000123Z, in microseconds. */
const MADE = Date.parse(NOW) * 1000 + 123;
/** What Firehose takes: https://docs.aws.amazon.com/firehose/latest/dev/limits.html */
const LARGEST_RECORD = 1000 * 1024;

const quality: CaptionQuality = {
  cues: 4,
  limits: { lines: 0, "line-length": 1, "too-short": 0, "too-long": 0, gap: 0, overlap: 0 },
  readable: 3,
  readableShare: 0.75,
  fastest: 21.5,
  boundary: { by: "punctuation", cues: 2, share: 0.5 },
  coverage: { words: 20, covered: 19, share: 0.95 },
  confidence: 0.93,
  passes: false,
  flags: ["line-length", "words-lost"],
};

const captions: CaptionItem = {
  postId: "p-1",
  language: "ur",
  postVersion: 3,
  mediaVersion: "0123456789abcdef",
  state: "ready",
  source: "transcribed",
  revision: 2,
  vttKey: "captions/p-1/0123456789abcdef/ur.vtt",
  srtKey: "captions/p-1/0123456789abcdef/ur.srt",
  text: "آداب عرض ہے۔",
  quality,
  updatedAt: NOW,
};

const correction = {
  postId: "p-1",
  language: correctionKey("ur", 12),
  mediaVersion: "0123456789abcdef",
  cue: 12,
  text: "آداب",
  revision: 1,
  correctedBy: "u-1",
  correctedAt: NOW,
};

function change(before: object | undefined, after: object | undefined, at: unknown = MADE, unit = "MICROSECOND") {
  return {
    eventName: before === undefined ? "INSERT" : after === undefined ? "REMOVE" : "MODIFY",
    tableName: "huut-dev-captions",
    dynamodb: {
      ApproximateCreationDateTime: at,
      ApproximateCreationDateTimePrecision: unit,
      ...(after && { NewImage: marshall(after, { removeUndefinedValues: true }) }),
      ...(before && { OldImage: marshall(before, { removeUndefinedValues: true }) }),
    },
  } as TableChange;
}

describe("rows of captions in the raw zone", () => {
  it("say how far a post's media has come, without what the pipeline notes for itself", () => {
    expect(
      rawRow("captions", change(undefined, mediaItem({ spokenLanguage: "hi-IN", durationMs: 4_000 }))),
    ).to.deep.equal({
      table: "captions",
      recordedAt: "2026-11-03T05:00:00.000123Z",
      kind: "media",
      deleted: false,
      postId: "p-1",
      language: "media",
      postVersion: 3,
      mediaVersion: mediaItem().mediaVersion,
      state: "starting",
      updatedAt: NOW,
      mediaKey: "audio/u-1/p-1.mp3",
      statedLanguage: "hi",
      jobName: mediaItem().jobName,
      beganAt: NOW,
      attempts: 1,
      spokenLanguage: "hi-IN",
      durationMs: 4_000,
    });
  });

  it("hold the counts of a quality report side by side, and nothing of what was said", () => {
    const row = rawRow("captions", change({ ...captions, state: "translating" }, captions));
    expect(row).to.deep.equal({
      table: "captions",
      recordedAt: "2026-11-03T05:00:00.000123Z",
      kind: "captions",
      deleted: false,
      postId: "p-1",
      language: "ur",
      postVersion: 3,
      mediaVersion: "0123456789abcdef",
      state: "ready",
      updatedAt: NOW,
      source: "transcribed",
      revision: 2,
      vttKey: captions.vttKey,
      srtKey: captions.srtKey,
      cues: 4,
      readableCues: 3,
      fastestCue: 21.5,
      boundaryBy: "punctuation",
      boundaryCues: 2,
      words: 20,
      coveredWords: 19,
      confidence: 0.93,
      passes: false,
      flags: ["line-length", "words-lost"],
    });
  });

  it("have no counts of words where there were none to compare with", () => {
    const translated = { ...captions, quality: { ...quality, coverage: undefined, confidence: undefined } };
    const row = rawRow("captions", change(undefined, translated));
    expect(row).to.include({ cues: 4 });
    expect(row).to.not.have.any.keys("words", "coveredWords", "confidence");
  });

  const withdrawn = { ...captions, state: "withdrawn", text: undefined, vttKey: undefined, quality: undefined };
  const cases: readonly (readonly [string, TableChange, object | undefined])[] = [
    ["tell of a withdrawal", change(captions, withdrawn), { state: "withdrawn", deleted: false }],
    ["tell of a deletion, with what there was", change(captions, undefined), { state: "ready", deleted: true }],
    ["tell of a correction in the files", change({ ...captions, revision: 1 }, captions), { revision: 2 }],
    ["tell of a reason that comes later", change(captions, { ...captions, reason: "Parked." }), { reason: "Parked." }],
    [
      "leave out what only the pipeline notes",
      change(mediaItem(), mediaItem({ pending: undefined, since: undefined, nudgedAt: NOW, updatedAt: "later" })),
      undefined,
    ],
    ["leave out a text alone", change(captions, { ...captions, text: "نمستے" }), undefined],
    ["leave out a correction", change(undefined, correction), undefined],
    ["leave out a correction that goes", change(correction, undefined), undefined],
    [
      "take milliseconds where the record has them",
      change(undefined, captions, Date.parse(NOW), "MILLISECOND"),
      { recordedAt: "2026-11-03T05:00:00.000000Z" },
    ],
  ];
  for (const [what, record, expected] of cases) {
    it(what, () => {
      const row = rawRow("captions", record);
      if (expected === undefined) expect(row).to.equal(undefined);
      else expect(row).to.include(expected);
    });
  }

  const bad: readonly (readonly [string, TableChange, string])[] = [
    ["no time", change(undefined, captions, null), "no instant to partition it by"],
    ["a time in another unit than it says", change(undefined, captions, MADE, "MILLISECOND"), "no instant"],
    ["no image", change(undefined, undefined), "no postVersion to order it by"],
    ["no version", change(undefined, { ...captions, postVersion: undefined }), "no postVersion to order it by"],
  ];
  for (const [what, record, message] of bad) {
    it(`are refused with ${what}`, () => expect(() => rawRow("captions", record)).to.throw(message));
  }

  it("are of the kinds that the domain knows", () => {
    const keys = [MEDIA_ITEM, ...LANGUAGE_TABLE.flatMap(({ language }) => [language, correctionKey(language, 7)])];
    for (const language of keys) {
      const kind = rawRow("captions", change(undefined, { ...captions, language }))?.["kind"] ?? "correction";
      expect(kind, language).to.equal(kindOfItem(language));
    }
  });

  it("fit into Firehose's records, as do the changes, with the longest text that an item holds", () => {
    // A quotation mark takes two bytes in JSON, more than any other character that survives in captions.
    const long = { ...captions, text: '"'.repeat(MAX_ITEM_TEXT_BYTES) };
    const record = change({ ...long, revision: 1 }, long);
    expect(JSON.stringify(record).length).to.be.within(4 * MAX_ITEM_TEXT_BYTES, LARGEST_RECORD);
    expect(JSON.stringify(rawRow("captions", record)).length).to.be.below(2_000);
  });

  it("come to an item's newest state, however often and in whatever order its changes come", () => {
    const state = fc.record({
      state: fc.constantFrom("translating", "parked", "ready", "withdrawn"),
      revision: fc.integer({ min: 0, max: 2 }),
      newer: fc.boolean(),
      nudgedAt: fc.option(fc.constant(NOW), { nil: undefined }),
    });
    const history = fc.array(state, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(history, fc.array(fc.nat(), { maxLength: 30 }), (states, picks) => {
        let postVersion = 1;
        const items = states.map(({ newer, ...rest }) => ({
          ...captions,
          ...rest,
          postVersion: (postVersion += +newer),
        }));
        const records = items.map((item, i) => change(items[i - 1], item, MADE + i));
        const again = picks.map((pick) => records[pick % records.length] as TableChange);
        // Late ones last, and some of them twice.
        const rows = [...records.reverse(), ...again]
          .map((record) => rawRow("captions", record))
          .filter((row) => row !== undefined);
        const { state: last, revision } = items.at(-1) as CaptionItem;
        expect(newest(rows)).to.include({ state: last, revision, postVersion });
      }),
    );
  });
});

/** As a query has it: `ORDER BY postVersion DESC, recordedAt DESC LIMIT 1`. */
function newest(rows: readonly RawRow[]): RawRow | undefined {
  const order = (row: RawRow) => `${String(row["postVersion"]).padStart(9, "0")} ${String(row["recordedAt"])}`;
  return rows.toSorted((a, b) => (order(a) < order(b) ? 1 : -1))[0];
}
