import { languageRow } from "../../captions/language-table";
import type { Contribution } from "./types";
import type { SuggestFeature } from "./weights";

type Words = (contribution: Contribution, language: string) => string;

const WORDS: Readonly<Record<SuggestFeature, Words>> = {
  phrase: ({ evidence }) => `the post speaks of "${evidence}"`,
  entity: ({ evidence }) => `the post names ${evidence}`,
  text: ({ evidence }) => `its text says "${evidence}"`,
  captions: ({ evidence }) => `its captions say it ${evidence}`,
  together: ({ evidence }) => `it stands beside ${evidence}`,
  trend: ({ evidence }, language) => `it is number ${evidence} of the trends in ${language}`,
  history: ({ evidence }) => `the author has it in ${evidence}`,
  used: ({ evidence }, language) => `${evidence} in ${language} have it`,
  mood: ({ value }) => `it ${value < 0 ? "does not suit" : "suits"} the post's tone`,
  tone: ({ evidence }) => `the post is ${evidence}`,
};

/** Why a tag is suggested, as one English sentence, the strongest reason first. */
export function suggestionSentence(contributions: readonly Contribution[], language: string): string {
  const name = languageRow(language)?.name ?? language;
  const reasons = contributions.map((each) => WORDS[each.feature](each, name)).join("; ");
  return `${reasons.slice(0, 1).toUpperCase()}${reasons.slice(1)}.`;
}
