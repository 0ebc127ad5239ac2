import type { LanguageCode } from "@aws-sdk/client-transcribe";
import type { Random } from "../../world/random";
import type { LanguageChoice } from "./job";
import { codeFor, languageCodes, understands } from "./languages";
import type { Attachment } from "./media";
import { timed, type Utterance } from "./timing";

/** A language of the speech. */
export interface IdentifiedLanguage {
  readonly code: LanguageCode;
  /** How sure the identification is, 0 to 1. */
  readonly score: number;
  /** How long it is spoken. */
  readonly seconds: number;
}

/** What the recognizer heard. */
export interface Recognition {
  readonly utterances: readonly Utterance[];
  /** The languages that the transcript is in, the one that is spoken longest first. */
  readonly languages: readonly IdentifiedLanguage[];
}

/** There is nothing to tell a language by. */
export class NoSpeech extends Error {
  override readonly name = "NoSpeech";
}

/** How sure it is of words in a language that it does not listen for. */
const LOST = 0.25;

/**
 * The stand-in recognizer: reads the attached transcript and times its words over the media. Speech in a language that
 * the job does not name comes out as it is, with low confidence, where the real service makes words of its own of it.
 * @throws NoSpeech when the language is to be identified and nothing is spoken
 */
export function recognize(
  attachment: Attachment | undefined,
  durationMs: number,
  choice: LanguageChoice,
  random: Random,
): Recognition {
  const utterances = attachment ? timed(attachment, durationMs, random) : [];
  if (choice.kind === "given") {
    const heard = utterances.map((each) => understood(each, [choice.code]));
    return { utterances: heard, languages: [{ code: choice.code, score: 1, seconds: secondsOf(utterances) }] };
  }
  const languages = identified(utterances, choice.options, random);
  if (languages.length === 0) throw new NoSpeech("Nothing is spoken.");
  const used = choice.kind === "one" ? languages.slice(0, 1) : languages;
  const codes = used.map(({ code }) => code);
  return { utterances: utterances.map((each) => understood(each, codes)), languages: used };
}

/** An utterance in one of the languages that the transcript is made in. */
function understood(utterance: Utterance, codes: readonly LanguageCode[]): Utterance {
  const code = codes.find((each) => understands(each, utterance.language));
  if (code) return { ...utterance, language: code };
  const words = utterance.words.map((word) => ({ ...word, confidence: word.confidence * LOST }));
  return { ...utterance, words, language: codes[0] as LanguageCode };
}

/** A language that is not among those to choose from is taken for the first of them. */
function identified(
  utterances: readonly Utterance[],
  options: readonly LanguageCode[] | undefined,
  random: Random,
): IdentifiedLanguage[] {
  const seconds = new Map<LanguageCode, { seconds: number; sure: boolean }>();
  for (const utterance of utterances) {
    if (utterance.words.length === 0) continue;
    const fitting = codeFor(utterance.language, options);
    const code = fitting ?? options?.[0] ?? ([...languageCodes()].find((each) => each === "en-US") as LanguageCode);
    const known = seconds.get(code) ?? { seconds: 0, sure: false };
    known.seconds += secondsOf([utterance]);
    known.sure ||= fitting !== undefined;
    seconds.set(code, known);
  }
  return [...seconds]
    .sort(([a, x], [b, y]) => y.seconds - x.seconds || (a < b ? -1 : 1))
    .map(([code, { seconds: spoken, sure }]) => ({
      code,
      score: round((sure ? 0.85 : 0.3) + random.next() * 0.14, 4),
      seconds: round(spoken, 2),
    }));
}

function secondsOf(utterances: readonly Utterance[]): number {
  const spans = utterances.map(({ words }) => (words.at(-1)?.end ?? 0) - (words[0]?.start ?? 0));
  return round(spans.reduce((sum, span) => sum + span, 0) / 1000, 2);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
