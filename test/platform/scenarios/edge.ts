import type { ApiGatewayService } from "../../../sandbox/services/apigateway";
import { event, type Stage } from "../../support/stage";
import type { Scenario } from "./index";

const createdAt = "2026-11-02T08:00:00.000Z";

/** Events come in, good and bad; the bad one is replayed; the API is asked. */
export const edge: Scenario = {
  name: "events, quarantine and its replay, the API",
  start: "2026-11-02T08:00:00Z",
  async play(stage) {
    const post = { postId: "p-1", createdAt };
    await stage.publish(
      event("INSERT", "e-1", createdAt, post),
      event("MODIFY", "e-2", "2026-11-02T08:00:01.000Z", { ...post, version: 2, likes: 3 }),
      "no event",
    );
    await stage.pass(30);
    const replayed = await stage.invoke(stage.output("replayQuarantineFunction"), {});
    await stage.pass(30);
    return { replayed, answered: await callApi(stage) };
  },
};

/** DynamoDB does not answer the API, and the queue takes nothing back: callers are told, and logs say why. */
export const brokenEdge: Scenario = {
  name: "the API and the replay of quarantine while services fail",
  start: "2026-11-02T08:00:00Z",
  faults: {
    faults: [
      { kind: "error", service: "dynamodb", operation: "Query" },
      { kind: "error", service: "sqs", operation: "SendMessage", function: "replay-quarantine" },
    ],
  },
  async play(stage) {
    await stage.publish("no event");
    await stage.pass(30);
    const replayed = await stage.invoke(stage.output("replayQuarantineFunction"), {});
    return { replayed, answered: await callApi(stage) };
  },
};

/** A call of the API. */
export interface ApiCall {
  readonly method: string;
  readonly path: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly scopes: readonly string[];
}

const INSIGHT: ApiCall = {
  method: "GET",
  path: "/v1/insights/daily-activity",
  query: "from=2026-11-01&to=2026-11-02",
  scopes: ["insights/read"],
};

/** What a caller sees. */
export interface ApiReply {
  readonly status?: number;
  readonly body?: string;
  /** In the place of both. */
  readonly error?: string;
}

/** Calls the API with a token of the issuer that its authorizer names. */
export async function callApi(stage: Stage, call = INSIGHT): Promise<ApiReply> {
  const service = stage.sandbox.cloud.service<ApiGatewayService>("apigateway");
  const apiId = new URL(stage.output("apiUrl")).hostname.split(".")[0] as string;
  const { method, path, query = "", scopes, body } = call;
  const answer = await stage.until(async () => {
    const token = await service.issuers.mint({
      issuer: "https://auth.dev.huut.example",
      audience: "huut-insights-dev",
      subject: "u-1",
      scopes,
    });
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body && { "content-type": "application/json" }),
      ...call.headers,
    };
    const bytes = body === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(body));
    return service.serve(apiId, { method, path, rawQuery: query, headers, body: bytes, sourceIp: "192.0.2.7" });
  });
  if ("error" in answer) return answer;
  return { status: answer.statusCode, body: Buffer.from(answer.body).toString("utf8") };
}
