import type { Language } from "../languages";
import { mentions, type Mention, type Span } from "../text/spans";
import { englishPhrases } from "./english";
import { otherPhrases } from "./others";

export interface Phrase extends Span {
  readonly score: number;
}

/** Key phrases, in the order of the text: noun phrases of English, in other languages what stands between stop words. */
export async function keyPhrases(text: string, language: Language): Promise<Mention[]> {
  return mentions(text, language === "en" ? await englishPhrases(text) : await otherPhrases(text, language));
}
