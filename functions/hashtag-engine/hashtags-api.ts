import type * as HuutDomain from "@huut/domain";
import type { HttpAnswer, HttpCall, TagHead, TagItem, TrendItem } from "@huut/domain";
import { answerCall, loadLogger, type ApiEvent, type ApiResult } from "../shared/api-call";
import { loadDynamo, type Dynamo } from "../shared/dynamo";
import { environment } from "../shared/environment";
import { lazily } from "../shared/lazily";
import { queryAll } from "../shared/query";
import { readItem } from "../shared/read-item";
import { readPostings, standing } from "./search-index";

/** What the routes work with. */
interface Tools {
  readonly domain: typeof HuutDomain;
  readonly dynamo: Dynamo;
  readonly tables: Readonly<Record<"posts" | "hashtags" | "trends" | "searchTerms", string>>;
  /** How many posts there are, about: what makes a word rare. */
  readonly posts: () => Promise<number>;
  readonly now: string;
}

/** `GET /v1/trends` */
async function getTrends({ domain, dynamo, tables, now }: Tools, call: HttpCall): Promise<HttpAnswer> {
  const query = domain.parseGetTrends(call);
  if (!query.ok) return domain.problemAnswer(query.problem);
  const [list] = await queryAll<TrendItem>(dynamo, {
    table: tables.trends,
    partition: ["scope", query.value.scope],
    between: ["windowStart", ...domain.trendRange(query.value, now)],
    descending: true,
    limit: 1,
  });
  return domain.trendsAnswer(query.value, list);
}

/** `GET /v1/posts/{id}/hashtags` */
async function getHashtags({ domain, dynamo, tables }: Tools, call: HttpCall): Promise<HttpAnswer> {
  const postId = domain.parseGetHashtags(call);
  if (!postId.ok) return domain.problemAnswer(postId.problem);
  const [post, items] = await Promise.all([
    readItem<{ readonly deleted?: boolean }>(dynamo, tables.posts, { postId: postId.value }),
    queryAll<TagItem | TagHead>(dynamo, { table: tables.hashtags, partition: ["postId", postId.value] }),
  ]);
  return domain.hashtagsAnswer(call.path, postId.value, post, items);
}

/** `GET /v1/search` */
async function search({ domain, dynamo, tables, posts, now }: Tools, call: HttpCall): Promise<HttpAnswer> {
  const asked = domain.parseGetSearch(call);
  if (!asked.ok) return domain.problemAnswer(asked.problem);
  const desk = { domain, dynamo, searchTerms: tables.searchTerms, now };
  const [postings, all] = await Promise.all([readPostings(desk, asked.value.query), posts()]);
  const hits = domain.rankPosts(asked.value.query, postings, { now, posts: all });
  return domain.searchAnswer(asked.value, await standing(desk, hits));
}

/** DynamoDB counts the items of a table every six hours. */
async function countPosts({ sdk, client }: Dynamo, TableName: string): Promise<number> {
  const { Table } = await client.send(new sdk.DescribeTableCommand({ TableName }));
  return Table?.ItemCount ?? 0;
}

/** Makes the handler of the routes that tell trends and tags of posts, and search them. */
export function makeHashtagsApi() {
  const dynamo = lazily(loadDynamo);
  const logger = lazily(loadLogger);
  // A warm container keeps the count, once it has it: a search must not wait for it each time.
  const kept: { posts?: number } = {};

  return async (event: ApiEvent): Promise<ApiResult> => {
    const domain = await import("@huut/domain");
    const tools = async (now: string): Promise<Tools> => {
      const env = environment("POSTS_TABLE", "HASHTAGS_TABLE", "TRENDS_TABLE", "SEARCH_TERMS_TABLE");
      const tables = {
        posts: env.POSTS_TABLE,
        hashtags: env.HASHTAGS_TABLE,
        trends: env.TRENDS_TABLE,
        searchTerms: env.SEARCH_TERMS_TABLE,
      };
      const client = await dynamo();
      const posts = async () => (kept.posts ??= await countPosts(client, tables.posts));
      return { domain, dynamo: client, tables, posts, now };
    };
    const routes = {
      "GET /v1/trends": {
        scope: domain.HASHTAGS_READ_SCOPE,
        answer: async (call: HttpCall, now: string) => getTrends(await tools(now), call),
      },
      "GET /v1/posts/{id}/hashtags": {
        scope: domain.HASHTAGS_READ_SCOPE,
        answer: async (call: HttpCall, now: string) => getHashtags(await tools(now), call),
      },
      "GET /v1/search": {
        scope: domain.SEARCH_READ_SCOPE,
        answer: async (call: HttpCall, now: string) => search(await tools(now), call),
      },
    };
    return answerCall(event, routes, logger);
  };
}
