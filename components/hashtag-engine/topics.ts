import {
  type DeadLetterQueue,
  METRICS_NAMESPACE,
  type MagicFunction,
  type Signal,
  type Table,
  countAbove,
  streamSourceSignal,
} from "../shared";
import { makeApi } from "./api";
import { type HashtagPart } from "./args";
import { draftSignals, makeDraft } from "./draft";
import { makeFeed } from "./feed";
import { makeModeration } from "./moderation";
import { makeIndex, makeSearchTable } from "./search";
import { type HashtagTables } from "./tables";
import { type TrendTables, makeCompute, makeCount, makeTrendTables } from "./trends";

/** By their names in the program. */
type TopicFunction =
  "countVotes" | "computeTrends" | "indexText" | "hashtagsApi" | "feedApi" | "moderateTrends" | "suggestDraft";

/** What people are talking about: votes, trends, the index of words, and the routes that tell of them. */
export interface Topics {
  readonly tables: TrendTables & { readonly searchTerms: Table };
  readonly functions: Readonly<Record<TopicFunction, MagicFunction>>;
  readonly signals: readonly Signal[];
}

export function makeTopics(part: HashtagPart, engine: HashtagTables, failures: DeadLetterQueue): Topics {
  const tables = { ...makeTrendTables(part), searchTerms: makeSearchTable(part) };
  const functions = {
    countVotes: makeCount(part, tables, failures),
    computeTrends: makeCompute(part, tables, failures),
    indexText: makeIndex(part, tables.searchTerms, failures),
    hashtagsApi: makeApi(part, { ...tables, hashtags: engine.hashtags }),
    suggestDraft: makeDraft(part, { ...engine, trends: tables.trends }),
    feedApi: makeFeed(part, { ...tables, hashtags: engine.hashtags }),
    moderateTrends: makeModeration(part, tables),
  };
  const made = [...Object.values(tables), ...Object.values(functions)].flatMap(({ signals }) => signals);
  const behind = [
    streamSourceSignal(functions.countVotes, "count-votes"),
    streamSourceSignal(functions.indexText, "index-text"),
  ];
  return { tables, functions, signals: [...made, ...behind, ...topicSignals(), ...draftSignals()] };
}

/** What is abnormal about trends. */
export function topicSignals(): Signal[] {
  return [
    countAbove({
      namespace: METRICS_NAMESPACE,
      runbook: "hashtags.md",
      severity: "ticket",
      name: "trends-for-review",
      metric: "TrendsForReview",
      dimensions: { service: "compute-trends" },
      statistic: "Maximum",
      // A tag stands in the lists of everyone, its language and its regions, in both windows.
      threshold: 100,
      period: 3600,
      why: "Many tags are held for review: somebody pushes them together, or a feast has everybody send the same wishes.",
    }),
  ];
}
