import type * as HuutDomain from "@huut/domain";
import type { HeldItem, HttpAnswer, HttpCall, ReviewItem } from "@huut/domain";
import { answerCall, loadLogger, type ApiEvent, type ApiResult } from "../shared/api-call";
import { loadDynamo, transactInTurn, type Dynamo } from "../shared/dynamo";
import { environment } from "../shared/environment";
import { lazily } from "../shared/lazily";
import { queryAll } from "../shared/query";
import { readItem } from "../shared/read-item";

/** What the routes work with. */
interface Tools {
  readonly domain: typeof HuutDomain;
  readonly dynamo: Dynamo;
  readonly tables: { readonly trends: string };
  readonly now: string;
}

/** How often a decision is taken anew because somebody else has decided meanwhile. */
const MAX_TRIES = 3;

/** `PUT /v1/trends/reviews/{tag}` */
async function decide({ domain, dynamo, tables, now }: Tools, call: HttpCall): Promise<HttpAnswer> {
  const asked = domain.parseReview(call, now);
  if (!asked.ok) return domain.problemAnswer(asked.problem);
  const { tag, appliesTo } = asked.value;
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    const current = await readItem<ReviewItem>(dynamo, tables.trends, domain.reviewKey(tag, appliesTo));
    const step = domain.reviewStep(asked.value, current, now);
    if (step.kind === "refuse") return domain.problemAnswer(step.problem);
    if (step.kind === "there") return domain.reviewAnswer(step.item, now);
    const refused = await transactInTurn(dynamo, domain.reviewWrites(step.item), tables);
    if (refused === undefined) return domain.reviewAnswer(step.item, now);
    // Somebody was faster: what is there now decides.
  }
  throw new Error(`The decision about ${tag} was not written: it changes all the time`);
}

/** `GET /v1/trends/reviews` */
async function getReviews({ domain, dynamo, tables, now }: Tools, call: HttpCall): Promise<HttpAnswer> {
  const query = domain.parseGetReviews(call);
  if (!query.ok) return domain.problemAnswer(query.problem);
  const { scope, from, to } = domain.reviewsRange(query.value);
  const [held, items] = await Promise.all([
    query.value.tag === undefined ? readItem<HeldItem>(dynamo, tables.trends, domain.HELD_KEY) : undefined,
    queryAll<ReviewItem>(dynamo, {
      table: tables.trends,
      partition: ["scope", scope],
      between: ["windowStart", from, to],
      consistent: true,
      limit: query.value.limit + 1,
    }),
  ]);
  return domain.reviewsAnswer(query.value, held, items, now);
}

/** Makes the handler of the routes by which moderators see what is held, and decide. */
export function makeModerateTrends() {
  const clients = lazily(loadDynamo);
  const logger = lazily(loadLogger);

  return async (event: ApiEvent): Promise<ApiResult> => {
    const domain = await import("@huut/domain");
    const tools = async (now: string): Promise<Tools> => {
      const { TRENDS_TABLE: trends } = environment("TRENDS_TABLE");
      return { domain, dynamo: await clients(), tables: { trends }, now };
    };
    const scope = domain.TRENDS_MODERATE_SCOPE;
    const routes = {
      "GET /v1/trends/reviews": {
        scope,
        answer: async (call: HttpCall, now: string) => getReviews(await tools(now), call),
      },
      "PUT /v1/trends/reviews/{tag}": {
        scope,
        answer: async (call: HttpCall, now: string) => decide(await tools(now), call),
      },
    };
    return answerCall(event, routes, logger);
  };
}
