import { makeHashtagsApi } from "../../functions/hashtag-engine/hashtags-api";
import { type HttpRoute, MagicFunction, type Table, serveRoutes } from "../shared";
import { type HashtagPart, functionArgs } from "./args";

/** Routes that tell trends and tags of posts, and search them; and the scope that each asks of a token. */
export const HASHTAG_ROUTES: readonly HttpRoute[] = [
  { id: "get-trends", key: "GET /v1/trends", scope: "hashtags/read" },
  { id: "get-hashtags", key: "GET /v1/posts/{id}/hashtags", scope: "hashtags/read" },
  { id: "search-posts", key: "GET /v1/search", scope: "search/read" },
];

/** A search of rare words reads a year's partitions; the rest is for retries. */
const API_SECONDS = 15;

/** The tables that the routes read. */
interface ReadTables {
  readonly hashtags: Table;
  readonly trends: Table;
  readonly searchTerms: Table;
}

/** Hangs the routes of trends, tags and search on the API. @returns the function behind them */
export function makeApi(part: HashtagPart, tables: ReadTables): MagicFunction {
  const { posts, front } = part.args;
  const opts = { parent: part.parent };
  const hashtagsApi = new MagicFunction(
    "hashtags-api",
    {
      ...functionArgs(part),
      description: "Tells trends and tags of posts, and searches posts across languages",
      handler: makeHashtagsApi(),
      timeoutSeconds: API_SECONDS,
      environment: {
        POSTS_TABLE: posts.name,
        HASHTAGS_TABLE: tables.hashtags.name,
        TRENDS_TABLE: tables.trends.name,
        SEARCH_TERMS_TABLE: tables.searchTerms.name,
      },
      grants: [
        ...posts.grant("dynamodb:GetItem", "dynamodb:DescribeTable"),
        ...tables.hashtags.grant("dynamodb:Query"),
        ...tables.trends.grant("dynamodb:Query"),
        ...tables.searchTerms.grant("dynamodb:Query", "dynamodb:BatchGetItem"),
      ],
    },
    opts,
  );
  serveRoutes("hashtags-integration", front, hashtagsApi, HASHTAG_ROUTES, opts);
  return hashtagsApi;
}
