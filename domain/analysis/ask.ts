import { sha256 } from "../digest";

/** What became of a question about a document: an answer, a refusal for good, or a failure that a later try may not meet. */
export type Answer<Value> =
  | { readonly kind: "answered"; readonly value: Value }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "failed"; readonly error: unknown };

/** Questions of one kind. Answers are kept by what was asked, so that no document is paid for twice. */
export interface Asking<Value> {
  /** With the language's code: `keyPhrases hi`. */
  readonly kind: string;
  readonly texts: readonly string[];
  /** Documents of one call. */
  readonly atOnce: number;
  /** One call, an answer a document. What it throws failed for all of them. */
  call(texts: readonly string[]): Promise<readonly Answer<Value>[]>;
}

/** Where answers are kept. */
export interface AnswerCache {
  /** Answers that were paid for before, by digest; those that are not known are left out. */
  known(digests: readonly string[]): Promise<ReadonlyMap<string, unknown>>;
  /**
   * Keeps answers as soon as they are there, for the next who asks and for the next try of this one. It does not throw: what was not kept
   * is here all the same.
   */
  keep(answers: ReadonlyMap<string, unknown>): Promise<void>;
}

/** The key of an answer; another version of the shape of what is kept wants another number. */
export function answerDigest(kind: string, text: string): string {
  return sha256(JSON.stringify(["analysis/1", kind, text]));
}

/**
 * Asks about documents, each distinct one once: the cache first, then the service. A call that throws fails its own documents only.
 *
 * @returns an answer a document, by its text
 */
export async function ask<Value>(
  asking: Asking<Value>,
  cache: AnswerCache,
): Promise<ReadonlyMap<string, Answer<Value>>> {
  const { kind, atOnce, call } = asking;
  const digests = new Map([...new Set(asking.texts)].map((text) => [text, answerDigest(kind, text)] as const));
  let known: ReadonlyMap<string, unknown> = new Map();
  try {
    if (digests.size > 0) known = await cache.known([...digests.values()]);
  } catch (error) {
    // To ask all the same would pay for what is there.
    return new Map(Array.from(digests.keys(), (text) => [text, { kind: "failed", error }]));
  }
  const answers = new Map<string, Answer<Value>>();
  for (const [text, digest] of digests) {
    if (known.has(digest)) answers.set(text, { kind: "answered", value: known.get(digest) as Value });
  }
  const missing = [...digests.keys()].filter((text) => !answers.has(text));
  for (let from = 0; from < missing.length; from += atOnce) {
    const texts = missing.slice(from, from + atOnce);
    const given = await call(texts).catch((error: unknown) => texts.map(() => ({ kind: "failed", error }) as const));
    const kept = new Map<string, unknown>();
    for (const [index, text] of texts.entries()) {
      const answer = given[index] ?? { kind: "failed", error: new Error(`No answer to ${kind}`) };
      answers.set(text, answer);
      if (answer.kind === "answered") kept.set(answerDigest(kind, text), answer.value);
    }
    if (kept.size > 0) await cache.keep(kept);
  }
  return answers;
}
