import { makeFeedApi } from "../../functions/hashtag-engine/feed-api";
import { type HttpRoute, MagicFunction, type Table, serveRoutes } from "../shared";
import { type HashtagPart, functionArgs } from "./args";
import { TAG_INDEX } from "./tables";

/** The route that tells users their feed; and the scope that it asks of a token. */
export const FEED_ROUTES: readonly HttpRoute[] = [{ id: "get-feed", key: "GET /v1/feed", scope: "feed/read" }];

/** Some 500 reads at the most, 32 at a time; the rest is for retries. */
const API_SECONDS = 15;

/** The tables that feeds are made from. */
interface ReadTables {
  readonly hashtags: Table;
  readonly trends: Table;
}

/** Hangs the feed's route on the API. @returns the function behind it */
export function makeFeed(part: HashtagPart, { hashtags, trends }: ReadTables): MagicFunction {
  const { posts, postsByUser, front } = part.args;
  const opts = { parent: part.parent };
  const feedApi = new MagicFunction(
    "feed-api",
    {
      ...functionArgs(part),
      description: "Tells users posts on what they write about, and on what trends",
      handler: makeFeedApi(),
      timeoutSeconds: API_SECONDS,
      environment: {
        POSTS_TABLE: posts.name,
        USER_INDEX: postsByUser,
        HASHTAGS_TABLE: hashtags.name,
        TRENDS_TABLE: trends.name,
      },
      grants: [
        ...posts.grant("dynamodb:BatchGetItem"),
        ...posts.grantIndex(postsByUser, "dynamodb:Query"),
        ...hashtags.grant("dynamodb:BatchGetItem"),
        ...hashtags.grantIndex(TAG_INDEX, "dynamodb:Query"),
        ...trends.grant("dynamodb:Query"),
      ],
    },
    opts,
  );
  serveRoutes("feed-integration", front, feedApi, FEED_ROUTES, opts);
  return feedApi;
}
