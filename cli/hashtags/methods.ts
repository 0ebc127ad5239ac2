import { languageRow, suggestTags, type SuggestInput } from "../../domain";
import { plainWords } from "./analyst";
import { sameTag, type LanguageStatistics } from "./statistics";

/** What one way of suggesting knows of a post and of the days before it. */
export interface Question {
  readonly input: SuggestInput;
  readonly statistics: LanguageStatistics;
}

export const METHODS = ["suggestions", "popular", "co-occurrence", "words"] as const;
export type Method = (typeof METHODS)[number];

const MOST = 5;

/** Whether all letters of a tag are of a language's script. Suggestions have to be so, and so the rivals are held to it, too. */
export function isOfLanguage(tag: string, language: string): boolean {
  const script = languageRow(language)?.script ?? "Latn";
  return new RegExp(`^\\p{Script=${script}}+$`, "u").test((tag.match(/\p{L}/gu) ?? []).join(""));
}

/** Up to five tags, the best first, none that the author has set. */
export const SUGGEST: Readonly<Record<Method, (question: Question) => readonly string[]>> = {
  suggestions: ({ input }) => suggestTags(input).suggestions.map(({ tag }) => tag),
  /** The commonest tags of the language. */
  popular: (question) => best(question, new Map()),
  /** Tags that stood beside those that the author has set and those that the text says, by the sum of their shares; the commonest fill up. */
  "co-occurrence": (question) => {
    const { input, statistics } = question;
    const said = plainWords(`${input.text} ${input.captions ?? ""}`).map((word) => `#${word}`);
    const seeds = new Set([...input.manual, ...said.filter((tag) => statistics.used.tags.has(tag))]);
    const scores = shares([...seeds].flatMap((seed) => statistics.tagPairs.beside(seed)));
    // A tag that the text says is a suggestion itself.
    for (const seed of seeds) scores.set(seed, (scores.get(seed) ?? 0) + 1);
    return best(question, scores);
  },
  /** Tags of posts that had the same words and tags, by the sum of their shares: not asked for, and a harder rival. */
  words: (question) => {
    const { input, statistics } = question;
    const words = new Set(plainWords(`${input.text} ${input.captions ?? ""}`));
    return best(
      question,
      shares([
        ...[...words].flatMap((word) => statistics.wordPairs.beside(word)),
        ...input.manual.flatMap((tag) => statistics.tagPairs.beside(tag)),
      ]),
    );
  },
};

function shares(pairs: readonly { tag: string; posts: number; seedPosts: number }[]): Map<string, number> {
  const scores = new Map<string, number>();
  for (const { tag, posts, seedPosts } of pairs) scores.set(tag, (scores.get(tag) ?? 0) + posts / seedPosts);
  return scores;
}

function best({ input, statistics }: Question, scores: ReadonlyMap<string, number>): readonly string[] {
  const scored = [...scores].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([tag]) => tag);
  const popular = statistics.used.most().tags.map(({ tag }) => tag);
  const tags = [...new Set([...scored, ...popular])];
  const inLanguage = tags.filter((tag) => isOfLanguage(tag, input.language));
  return inLanguage.filter((tag) => !input.manual.some((own) => sameTag(own, tag))).slice(0, MOST);
}
