import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { ApiGatewayService } from "../../../sandbox/services/apigateway";
import type { StsService } from "../../../sandbox/services/sts";
import { createResource } from "../../support/resource";
import { event, type Stage } from "../../support/stage";
import type { Scenario } from "./index";

const createdAt = "2026-11-02T08:00:00.000Z";

/** The role of a function that is to come: it reads recordings through the media reader. */
export const CAPTION_ROLE = "huut-dev-captions-test";

/** Events come in, good and bad; the bad one is replayed; the API is asked; a recording is read. */
export const edge: Scenario = {
  name: "events, quarantine and its replay, the API, media",
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
    return { replayed, answered: await callApi(stage), media: await readMedia(stage) };
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

/** Calls the API with a token of the issuer that its authorizer names. @returns status and body */
export async function callApi(stage: Stage): Promise<object> {
  const service = stage.sandbox.cloud.service<ApiGatewayService>("apigateway");
  const apiId = new URL(stage.output("apiUrl")).hostname.split(".")[0] as string;
  const answer = await stage.until(async () => {
    const token = await service.issuers.mint({
      issuer: "https://auth.dev.huut.example",
      audience: "huut-insights-dev",
      subject: "u-1",
      scopes: ["insights/read"],
    });
    const request = { method: "GET", path: "/v1/insights/daily-activity", rawQuery: "from=2026-11-01&to=2026-11-02" };
    const headers = { authorization: `Bearer ${token}` };
    return service.serve(apiId, { ...request, headers, body: new Uint8Array(), sourceIp: "192.0.2.7" });
  });
  if ("error" in answer) return answer;
  return { status: answer.statusCode, body: Buffer.from(answer.body).toString("utf8") };
}

/** Reads recordings as a function of the data account does: by assuming the application account's media reader. */
async function readMedia(stage: Stage): Promise<object> {
  const bucket = stage.output("applicationMediaBucket");
  const { cloud } = stage.sandbox;
  const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } };
  const assume = { Effect: "Allow", Action: "sts:AssumeRole", Resource: stage.output("mediaReaderArn") };
  const policyOf = (Statement: object) => JSON.stringify({ Version: "2012-10-17", Statement });
  const role = { name: CAPTION_ROLE, assumeRolePolicy: policyOf(trust) };
  await createResource(cloud, "aws:iam/role:Role", "captions", role, stage.place);
  const policy = { name: "reader", role: CAPTION_ROLE, policy: policyOf(assume) };
  await createResource(cloud, "aws:iam/rolePolicy:RolePolicy", "captions", policy, stage.place);
  const keys = ["audio/u-1/p-1.mp3", "video/u-1/p-1.mp4", "images/p-1.jpg"];
  for (const key of keys) await stage.put(bucket, key, key);
  const reader = await mediaReader(stage);
  const read = keys.map((Key) => stage.until(async () => reader.send(new GetObjectCommand({ Bucket: bucket, Key }))));
  const answers = await Promise.all(read);
  return answers.map((answer) => ("error" in answer ? answer.error : "read"));
}

async function mediaReader(stage: Stage): Promise<S3Client> {
  const { account, region } = stage.place;
  const sts = stage.sandbox.cloud.service<StsService>("sts");
  const roleArn = `arn:aws:iam::${account}:role/${CAPTION_ROLE}`;
  const principal = sts.assumeForService(roleArn, "lambda.amazonaws.com", { sessionName: "captions" });
  const client = stage.sandbox.client(STSClient, "sts", { principal, account }, region);
  const input = { RoleArn: stage.output("mediaReaderArn"), RoleSessionName: "captions", ExternalId: "huut-dev-media" };
  const answer = await stage.until(() => client.send(new AssumeRoleCommand(input)));
  if ("error" in answer) throw new Error(answer.error);
  const caller = sts.callerOf(answer.Credentials?.AccessKeyId ?? "");
  if (!caller) throw new Error("The media reader's session is not known.");
  return stage.sandbox.client(S3Client, "s3", caller, region);
}
