import type { HttpAnswer, HttpCall } from "@huut/domain";
import { answerCall, loadLogger, type ApiEvent, type ApiResult } from "../shared/api-call";
import { loadDynamo } from "../shared/dynamo";
import { environment } from "../shared/environment";
import { lazily } from "../shared/lazily";
import { readFeed } from "./read-feed";
import { readDecisions } from "./read-votes";

/** Makes the handler of the route that tells a user's feed. */
export function makeFeedApi() {
  const clients = lazily(loadDynamo);
  const logger = lazily(loadLogger);

  return async (event: ApiEvent): Promise<ApiResult> => {
    const domain = await import("@huut/domain");
    const getFeed = async (call: HttpCall, calledAt: string): Promise<HttpAnswer> => {
      const query = domain.parseGetFeed(call);
      if (!query.ok) return domain.problemAnswer(query.problem);
      const env = environment("POSTS_TABLE", "HASHTAGS_TABLE", "TRENDS_TABLE", "USER_INDEX");
      const tables = { posts: env.POSTS_TABLE, hashtags: env.HASHTAGS_TABLE, trends: env.TRENDS_TABLE };
      const now = domain.feedInstant(calledAt);
      const dynamo = await clients();
      const decisions = await readDecisions({ domain, dynamo, tables, asOf: now });
      const desk = { domain, dynamo, tables, userIndex: env.USER_INDEX, decisions, now };
      const { reader, feed } = await readFeed(desk, query.value);
      return domain.feedAnswer(query.value, reader, feed);
    };
    return answerCall(event, { "GET /v1/feed": { scope: domain.FEED_READ_SCOPE, answer: getFeed } }, logger);
  };
}
