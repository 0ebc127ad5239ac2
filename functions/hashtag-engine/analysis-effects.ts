import type { AttributeValue, WriteRequest } from "@aws-sdk/client-dynamodb";
import type * as HuutDomain from "@huut/domain";
import type { AnalysisEffects, AnalysisFeature, Answer, FeatureValues } from "@huut/domain";
import { boundedCalls, type CallBounds } from "../shared/bounded-calls";
import type { Dynamo } from "../shared/dynamo";
import type { Tools } from "../shared/tools";

/** The most keys of one BatchGetItem, and items of one BatchWriteItem. */
const MOST_KEYS = 100;
const MOST_WRITES = 25;
/** How often DynamoDB is asked for what it has left over, because it is throttled or the answer gets too large. */
const MOST_ROUNDS = 6;
/** Time that must be left to begin another call: for the call with its retries, and for keeping what it brings. */
const LEAST_TIME_MS = 20_000;
/** Days for which an answer is kept: what is copied is copied within days, and models get better. */
const CACHE_DAYS = 30;

/** Throttled calls are tried again with the SDK's backoff and jitter; what stays throttled comes back with its message. */
const PATIENT: CallBounds = { maxAttempts: 5 };

export async function loadComprehend(calls: CallBounds = PATIENT) {
  const [comprehend, translate] = await Promise.all([
    import("@aws-sdk/client-comprehend"),
    import("@aws-sdk/client-translate"),
  ]);
  const bounds = boundedCalls(calls);
  return {
    sdk: comprehend,
    client: new comprehend.ComprehendClient(bounds),
    translate: { sdk: translate, client: new translate.TranslateClient(bounds) },
  };
}
export type Comprehend = Awaited<ReturnType<typeof loadComprehend>>;

/** What the effects of analysing work with. */
export interface AnalysisDesk {
  readonly domain: typeof HuutDomain;
  readonly dynamo: Dynamo;
  readonly comprehend: Comprehend;
  readonly cacheTable: string;
  readonly tools: Tools;
  /** Milliseconds until the function is stopped. */
  readonly timeLeft: () => number;
}

/** What a batch of Comprehend answers, whatever it was asked. */
interface BatchAnswer<Result> {
  readonly ResultList?: readonly (Result & { readonly Index?: number })[] | undefined;
  readonly ErrorList?: readonly {
    readonly Index?: number;
    readonly ErrorCode?: string;
    readonly ErrorMessage?: string;
  }[];
}

const pause = (round: number) => new Promise((resolve) => setTimeout(resolve, Math.random() * 50 * 2 ** round));

async function known({ dynamo, cacheTable }: AnalysisDesk, digests: readonly string[]): Promise<Map<string, unknown>> {
  const { sdk, client, marshall, unmarshall } = dynamo;
  const found = new Map<string, unknown>();
  for (let first = 0; first < digests.length; first += MOST_KEYS) {
    let keys: Record<string, AttributeValue>[] = digests
      .slice(first, first + MOST_KEYS)
      .map((digest) => marshall({ digest }));
    for (let round = 1; keys.length > 0; round += 1) {
      if (round > MOST_ROUNDS) throw new Error(`DynamoDB left ${keys.length} analyses of the cache unread`);
      if (round > 1) await pause(round);
      const { Responses, UnprocessedKeys } = await client.send(
        new sdk.BatchGetItemCommand({ RequestItems: { [cacheTable]: { Keys: keys } } }),
      );
      for (const item of Responses?.[cacheTable] ?? []) {
        const { digest, answer } = unmarshall(item) as { digest: string; answer: string };
        found.set(digest, JSON.parse(answer));
      }
      keys = UnprocessedKeys?.[cacheTable]?.Keys ?? [];
    }
  }
  return found;
}

async function keep({ dynamo, cacheTable }: AnalysisDesk, answers: ReadonlyMap<string, unknown>): Promise<void> {
  const { sdk, client, marshall } = dynamo;
  const expiresAt = Math.ceil(Date.now() / 1000) + CACHE_DAYS * 86_400;
  const all: WriteRequest[] = Array.from(answers, ([digest, answer]) => ({
    PutRequest: { Item: marshall({ digest, answer: JSON.stringify(answer), expiresAt }) },
  }));
  for (let first = 0; first < all.length; first += MOST_WRITES) {
    let writes = all.slice(first, first + MOST_WRITES);
    for (let round = 1; writes.length > 0; round += 1) {
      if (round > MOST_ROUNDS) throw new Error(`DynamoDB left ${writes.length} analyses unkept`);
      if (round > 1) await pause(round);
      const input = { RequestItems: { [cacheTable]: writes } };
      const { UnprocessedItems } = await client.send(new sdk.BatchWriteItemCommand(input));
      writes = UnprocessedItems?.[cacheTable] ?? [];
    }
  }
}

function nameOf(error: unknown): unknown {
  return typeof error === "object" && error !== null && "name" in error ? error.name : undefined;
}

