import { topicOf } from "../aliases";
import { tagKey } from "../tag-key";
import { tagOfPhrase, tagOfWord, wordsOf } from "./phrases";
import { stemsOf } from "./endings";
import type { Entity, KeyPhrase, SuggestInput } from "./types";
import { SUGGEST_PARAMETERS, type SuggestFeature } from "./weights";

/** One reason to suggest a tag. */
export interface Ground {
  readonly tag: string;
  readonly feature: SuggestFeature;
  readonly value: number;
  readonly evidence: string;
}

/** What Comprehend calls an entity and nobody looks for. */
const UNSEARCHED = new Set(["QUANTITY", "DATE", "OTHER"]);

/** The tags that people of a language use, by their keys, in the spelling that most use. */
export class Vocabulary {
  readonly #tags = new Map<string, { readonly tag: string; readonly posts: number }>();
  readonly #posts: number;
  readonly #most: number;

  constructor({ posts = 0, tags = [] }: Partial<NonNullable<SuggestInput["used"]>> = {}) {
    for (const each of tags) {
      const key = tagKey(each.tag);
      const seen = this.#tags.get(key);
      if (seen === undefined || each.posts > seen.posts) this.#tags.set(key, each);
    }
    this.#posts = posts;
    this.#most = Math.max(1, ...tags.map((each) => each.posts));
  }

  /** Whether people use the tag: in this language lately, or in any according to the table of aliases. */
  knows(tag: string): boolean {
    return this.#tags.has(tagKey(tag)) || topicOf(tag) !== undefined;
  }

  /** The tag in the spelling that most use. */
  spelling(tag: string): string {
    return this.#tags.get(tagKey(tag))?.tag ?? tag;
  }

  postsOf(tag: string): number {
    return this.#tags.get(tagKey(tag))?.posts ?? 0;
  }

  /** Share of posts that have the tag. */
  share(tag: string): number {
    return this.#posts === 0 ? 0 : this.postsOf(tag) / this.#posts;
  }

  /** 0 for a tag that nobody uses, 1 for the commonest, on a logarithmic scale. */
  commonness(tag: string): number {
    return Math.log1p(this.postsOf(tag)) / Math.log1p(this.#most);
  }
}

/**
 * What a post says, as tags: by its key phrases, entities, text and captions.
 *
 * @param language the post's, ISO 639
 */
export function contentGrounds(input: SuggestInput, language: string, vocabulary: Vocabulary): readonly Ground[] {
  const { keyPhrases = [], entities = [] } = input.analysis ?? {};
  return [
    ...entities.filter(({ Type }) => !UNSEARCHED.has(Type)).flatMap(entityGrounds),
    ...keyPhrases.flatMap((phrase) => phraseGrounds(phrase, language, vocabulary)),
    ...wordGrounds(input.text, language, vocabulary).map(({ tag, word, share }) => ({
      tag,
      feature: "text" as const,
      value: share,
      evidence: word,
    })),
    ...captionGrounds(input.captions ?? "", language, vocabulary),
  ];
}

function entityGrounds({ Text, Score, Type }: Entity): readonly Ground[] {
  const tag = tagOfPhrase(Text);
  return tag === undefined ? [] : [{ tag, feature: "entity", value: Score, evidence: `${Text} (${Type})` }];
}

function phraseGrounds({ Text, Score }: KeyPhrase, language: string, vocabulary: Vocabulary): readonly Ground[] {
  const whole = tagOfPhrase(Text);
  const ground = (tag: string, share: number): Ground => ({
    tag,
    feature: "phrase",
    value: Score * share,
    evidence: Text,
  });
  const used = wordGrounds(Text, language, vocabulary).map(({ tag, share }) => ground(tag, share));
  if (whole === undefined) return used;
  return [ground(whole, vocabulary.knows(whole) ? 1 : SUGGEST_PARAMETERS.unusedPhrase), ...used];
}

/** The words of a text that are tags in use, each word once with how often it is there; an inflected word counts less. */
function wordGrounds(text: string, language: string, vocabulary: Vocabulary) {
  const times = new Map<string, number>();
  for (const word of wordsOf(text)) times.set(word, (times.get(word) ?? 0) + 1);
  return Array.from(times).flatMap(([word, count]) => {
    const whole = tagOfWord(word);
    if (whole === undefined) return [];
    if (vocabulary.knows(whole)) return [{ tag: whole, word, share: 1, count }];
    const stem = stemOf(word, language, vocabulary);
    return stem === undefined ? [] : [{ tag: stem, word, share: 0.8, count }];
  });
}

const LATIN = /^\p{Script=Latin}+$/u;

/** The tag in use that a word is an inflection of. */
function stemOf(word: string, language: string, vocabulary: Vocabulary): string | undefined {
  // Phrases of an English translation are English in a post of any language.
  const tags = stemsOf(word, LATIN.test(word) ? "en" : language).map(tagOfWord);
  return tags.find((tag) => tag !== undefined && vocabulary.knows(tag));
}

function captionGrounds(captions: string, language: string, vocabulary: Vocabulary): readonly Ground[] {
  const times = new Map<string, number>();
  for (const { tag, count } of wordGrounds(captions, language, vocabulary)) {
    times.set(tag, (times.get(tag) ?? 0) + count);
  }
  return Array.from(times, ([tag, count]) => ({
    tag,
    feature: "captions" as const,
    value: count / (count + 1),
    evidence: count === 1 ? "once" : `${count} times`,
  }));
}
