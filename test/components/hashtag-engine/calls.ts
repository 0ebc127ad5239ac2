import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { HASHTAG_ROUTES } from "../../../components/hashtag-engine/api";
import { FEED_ROUTES } from "../../../components/hashtag-engine/feed";
import { MODERATION_ROUTES } from "../../../components/hashtag-engine/moderation";
import { apiEvent, replyOf, routesOf, type Reply } from "../../functions/hashtag-engine/api-event";
import type { Stage } from "../../support/stage";

/** Functions behind routes, by the output that names each. */
const ROUTES = {
  hashtagsApiFunction: HASHTAG_ROUTES,
  feedApiFunction: FEED_ROUTES,
  moderateTrendsFunction: MODERATION_ROUTES,
} as const;

/** Invokes the function behind a route as API Gateway does. @param target method and URL: `GET /v1/feed?limit=5` */
export async function callRoute(
  stage: Stage,
  output: keyof typeof ROUTES,
  target: string,
  { body, subject = "u-1" }: { readonly body?: object; readonly subject?: string } = {},
): Promise<Reply> {
  const [method = "", url = ""] = target.split(" ");
  const event = apiEvent(routesOf(ROUTES[output]), {
    method,
    target: url,
    ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    subject,
    scopes: ROUTES[output].map(({ scope }) => scope),
    time: stage.sandbox.world.now(),
  });
  const input = { FunctionName: stage.output(output), Payload: Buffer.from(JSON.stringify(event)) };
  const answer = await stage.until(() => stage.client(LambdaClient, "lambda").send(new InvokeCommand(input)));
  if ("error" in answer) throw new Error(answer.error);
  return replyOf(JSON.parse(Buffer.from(answer.Payload ?? []).toString("utf8")));
}
