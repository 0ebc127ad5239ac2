import type { AnalysisEffects } from "./analyse";
import type { Answer } from "./ask";

/** What an analysis can go without, where nobody can wait for it. */
export type AnalysisGap = "language" | "translation" | "sentiment" | "keyPhrases" | "entities";

const REASONS: Readonly<Record<AnalysisGap, string>> = {
  language: "Amazon Comprehend did not answer in time.",
  translation: "Amazon Translate did not answer in time.",
  sentiment: "Amazon Comprehend did not answer in time.",
  keyPhrases: "Amazon Comprehend did not answer in time.",
  entities: "Amazon Comprehend did not answer in time.",
};

/**
 * Effects that never fail: what fails is left out and told of, as if the service had refused it, and what can be found without it is found. Without
 * the cache, the services are asked again.
 *
 * @param tell what was left out, and why
 */
export function leavingOut(
  effects: AnalysisEffects,
  tell: (gap: AnalysisGap | "cache", error: unknown) => void,
): AnalysisEffects {
  const left = <Value>(gap: AnalysisGap, error: unknown): Answer<Value> => {
    tell(gap, error);
    return { kind: "refused", reason: REASONS[gap] };
  };
  const settled = async <Value>(
    gap: AnalysisGap,
    texts: readonly string[],
    call: () => Promise<readonly Answer<Value>[]>,
  ): Promise<readonly Answer<Value>[]> => {
    try {
      const answers = await call();
      return answers.map((each) => (each.kind === "failed" ? left<Value>(gap, each.error) : each));
    } catch (error) {
      return texts.map(() => left<Value>(gap, error));
    }
  };
  return {
    known: async (digests) => {
      try {
        return await effects.known(digests);
      } catch (error) {
        tell("cache", error);
        return new Map();
      }
    },
    keep: (answers) => effects.keep(answers),
    dominantLanguage: (texts) => settled("language", texts, () => effects.dominantLanguage(texts)),
    detect: (feature, code, texts) => settled(feature, texts, () => effects.detect(feature, code, texts)),
    translate: async (text, source) => {
      const [answer] = await settled("translation", [text], async () => [await effects.translate(text, source)]);
      return answer as Answer<string>;
    },
  };
}
