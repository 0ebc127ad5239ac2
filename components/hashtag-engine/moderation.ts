import { makeModerateTrends } from "../../functions/hashtag-engine/moderate-trends";
import { type HttpRoute, MagicFunction, type Table, serveRoutes } from "../shared";
import { type HashtagPart, functionArgs } from "./args";

/** Routes by which moderators see what is held and decide; and the scope that they ask of a token. */
export const MODERATION_ROUTES: readonly HttpRoute[] = [
  { id: "get-reviews", key: "GET /v1/trends/reviews", scope: "trends/moderate" },
  { id: "put-review", key: "PUT /v1/trends/reviews/{tag}", scope: "trends/moderate" },
];

/** A few reads and a transaction, with their retries. */
const API_SECONDS = 10;

/** Hangs the moderators' routes on the API. @returns the function behind them */
export function makeModeration(part: HashtagPart, { trends }: { readonly trends: Table }): MagicFunction {
  const opts = { parent: part.parent };
  const moderate = new MagicFunction(
    "moderate-trends",
    {
      ...functionArgs(part),
      description: "Tells moderators which tags are held, and keeps what they decide",
      handler: makeModerateTrends(),
      timeoutSeconds: API_SECONDS,
      environment: { TRENDS_TABLE: trends.name },
      grants: trends.grant("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"),
    },
    opts,
  );
  serveRoutes("moderation-integration", part.args.front, moderate, MODERATION_ROUTES, opts);
  return moderate;
}
