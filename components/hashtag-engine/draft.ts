import { makeSuggestDraft } from "../../functions/hashtag-engine/suggest-draft";
import {
  type HttpRoute,
  METRICS_NAMESPACE,
  MagicFunction,
  type Signal,
  type Table,
  countAbove,
  serveRoutes,
} from "../shared";
import { readingGrant } from "./analysis";
import { type HashtagPart, functionArgs } from "./args";
import { type HashtagTables, TAG_INDEX } from "./tables";

/** The route that suggests tags for a draft, and the scope that it asks of a token. */
export const DRAFT_ROUTES: readonly HttpRoute[] = [
  { id: "suggest-draft-hashtags", key: "POST /v1/hashtags/suggest", scope: "hashtags/suggest" },
];

/** The function gives its steps 15 s in all; with the start of a container it stays within the 30 s of an HTTP API. */
const DRAFT_SECONDS = 20;

/** Hangs suggestions for drafts on the API. @returns the function behind them, which writes to the cache alone */
export function makeDraft(part: HashtagPart, tables: HashtagTables & { readonly trends: Table }): MagicFunction {
  const { posts, postsByUser, front } = part.args;
  const opts = { parent: part.parent };
  const suggestDraft = new MagicFunction(
    "suggest-draft",
    {
      ...functionArgs(part),
      description: "Suggests tags for what is still being written",
      handler: makeSuggestDraft(),
      timeoutSeconds: DRAFT_SECONDS,
      environment: {
        POSTS_TABLE: posts.name,
        HASHTAGS_TABLE: tables.hashtags.name,
        TRENDS_TABLE: tables.trends.name,
        CACHE_TABLE: tables.cache.name,
        TAG_INDEX,
        USER_INDEX: postsByUser,
      },
      grants: [
        ...posts.grantIndex(postsByUser, "dynamodb:Query"),
        ...tables.hashtags.grant("dynamodb:BatchGetItem"),
        ...tables.hashtags.grantIndex(TAG_INDEX, "dynamodb:Query"),
        ...tables.trends.grant("dynamodb:GetItem"),
        ...tables.cache.grant("dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:UpdateItem"),
        readingGrant(),
      ],
    },
    opts,
  );
  serveRoutes("suggest-draft-integration", front, suggestDraft, DRAFT_ROUTES, opts);
  return suggestDraft;
}

/** What is abnormal about suggestions for drafts. */
export function draftSignals(): Signal[] {
  return [
    countAbove({
      namespace: METRICS_NAMESPACE,
      runbook: "hashtags.md",
      severity: "ticket",
      name: "drafts-incomplete",
      metric: "DraftsIncomplete",
      dimensions: { service: "suggest-draft" },
      threshold: 50,
      period: 900,
      periods: 2,
      why: "Suggestions for drafts go without sentiment, phrases or surroundings: a service or a table does not answer in time.",
    }),
  ];
}
