import { wordLists } from "./transcript-items";
import { described, fieldsAt, isFields, listAt, numberAt, textAt, type Fields } from "./transcript-json";
import { inOneOrder } from "./transcript-times";
import { TranscriptProblem, type SpokenLanguage, type Transcript } from "./transcript";
import { textOf, type Word } from "./words";

/**
 * Reads the output file of a batch transcription job, in any of its forms: plain, with speakers, with channels, with one or several
 * identified languages, with audio segments, redacted, without punctuation, without speech.
 *
 * The text is made from the words, because `results.transcripts` puts spaces where Indic punctuation has none.
 *
 * @see https://docs.aws.amazon.com/transcribe/latest/dg/how-input.html#how-it-works-output
 * @throws TranscriptProblem that names the place in the file and the cure
 */
export function parseTranscript(json: unknown): Transcript {
  const file = fileOf(json);
  const results = fieldsAt("results", file["results"]);
  const words = inOneOrder(wordLists(results));
  if (words.length === 0) refuseTextWithoutWords(results);
  const languages = languagesOf(results, words);
  const language = languages[0]?.code;
  const confidence = meanConfidence(words);
  return {
    jobName: textAt(file["jobName"]) ?? "",
    ...(language === undefined ? {} : { language }),
    languages,
    words,
    text: textOf(words),
    ...(confidence === undefined ? {} : { confidence }),
  };
}

/** The mean of the words' confidences to four digits, where there are any. */
export function meanConfidence(words: readonly Word[]): number | undefined {
  const known = words.flatMap(({ confidence }) => confidence ?? []);
  if (known.length === 0) return undefined;
  return Math.round((known.reduce((sum, each) => sum + each, 0) / known.length) * 10_000) / 10_000;
}

/** What other files of Transcribe look like, and what to do when one of them was given. */
const OTHER_FILES: readonly { readonly has: string; readonly is: string; readonly cure: string }[] = [
  {
    has: "ConversationCharacteristics",
    is: "a Call Analytics job's output",
    cure: "Transcribe the media with a transcription job (StartTranscriptionJob) and take that job's output.",
  },
  {
    has: "TranscriptionJob",
    is: "a transcription job's description",
    cure: "Take the file at its Transcript.TranscriptFileUri.",
  },
  { has: "CallAnalyticsJob", is: "a Call Analytics job's description", cure: "Use a transcription job instead." },
  { has: "Conversation", is: "a HealthScribe job's output", cure: "Use a transcription job instead." },
  {
    has: "Transcript",
    is: "a Call Analytics or streaming result",
    cure: "Transcribe the media with a transcription job (StartTranscriptionJob) and take that job's output.",
  },
];

function fileOf(json: unknown): Fields {
  const cure = "Give the file that a transcription job wrote, at its TranscriptFileUri.";
  if (!isFields(json)) throw new TranscriptProblem("$", `an object is expected, not ${described(json)}.`, cure);
  if (json["results"] !== undefined && json["results"] !== null) return json;
  const other = OTHER_FILES.find(({ has }) => has in json);
  if (other !== undefined) throw new TranscriptProblem("results", `missing; this is ${other.is}.`, other.cure);
  throw new TranscriptProblem("results", "missing; this is no transcription job's output.", cure);
}

/** A file that has text but no times cannot become captions, and is not empty either. */
function refuseTextWithoutWords(results: Fields): void {
  const texts = listAt("results.transcripts", results["transcripts"]).map(({ transcript }) => textAt(transcript) ?? "");
  if (!texts.some((text) => /[\p{L}\p{N}]/u.test(text))) return;
  throw new TranscriptProblem(
    "results.items",
    "holds no words, although results.transcripts has a text.",
    "Fetch the whole file from the job's TranscriptFileUri again: captions need the times of the words.",
  );
}

/** The languages by how long they were spoken: as the file counts it, else as its words add up. */
function languagesOf(results: Fields, words: readonly Word[]): SpokenLanguage[] {
  const counted = listAt("results.language_codes", results["language_codes"]).flatMap((entry) => {
    const code = textAt(entry["language_code"]);
    return code === undefined ? [] : [{ code, seconds: numberAt(entry["duration_in_seconds"]) ?? 0 }];
  });
  const languages = counted.length > 0 ? counted : added(words, textAt(results["language_code"]) ?? likeliest(results));
  return languages.sort((a, b) => b.seconds - a.seconds);
}

function likeliest(results: Fields): string | undefined {
  const guesses = listAt("results.language_identification", results["language_identification"]);
  const [best] = guesses.toSorted((a, b) => (numberAt(b["score"]) ?? 0) - (numberAt(a["score"]) ?? 0));
  return textAt(best?.["code"]) ?? textAt(best?.["language_code"]);
}

/** A job for one language counts all its words for that language, silent media included. */
function added(words: readonly Word[], whole: string | undefined): SpokenLanguage[] {
  const times = new Map<string, number>(whole === undefined ? [] : [[whole, 0]]);
  for (const word of words) {
    const code = whole ?? word.language;
    if (code !== undefined) times.set(code, (times.get(code) ?? 0) + word.end - word.start);
  }
  return [...times].map(([code, time]) => ({ code, seconds: time / 1_000 }));
}
