import type * as HuutDomain from "@huut/domain";
import type { AnalysisEffects, Draft, DraftGap, HttpAnswer, HttpCall, PostOfText, TextAnalysis } from "@huut/domain";
import { answerCall, type ApiEvent, type ApiResult } from "../shared/api-call";
import { type Dynamo, loadDynamo, write } from "../shared/dynamo";
import { environment } from "../shared/environment";
import { lazily } from "../shared/lazily";
import { loadTools, type Tools } from "../shared/tools";
import { within } from "../shared/within";
import { analysisEffects, type Comprehend, loadComprehend } from "./analysis-effects";
import { type ContextPlaces, inputFor, suggestUnblocked } from "./suggest-context";

/** Somebody waits: a call that fails is tried once more, and what does not answer is left out. */
const CALLS = { maxAttempts: 2, requestTimeout: 2_000 } as const;

/**
 * Milliseconds for each step, the longest first. In all they stay well below the function's timeout, and with the start of a container below the
 * 30 s that an HTTP API waits.
 */
const TIMES = { analysis: 8_000, surroundings: 5_000, call: 3_000, count: 2_000 } as const;

function settings() {
  const env = environment("POSTS_TABLE", "HASHTAGS_TABLE", "TRENDS_TABLE", "CACHE_TABLE", "TAG_INDEX", "USER_INDEX");
  return {
    tables: { hashtags: env.HASHTAGS_TABLE, cache: env.CACHE_TABLE },
    postsTable: env.POSTS_TABLE,
    trendsTable: env.TRENDS_TABLE,
    cacheTable: env.CACHE_TABLE,
    tagIndex: env.TAG_INDEX,
    userIndex: env.USER_INDEX,
  };
}
type Settings = Readonly<ReturnType<typeof settings>>;

async function loadClients() {
  const [dynamo, comprehend] = await Promise.all([loadDynamo(CALLS), loadComprehend(CALLS)]);
  return { dynamo, comprehend };
}

/** What every step of one call needs. */
interface Desk extends Settings, ContextPlaces {
  readonly domain: typeof HuutDomain;
  readonly dynamo: Dynamo;
  readonly tables: Settings["tables"];
  readonly comprehend: Comprehend;
  readonly tools: Tools;
  readonly now: string;
  /** What the answer goes without, so far. */
  readonly gaps: Set<DraftGap>;
}

/** Whether the user has a draft left today. Whom nobody can count, nobody pays for: `unknown`. */
async function counted({ domain, dynamo, tables, now, tools }: Desk, subject: string): Promise<boolean | "unknown"> {
  try {
    return await within(TIMES.count, () => write(dynamo, domain.draftCount(subject, now), tables));
  } catch (error) {
    tools.logger.warn("A draft was not counted, and is read without paid services", { error: error as Error });
    return "unknown";
  }
}

/** Milliseconds that are left of a time. */
function timer(milliseconds: number): () => number {
  const end = Date.now() + milliseconds;
  return () => end - Date.now();
}

/** The pipeline's effects, each call within its time, and none of them paid for where `paid` does not say so. */
function timed(effects: AnalysisEffects, paid: boolean): AnalysisEffects {
  const left = timer(TIMES.analysis);
  const call = <Result>(work: () => Promise<Result>) => within(Math.min(left(), TIMES.call), work);
  const pay = <Result>(work: () => Promise<Result>): Promise<Result> =>
    paid ? call(work) : Promise.reject(new Error("The draft was not counted"));
  return {
    known: (digests) => call(() => effects.known(digests)),
    // What is not kept is paid for again, and nothing else.
    keep: (answers) => call(() => effects.keep(answers)).catch(() => undefined),
    dominantLanguage: (texts) => pay(() => effects.dominantLanguage(texts)),
    detect: (feature, code, texts) => pay(() => effects.detect(feature, code, texts)),
    translate: (text, source) => pay(() => effects.translate(text, source)),
  };
}

/** What analyse-text would find, with what can be had at once. */
async function analyse(desk: Desk, post: PostOfText, paid: boolean): Promise<TextAnalysis> {
  const { domain, gaps, tools } = desk;
  // Every call has its own time: none waits for the function's end.
  const effects = timed(analysisEffects({ ...desk, timeLeft: () => Infinity }), paid);
  const forgiving = domain.leavingOut(effects, (gap, error) => {
    if (gap !== "cache") gaps.add(gap);
    tools.logger.warn("A draft is read without something", { gap, error: error as Error });
  });
  const [found] = await domain.analyseTexts([domain.textOfPost(post)], forgiving);
  if (found?.kind !== "analysed") throw found?.error ?? new Error("The draft was not analysed");
  return found.analysis;
}

/** Where the draft's surroundings are looked up: each look-up may fail, or take too long. */
function surroundings(desk: Desk): ContextPlaces {
  const { gaps, tools } = desk;
  const left = timer(TIMES.surroundings);
  return {
    ...desk,
    look: async (what, read, nothing) => {
      try {
        return await within(left(), read);
      } catch (error) {
        gaps.add(what);
        tools.logger.warn("A draft is tagged without something", { gap: what, error: error as Error });
        return nothing;
      }
    },
  };
}

/** What suggest-hashtags would suggest. */
async function suggest(desk: Desk, draft: Draft, paid: boolean): Promise<HttpAnswer> {
  const { domain, now, gaps, tools } = desk;
  const post = domain.draftPost(draft, now);
  const analysis = await analyse(desk, post, paid);
  const places = surroundings(desk);
  const input = await inputFor(places, post, domain.draftItem(analysis, now));
  const suggested = await suggestUnblocked(places, input, now);
  tools.metrics.addMetric("DraftsSuggested", "Count", 1);
  tools.metrics.addMetric("DraftsIncomplete", "Count", gaps.size === 0 ? 0 : 1);
  return domain.draftAnswer({ ...suggested, post, analysis, language: input.language, gaps });
}

/** `POST /v1/hashtags/suggest` */
async function answer(desk: Desk, call: HttpCall): Promise<HttpAnswer> {
  const { domain, now } = desk;
  const draft = domain.parseDraft(call);
  if (!draft.ok) return domain.problemAnswer(draft.problem);
  const allowed = await counted(desk, draft.value.subject);
  return allowed === false ? domain.draftsUsedUp(call.path, now) : suggest(desk, draft.value, allowed === true);
}

/** Makes the handler of the route that suggests tags for what is still being written. It keeps nothing but paid answers and the day's count. */
export function makeSuggestDraft() {
  const clients = lazily(loadClients);
  const tools = lazily(loadTools);

  return async (event: ApiEvent): Promise<ApiResult> => {
    const domain = await import("@huut/domain");
    const { metrics } = await tools();
    const routes = {
      "POST /v1/hashtags/suggest": {
        scope: domain.HASHTAGS_SUGGEST_SCOPE,
        answer: async (call: HttpCall, now: string) => {
          const gaps = new Set<DraftGap>();
          const desk: Desk = { ...settings(), ...(await clients()), domain, tools: await tools(), now, gaps };
          return answer(desk, call);
        },
      },
    };
    const result = await answerCall(event, routes, async () => (await tools()).logger);
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    return result;
  };
}
