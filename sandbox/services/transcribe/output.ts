import type { Job } from "./job";
import { isUnspaced } from "./languages";
import type { Recognition } from "./recognizer";
import type { TimedWord, Utterance } from "./timing";

/** A part of the transcript as the file lists it. */
interface Item {
  readonly id: number;
  readonly type: "pronunciation" | "punctuation";
  readonly alternatives: readonly { readonly confidence: string; readonly content: string }[];
  readonly start_time?: string;
  readonly end_time?: string;
  readonly language_code?: string;
  readonly speaker_label?: string;
  readonly channel_label?: string;
}

/** One sentence, or what is said before a pause, of one speaker. */
export interface Sentence {
  readonly utterance: Utterance;
  readonly words: readonly TimedWord[];
}

/** A pause that ends an audio segment even within a sentence, milliseconds. */
const SEGMENT_PAUSE = 500;

/**
 * The transcript's file, in the service's shape: https://docs.aws.amazon.com/transcribe/latest/dg/how-input.html#how-it-works-output
 * What it says of itself beyond that is the top-level member `sandbox`: that a stand-in made it, and from what.
 */
export function transcriptFile(job: Job, { utterances, languages }: Recognition): object {
  const speakers = job.speakers === undefined ? undefined : speakerLabels(utterances, job.speakers);
  const labels = (utterance: Utterance) => ({
    ...(job.language.kind === "several" && { language_code: utterance.language }),
    ...(speakers && { speaker_label: speakers.get(utterance.speaker) as string }),
    ...(job.channels && { channel_label: `ch_${utterance.channel}` }),
  });
  // A job by channels goes through one channel after the other.
  const ordered = job.channels ? utterances.toSorted((a, b) => a.channel - b.channel) : utterances;
  const sentences = ordered.flatMap(sentencesOf);
  const items: Item[] = [];
  const segments = sentences.map((sentence, id) => {
    const own = itemsOf(sentence, items.length, labels(sentence.utterance));
    items.push(...own);
    const transcript = textOf(sentence.words, sentence.utterance.language);
    return {
      id,
      transcript,
      ...span(sentence.words),
      ...labels(sentence.utterance),
      items: own.map((item) => item.id),
    };
  });
  return {
    jobName: job.name,
    accountId: job.place.account,
    status: "COMPLETED",
    results: {
      ...identification(job, languages),
      transcripts: [{ transcript: transcriptOf(sentences) }],
      ...(speakers && { speaker_labels: speakerSection(sentences, speakers) }),
      ...(job.channels && { channel_labels: channelSection(items) }),
      items,
      audio_segments: segments,
    },
    sandbox: { standIn: true, source: utterances.length > 0 ? "the transcript attached to the media" : "silent media" },
  };
}

/** Where a recognizer's segments end: at sentence ends and pauses. */
export function sentencesOf(utterance: Utterance): Sentence[] {
  const sentences: Sentence[] = [];
  let open: TimedWord[] = [];
  for (const [i, word] of utterance.words.entries()) {
    open.push(word);
    const next = utterance.words[i + 1];
    const ends = /[.?!।॥۔؟。？！]/u.test(word.mark ?? "") || (next && next.start - word.end >= SEGMENT_PAUSE);
    if (next && !ends) continue;
    sentences.push({ utterance, words: open });
    open = [];
  }
  return sentences;
}

/** The service sets a space before a danda, as people type it. */
export function textOf(words: readonly TimedWord[], language: string): string {
  const space = isUnspaced(language) ? "" : " ";
  const texts = words.map(({ text, mark = "" }) => `${text}${/[।॥]/u.test(mark) ? " " : ""}${mark}`);
  return texts.join(space);
}

function transcriptOf(sentences: readonly Sentence[]): string {
  return sentences
    .map(({ words, utterance }) => `${textOf(words, utterance.language)}${isUnspaced(utterance.language) ? "" : " "}`)
    .join("")
    .trimEnd();
}

function identification({ language }: Job, languages: Recognition["languages"]): object {
  if (language.kind === "given") return {};
  const language_identification = languages.map(({ code, score }) => ({ score: String(score), code }));
  if (language.kind === "one") return { language_code: languages[0]?.code, language_identification };
  const language_codes = languages.map(({ code, seconds }) => ({ language_code: code, duration_in_seconds: seconds }));
  return { language_codes, language_identification };
}

function itemsOf({ words }: Sentence, from: number, labels: object): Item[] {
  let id = from;
  return words.flatMap((word): Item[] => {
    const alternatives = [{ confidence: word.confidence.toFixed(3), content: word.text }];
    const said: Item = { id: id++, type: "pronunciation", alternatives, ...span([word]), ...labels };
    if (word.mark === undefined) return [said];
    const mark = [{ confidence: "0.0", content: word.mark }];
    return [said, { id: id++, type: "punctuation", alternatives: mark, ...labels }];
  });
}

function span(words: readonly TimedWord[]): { readonly start_time: string; readonly end_time: string } {
  return { start_time: seconds(words[0]?.start ?? 0), end_time: seconds(words.at(-1)?.end ?? 0) };
}

/** `4.87`, `5.0`. */
function seconds(milliseconds: number): string {
  const value = milliseconds / 1000;
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

/** Speakers by the order in which they are heard; those over the number that was asked for count as the last one. */
function speakerLabels(utterances: readonly Utterance[], most: number): ReadonlyMap<string | undefined, string> {
  const names = [...new Set(utterances.map(({ speaker }) => speaker))];
  return new Map(names.map((name, i) => [name, `spk_${Math.min(i, most - 1)}`]));
}

function speakerSection(sentences: readonly Sentence[], labels: ReadonlyMap<string | undefined, string>): object {
  return {
    channel_label: "ch_0",
    speakers: new Set(labels.values()).size,
    segments: sentences.map(({ utterance, words }) => {
      const speaker_label = labels.get(utterance.speaker);
      return { ...span(words), speaker_label, items: words.map((word) => ({ speaker_label, ...span([word]) })) };
    }),
  };
}

function channelSection(items: readonly Item[]): object {
  const labels = [...new Set(items.map(({ channel_label }) => channel_label))];
  const channels = labels.map((channel_label) => ({
    channel_label,
    items: items.filter((item) => item.channel_label === channel_label),
  }));
  return { channels, number_of_channels: channels.length };
}
