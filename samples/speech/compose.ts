import { speakingTime, type Speech, type SpokenSegment } from "../media";
import { makeChance, type Chance } from "../random";
import { VOICES } from "../sentences";
import { stockOf } from "./stocks";
import type { Stock } from "./stock";

/**
 * What somebody says:
 *
 * - `greeting`, `facts`, `codeMixed`: as the language's stock has it
 * - `talk`: so many sentences, every third a long one; `unpunctuated`: the same for a recognizer that writes no marks
 * - `bulletin`: so many sentences, three of four about places and figures, the others as of a talk
 * - `dialogue`: two people; with `apart`, so many milliseconds of silence between their turns
 * - `said`: these sentences
 */
export type Content =
  | { readonly kind: "greeting" | "facts" | "codeMixed" }
  | { readonly kind: "talk" | "unpunctuated" | "bulletin"; readonly sentences: number }
  | { readonly kind: "dialogue"; readonly apart?: number }
  | { readonly kind: "said"; readonly sentences: readonly string[] };

/** A speech from the stock of a language: the same language, content and seed make the same speech. */
export function composeSpeech(language: string, content: Content, seed: number): Speech {
  const chance = makeChance(seed);
  const spoken = `${language}-IN`;
  switch (content.kind) {
    case "said":
      return { language: spoken, text: content.sentences.join(" ") };
    case "greeting":
      return { language: spoken, text: stockOf(language).greeting };
    case "facts":
    case "codeMixed":
      return { language: spoken, text: stockOf(language)[content.kind].join(" ") };
    case "talk":
      return { language: spoken, text: talk(stockOf(language), content.sentences, chance) };
    case "unpunctuated":
      return { language: spoken, text: talk(stockOf(language), content.sentences, chance), punctuated: false };
    case "bulletin":
      return { language: spoken, text: bulletin(stockOf(language), content.sentences, chance) };
    case "dialogue":
      return { language: spoken, segments: turns(stockOf(language).dialogue, content.apart) };
  }
}

function talk(stock: Stock, count: number, chance: Chance): string {
  return Array.from({ length: count }, talking(stock, chance)).join(" ");
}

function talking(stock: Stock, chance: Chance): () => string {
  const short = inAnyOrder(sayable(stock), chance);
  const long = inAnyOrder(stock.tales, chance);
  let said = 0;
  return () => ((said += 1) % 3 === 0 ? long() : short());
}

function bulletin(stock: Stock, count: number, chance: Chance): string {
  const talked = talking(stock, chance);
  const reported = inAnyOrder(stock.bulletin, chance);
  const sentences = Array.from({ length: count }, (_, i) =>
    i % 4 === 0 ? talked() : filled(reported(), stock.where, chance),
  );
  return sentences.join(" ");
}

/** The texts of posts can be said, too. */
function sayable({ language, sentences }: Stock): readonly string[] {
  const written = VOICES.find((voice) => voice.language === language)?.topics ?? [];
  return [...sentences, ...written.map(([sentence]) => sentence)];
}

/** Gives the items in an order of chance, each once, and then in another order again. */
function inAnyOrder(items: readonly string[], chance: Chance): () => string {
  let left: string[] = [];
  return () => {
    if (left.length === 0) left = [...items];
    return left.splice(chance.whole(0, left.length - 1), 1)[0] as string;
  };
}

function filled(sentence: string, where: readonly string[], chance: Chance): string {
  return sentence
    .replaceAll("{where}", () => chance.pick(where))
    .replaceAll(/\{(\d+)-(\d+)\}/g, (_, least, most) => String(chance.whole(Number(least), Number(most))));
}

const EDGE = 200;

function turns(texts: readonly string[], apart: number | undefined): readonly SpokenSegment[] {
  let at = EDGE;
  return texts.map((text, i) => {
    const speaker = i % 2 === 0 ? "buyer" : "seller";
    if (apart === undefined) return { text, speaker };
    const start = at;
    const end = start + speakingTime({ text });
    at = end + apart;
    return { text, speaker, start, end };
  });
}

/** Frames of mp3 (24 ms) and of amr (20 ms) divide it: the media is as long as it was meant to be. */
const STEP = 600;

/**
 * How long media with this speech lasts, milliseconds.
 * @param pace how much faster than at ease it is spoken; no matter where the turns have their times
 */
export function lengthOf(speech: Speech, pace = 1): number {
  const last = speech.segments?.at(-1)?.end;
  const spoken = last === undefined ? speakingTime(speech) / pace : last + EDGE;
  return Math.ceil(spoken / STEP) * STEP;
}
