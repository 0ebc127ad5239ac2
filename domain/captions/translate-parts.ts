import { sha256 } from "../digest";
import type { Target } from "./languages";
import { assembleTranslation, translationDigest, type Segment, type SegmentPart } from "./translation-segments";
import type { RestoredText } from "./placeholders";

/** The world as translating needs it. */
export interface TranslationEffects {
  /** Translations that were paid for before, by digest; those that are not known are left out. */
  known(digests: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Keeps a translation for the next one who asks, and for the next try of this one. */
  keep(digest: string, text: string): Promise<void>;
  /** @returns whether so many characters may be translated today; what was reserved before under the same name, may */
  reserve(reservation: PartsReservation): Promise<boolean>;
  /** One call of the translator. */
  translate(text: string, target: Target): Promise<string>;
}

/** Characters that are about to be translated. */
export interface PartsReservation {
  /** The same for the same texts in the same languages, however much of them is done already: a retry reserves nothing twice. */
  readonly id: string;
  readonly characters: number;
}

/** Calls of the translator at a time, for one transcript in one language. */
export const CALLS_AT_ONCE = 4;

/** What was translated and what it took. */
export interface TranslatedParts {
  /** The segments' translations, in their order. */
  readonly texts: readonly RestoredText[];
  /** Characters that were sent to the translator. */
  readonly characters: number;
  readonly calls: number;
}

/**
 * Translates segments, what is known from earlier without a call. Each translation is kept as soon as it is there, so that a try that
 * ends early leaves less to the next one.
 *
 * @returns `undefined` when the day's limit does not allow it: nothing was sent then
 */
export async function translateSegments(
  segments: readonly Segment[],
  target: Target,
  effects: TranslationEffects,
): Promise<TranslatedParts | undefined> {
  const digest = digestFor(target);
  const texts = new Map(
    segments.flatMap(({ parts }) => parts.filter(isSent).map((part) => [digest(part), part.text] as const)),
  );
  const translated = new Map(texts.size === 0 ? [] : await effects.known([...texts.keys()]));
  const missing = [...texts].filter(([each]) => !translated.has(each));
  const characters = missing.reduce((sum, [, text]) => sum + charactersOf(text), 0);
  if (missing.length > 0 && !(await effects.reserve({ id: reservationOf([...texts.keys()]), characters }))) {
    return undefined;
  }
  await inParallel(missing, CALLS_AT_ONCE, async ([each, text]) => {
    const answer = await effects.translate(text, target);
    translated.set(each, answer);
    await effects.keep(each, answer);
  });
  const textOf = (part: SegmentPart) => (isSent(part) ? translated.get(digest(part)) : undefined);
  return {
    texts: segments.map((segment) => assembleTranslation(segment, segment.parts.map(textOf))),
    characters,
    calls: missing.length,
  };
}

const isSent = ({ translatable }: SegmentPart): boolean => translatable;

/** Digests of parts; a part is asked for twice. */
function digestFor({ sourceCode, targetCode }: Target): (part: SegmentPart) => string {
  const digests = new Map<string, string>();
  return ({ text }) => {
    const known = digests.get(text);
    if (known !== undefined) return known;
    const made = translationDigest(sourceCode, targetCode, text);
    digests.set(text, made);
    return made;
  };
}

/** What the service bills: https://aws.amazon.com/translate/pricing/ counts every Unicode character, markup and spaces included. */
function charactersOf(text: string): number {
  return [...text].length;
}

function reservationOf(digests: readonly string[]): string {
  return sha256(JSON.stringify(["reservation/1", ...digests]));
}

/** Works on several at a time. After a failure nothing more is begun; what was begun ends first. */
async function inParallel<Each>(
  each: readonly Each[],
  atOnce: number,
  work: (one: Each) => Promise<void>,
): Promise<void> {
  const waiting = each.values();
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (const one of waiting) {
      if (failures.length > 0) return;
      await work(one).catch((error: unknown) => void failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, each.length) }, worker));
  if (failures.length > 0) throw failures[0];
}
