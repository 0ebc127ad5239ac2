import { TranscriptProblem } from "./transcript";
import { described, fieldsAt, isFields, listAt, numberAt, textAt, timeAt, type Fields } from "./transcript-json";
import type { Word } from "./words";

/** Punctuation that belongs to what follows it. */
const OPENING = /^[\p{Ps}\p{Pi}¿¡]+$/u;
/** What would break a line or a cue of a subtitle file apart. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\ufeff]+/gu;

/** What other sections of the file say about items that do not say it themselves. */
interface Labels {
  /** By the item's times, as the file writes them. */
  readonly speakers: ReadonlyMap<string, string>;
  /** By the item's id. */
  readonly segmentOf: ReadonlyMap<number, Fields>;
}

/**
 * The spoken words of the file, punctuation with the word that it belongs to: one list for each channel, in the file's order.
 * Where the file groups items by channel, punctuation stands beside its own words only there.
 */
export function wordLists(results: Fields): Word[][] {
  const labels = labelsOf(results);
  const channels = listAt(
    "results.channel_labels.channels",
    fieldsAt("results.channel_labels", results["channel_labels"])["channels"],
  );
  const lists = channels.map((channel, i) => {
    const path = `results.channel_labels.channels[${i}].items`;
    return wordsOf(path, listAt(path, channel["items"]), labels, textAt(channel["channel_label"]));
  });
  if (lists.some((words) => words.length > 0)) return lists;
  return [wordsOf("results.items", listAt("results.items", results["items"]), labels, undefined)];
}

function wordsOf(path: string, items: readonly Fields[], labels: Labels, channel: string | undefined): Word[] {
  const words: Word[] = [];
  let lead = "";
  items.forEach((item, i) => {
    const content = contentOf(item);
    if (content === undefined) return;
    const type = item["type"];
    if (type === "punctuation") {
      const last = words.at(-1);
      if (last === undefined || OPENING.test(content)) lead += content;
      else words[words.length - 1] = { ...last, trail: `${last.trail ?? ""}${content}` };
    } else if (type === "pronunciation") {
      words.push(wordOf(`${path}[${i}]`, item, content, labels, channel, lead));
      lead = "";
    } else {
      const cure = "Only the output of a batch transcription job can be read.";
      throw new TranscriptProblem(
        `${path}[${i}].type`,
        `"pronunciation" or "punctuation" is expected, not ${described(type)}.`,
        cure,
      );
    }
  });
  const last = words.at(-1);
  if (last !== undefined && lead !== "") words[words.length - 1] = { ...last, trail: `${last.trail ?? ""}${lead}` };
  return words;
}

/** What the recognizer thought most likely; items without any content are left out. */
function contentOf(item: Fields): string | undefined {
  const content = textAt(firstOf(item["alternatives"])["content"]);
  const cleaned = content?.replace(UNPRINTABLE, " ").trim().normalize("NFC");
  return cleaned === "" ? undefined : cleaned;
}

function wordOf(
  path: string,
  item: Fields,
  text: string,
  labels: Labels,
  channel: string | undefined,
  lead: string,
): Word {
  const start = timeAt(`${path}.start_time`, item["start_time"]);
  const end = timeAt(`${path}.end_time`, item["end_time"]);
  const segment = labels.segmentOf.get(numberAt(item["id"]) ?? -1) ?? {};
  const speaker = textAt(item["speaker_label"]) ?? speakerAt(labels, item) ?? textAt(segment["speaker_label"]);
  const confidence = confidenceOf(item);
  const itsChannel = textAt(item["channel_label"]) ?? channel ?? textAt(segment["channel_label"]);
  const language = textAt(item["language_code"]) ?? textAt(segment["language_code"]);
  return {
    text,
    start,
    end,
    ...(confidence === undefined ? {} : { confidence }),
    ...(speaker === undefined ? {} : { speaker }),
    ...(itsChannel === undefined ? {} : { channel: itsChannel }),
    ...(language === undefined ? {} : { language }),
    ...(lead === "" ? {} : { lead }),
  };
}

function speakerAt({ speakers }: Labels, item: Fields): string | undefined {
  return speakers.size === 0 ? undefined : speakers.get(timesOf(item));
}

/** A redacted word has the confidence of its redaction: what was said is gone, and how sure that was with it. */
function confidenceOf(item: Fields): number | undefined {
  const alternative = firstOf(item["alternatives"]);
  const redaction = firstOf(alternative["redactions"] ?? item["redactions"]);
  const confidence = numberAt(redaction["confidence"]) ?? numberAt(alternative["confidence"]);
  return confidence !== undefined && confidence >= 0 && confidence <= 1 ? confidence : undefined;
}

function firstOf(list: unknown): Fields {
  const first: unknown = Array.isArray(list) ? list[0] : undefined;
  return isFields(first) ? first : {};
}

function labelsOf(results: Fields): Labels {
  const speakers = new Map<string, string>();
  const turns = listAt(
    "results.speaker_labels.segments",
    fieldsAt("results.speaker_labels", results["speaker_labels"])["segments"],
  );
  turns.forEach((turn, i) => {
    for (const item of listAt(`results.speaker_labels.segments[${i}].items`, turn["items"])) {
      const speaker = textAt(item["speaker_label"]) ?? textAt(turn["speaker_label"]);
      if (speaker !== undefined) speakers.set(timesOf(item), speaker);
    }
  });
  const segmentOf = new Map<number, Fields>();
  for (const segment of listAt("results.audio_segments", results["audio_segments"])) {
    for (const id of Array.isArray(segment["items"]) ? (segment["items"] as unknown[]) : []) {
      segmentOf.set(numberAt(id) ?? -1, segment);
    }
  }
  segmentOf.delete(-1);
  return { speakers, segmentOf };
}

function timesOf(item: Fields): string {
  return `${numberAt(item["start_time"])}–${numberAt(item["end_time"])}`;
}
