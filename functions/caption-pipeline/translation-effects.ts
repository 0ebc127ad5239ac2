import type * as HuutDomain from "@huut/domain";
import type { MediaItem, TranslationEffects } from "@huut/domain";
import { boundedCalls } from "../shared/bounded-calls";
import { type Dynamo, transactInTurn } from "../shared/dynamo";

/** The most keys of one BatchGetItem. */
const MOST_KEYS = 100;
/** How often keys are asked for that DynamoDB has left over, because it is throttled or the answer gets too large. */
const MOST_ROUNDS = 6;
/** Time that must be left to begin another call: for the call with its retries, and for keeping what it brings. */
const LEAST_TIME_MS = 30_000;
/** Days for which a translation is kept: posts are heard for some weeks, and models get better. */
const CACHE_DAYS = 90;

export async function loadTranslate() {
  const sdk = await import("@aws-sdk/client-translate");
  // Throttling is the rule where many languages are asked for at once. The SDK waits up to 20 s before a try, with jitter.
  return { sdk, client: new sdk.TranslateClient({ ...boundedCalls(), maxAttempts: 8 }) };
}
export type Translate = Awaited<ReturnType<typeof loadTranslate>>;

/** What the effects of translating work with. */
export interface TranslationDesk {
  readonly domain: typeof HuutDomain;
  readonly dynamo: Dynamo;
  readonly translate: Translate;
  readonly tables: { readonly cache: string; readonly usage: string };
  /** Characters a UTC day. */
  readonly limit: number;
  /** Milliseconds until the function is stopped. */
  readonly timeLeft: () => number;
}

/** What was done for one message. */
export interface TranslationTally {
  /** Characters that the translator has translated. */
  characters: number;
  /** Characters that the day's limit did not allow. */
  refused: number;
}

/** Translations that the cache has, by digest. */
async function known({ dynamo, tables }: TranslationDesk, digests: readonly string[]): Promise<Map<string, string>> {
  const { sdk, client, marshall, unmarshall } = dynamo;
  const found = new Map<string, string>();
  for (let first = 0; first < digests.length; first += MOST_KEYS) {
    let keys = digests.slice(first, first + MOST_KEYS).map((digest) => marshall({ digest }));
    for (let round = 1; keys.length > 0; round += 1) {
      if (round > MOST_ROUNDS) throw new Error(`DynamoDB left ${keys.length} translations of the cache unread`);
      if (round > 1) await new Promise((resolve) => setTimeout(resolve, Math.random() * 50 * 2 ** round));
      const { Responses, UnprocessedKeys } = await client.send(
        new sdk.BatchGetItemCommand({ RequestItems: { [tables.cache]: { Keys: keys } } }),
      );
      for (const item of Responses?.[tables.cache] ?? []) {
        const { digest, text } = unmarshall(item) as { digest: string; text: string };
        found.set(digest, text);
      }
      keys = (UnprocessedKeys?.[tables.cache]?.Keys ?? []) as typeof keys;
    }
  }
  return found;
}

async function keep({ dynamo, tables }: TranslationDesk, digest: string, text: string): Promise<void> {
  const { sdk, client, marshall } = dynamo;
  const expiresAt = Math.ceil(Date.now() / 1000) + CACHE_DAYS * 86_400;
  await client.send(new sdk.PutItemCommand({ TableName: tables.cache, Item: marshall({ digest, text, expiresAt }) }));
}

/** @returns whether the day's limit allows it */
async function reserve(
  { domain, dynamo, tables, limit }: TranslationDesk,
  postId: string,
  { id, characters }: HuutDomain.PartsReservation,
): Promise<boolean> {
  const reservation = { meter: "translate-characters", name: id, amount: characters, postId } as const;
  const writes = domain.reserveWrites(reservation, limit, new Date().toISOString());
  if (writes === undefined) return false;
  const reasons = await transactInTurn(dynamo, writes, tables);
  return reasons === undefined || domain.reserved(reasons) === "there";
}

/** Cache, meter and translator, for one message about a post. What is done is added to the tally, whatever becomes of the rest. */
export function translationEffects(
  desk: TranslationDesk,
  { postId }: MediaItem,
  tally: TranslationTally,
): TranslationEffects {
  const { domain, translate, timeLeft } = desk;
  return {
    known: (digests) => known(desk, digests),
    keep: (digest, text) => keep(desk, digest, text),
    reserve: async (reservation) => {
      const allowed = await reserve(desk, postId, reservation);
      if (!allowed) tally.refused = reservation.characters;
      return allowed;
    },
    translate: async (Text, { sourceCode, targetCode }) => {
      if (timeLeft() < LEAST_TIME_MS) throw new Error("The time is up; the next try goes on from here");
      const input = { Text, SourceLanguageCode: sourceCode, TargetLanguageCode: targetCode };
      const answer = await translate.client
        .send(new translate.sdk.TranslateTextCommand(input))
        .catch((error: unknown) => Promise.reject(domain.TranslationRefused.from(error)));
      if (answer.TranslatedText === undefined) throw new Error("Amazon Translate answered without a text");
      tally.characters += [...Text].length;
      return answer.TranslatedText;
    },
  };
}
