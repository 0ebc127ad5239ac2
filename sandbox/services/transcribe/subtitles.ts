import { sentencesOf, textOf } from "./output";
import type { TimedWord, Utterance } from "./timing";

interface Caption {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Words of one caption at most: a plain cut, as subtitles of the service are. */
const MOST_WORDS = 12;

/** A subtitle file of a transcript. https://docs.aws.amazon.com/transcribe/latest/dg/subtitles.html */
export function subtitleFile(format: "srt" | "vtt", utterances: readonly Utterance[], startIndex: number): string {
  const captions = utterances.flatMap(sentencesOf).flatMap(({ words, utterance }) => captionsOf(words, utterance));
  const cues = captions
    .toSorted((a, b) => a.start - b.start)
    .map(({ start, end, text }, i) => `${i + startIndex}\n${time(start, format)} --> ${time(end, format)}\n${text}\n`);
  return `${format === "vtt" ? "WEBVTT\n\n" : ""}${cues.join("\n")}`;
}

function captionsOf(words: readonly TimedWord[], { language }: Utterance): Caption[] {
  const captions: Caption[] = [];
  for (let from = 0; from < words.length; from += MOST_WORDS) {
    const part = words.slice(from, from + MOST_WORDS);
    const [first, last] = [part[0] as TimedWord, part.at(-1) as TimedWord];
    captions.push({ start: first.start, end: last.end, text: textOf(part, language) });
  }
  return captions;
}

/** `00:01:02,345`, with a point in WebVTT. */
function time(milliseconds: number, format: "srt" | "vtt"): string {
  const pad = (value: number, digits = 2) => String(Math.floor(value)).padStart(digits, "0");
  const clock = [milliseconds / 3_600_000, (milliseconds / 60_000) % 60, (milliseconds / 1000) % 60].map((part) =>
    pad(part),
  );
  return `${clock.join(":")}${format === "vtt" ? "." : ","}${pad(milliseconds % 1000, 3)}`;
}