/**
 * One call for documents of a batch. A refusal of the whole batch may be about one of them: then each is asked about alone.
 *
 * @throws what the SDK throws when a later try may succeed
 */
async function batch<Result extends object, Value>(
  desk: AnalysisDesk,
  texts: readonly string[],
  send: (texts: string[]) => Promise<BatchAnswer<Result>>,
  valueOf: (result: Result) => Value | undefined,
): Promise<readonly Answer<Value>[]> {
  if (desk.timeLeft() < LEAST_TIME_MS) throw new Error("The time is up; the next try goes on from here");
  try {
    return answersOf(desk, texts, await send([...texts]), valueOf);
  } catch (error) {
    const reason = desk.domain.finalReason(nameOf(error));
    if (reason === undefined) throw error;
    if (texts.length === 1) return [{ kind: "refused", reason }];
    const alone: Answer<Value>[] = [];
    for (const text of texts) alone.push(...(await batch(desk, [text], send, valueOf)));
    return alone;
  }
}

function answersOf<Result extends object, Value>(
  { domain }: AnalysisDesk,
  texts: readonly string[],
  { ResultList = [], ErrorList = [] }: BatchAnswer<Result>,
  valueOf: (result: Result) => Value | undefined,
): readonly Answer<Value>[] {
  return texts.map((_, index) => {
    const result = ResultList.find(({ Index }) => Index === index);
    const value = result === undefined ? undefined : valueOf(result);
    if (value !== undefined) return { kind: "answered", value };
    const { ErrorCode, ErrorMessage } = ErrorList.find(({ Index }) => Index === index) ?? {};
    const reason = domain.finalReason(ErrorCode);
    if (reason !== undefined) return { kind: "refused", reason };
    return { kind: "failed", error: new Error(`Comprehend: ${ErrorCode ?? "no answer"}: ${ErrorMessage ?? ""}`) };
  });
}

/** The calls of each feature; the answers' types are the SDK's, which leave everything optional. */
function detect(
  desk: AnalysisDesk,
  feature: AnalysisFeature,
  LanguageCode: string,
  texts: readonly string[],
): Promise<readonly Answer<FeatureValues[AnalysisFeature]>[]> {
  const { sdk, client } = desk.comprehend;
  const input = (TextList: string[]) => ({ TextList, LanguageCode: LanguageCode as HuutLanguageCode });
  switch (feature) {
    case "sentiment":
      return batch(
        desk,
        texts,
        (list) => client.send(new sdk.BatchDetectSentimentCommand(input(list))),
        ({ Sentiment, SentimentScore }) =>
          Sentiment === undefined ? undefined : ({ Sentiment, SentimentScore } as FeatureValues["sentiment"]),
      );
    case "keyPhrases":
      return batch(
        desk,
        texts,
        (list) => client.send(new sdk.BatchDetectKeyPhrasesCommand(input(list))),
        ({ KeyPhrases = [] }) => KeyPhrases as FeatureValues["keyPhrases"],
      );
    case "entities":
      return batch(
        desk,
        texts,
        (list) => client.send(new sdk.BatchDetectEntitiesCommand(input(list))),
        ({ Entities = [] }) => Entities as FeatureValues["entities"],
      );
  }
}
type HuutLanguageCode = "en" | "hi";

async function translate(desk: AnalysisDesk, Text: string, SourceLanguageCode: string): Promise<Answer<string>> {
  if (desk.timeLeft() < LEAST_TIME_MS) throw new Error("The time is up; the next try goes on from here");
  const { sdk, client } = desk.comprehend.translate;
  const input = { Text, SourceLanguageCode, TargetLanguageCode: "en" };
  try {
    const { TranslatedText } = await client.send(new sdk.TranslateTextCommand(input));
    if (TranslatedText === undefined) throw new Error("Amazon Translate answered without a text");
    return { kind: "answered", value: TranslatedText };
  } catch (error) {
    const reason = desk.domain.finalReason(nameOf(error));
    if (reason === undefined) throw error;
    return { kind: "refused", reason };
  }
}

/** Cache, Comprehend and Translate, for the texts of one invocation. */
export function analysisEffects(desk: AnalysisDesk): AnalysisEffects {
  const { sdk, client } = desk.comprehend;
  return {
    known: (digests) => known(desk, digests),
    keep: async (answers) => {
      try {
        await keep(desk, answers);
      } catch (error) {
        // They were paid for, and go on into the post's item.
        desk.tools.metrics.addMetric("AnalysesUnkept", "Count", answers.size);
        desk.tools.logger.warn("Analyses were not kept for the next who asks", { error: error as Error });
      }
    },
    dominantLanguage: (texts) =>
      batch(
        desk,
        texts,
        (TextList) => client.send(new sdk.BatchDetectDominantLanguageCommand({ TextList })),
        ({ Languages = [] }) => Languages as readonly HuutDomain.DominantLanguage[],
      ),
    detect: (feature, code, texts) => detect(desk, feature, code, texts) as Promise<readonly Answer<never>[]>,
    translate: (text, source) => translate(desk, text, source),
  };
}
