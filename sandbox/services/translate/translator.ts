import { lookUp } from "./dictionary";
import { inScriptOf } from "./transliteration";

/** Stands before every text that the stand-in has changed: "about". */
export const MARK = "≈";

/** Languages whose sentences end in a danda. */
const DANDA = new Set(["bn", "hi", "pa"]);

/**
 * What a translator leaves as it is: elements that ask for it (https://docs.aws.amazon.com/translate/latest/dg/customizing-translations-tags.html),
 * all other tags, and tokens in brackets such as ⟦0⟧, which translators mostly copy.
 */
const KEPT = /<([a-z][a-z0-9]*)\b[^>]*\btranslate\s*=\s*["']?no\b[^>]*>.*?<\/\1\s*>|<\/?[a-z][^>]*>|⟦[^⟦⟧]*⟧/gisu;

const WORD = /[\p{L}\p{M}][\p{L}\p{M}\u200c\u200d]*/gu;

/**
 * The stand-in translator: common words by a dictionary, the others by their sound in the target's script, in the order
 * of the source. The same text always comes out the same. What it has changed begins with `MARK`.
 */
export function translate(text: string, source: string, target: string): string {
  if (source === target) return text;
  let translated = "";
  let at = 0;
  for (const kept of text.matchAll(KEPT)) {
    translated += prose(text.slice(at, kept.index), source, target) + kept[0];
    at = kept.index + kept[0].length;
  }
  translated += prose(text.slice(at), source, target);
  return translated === text ? text : `${MARK}${translated}`;
}

function prose(text: string, source: string, target: string): string {
  const words = text.replace(WORD, (word) => lookUp(word, baseOf(source), baseOf(target)) ?? inScriptOf(target, word));
  return withStops(words, baseOf(target));
}

/** Sentences end as the target writes it. */
function withStops(text: string, target: string): string {
  if (target === "ur") return text.replace(/[।॥.](?=\s|$)/gu, "۔").replaceAll("?", "؟");
  if (DANDA.has(target)) return text.replace(/[.۔](?=\s|$)/gu, "।").replaceAll("؟", "?");
  return text.replace(/[।॥۔]/gu, ".").replaceAll("؟", "?");
}

function baseOf(code: string): string {
  return code.split("-")[0] as string;
}
