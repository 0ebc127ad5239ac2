import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { jobNameOf, mediaVersionOf, stagingKey, transcribeOutputKey } from "@huut/domain";
import { erase, GONE, playFeed, setDue, told } from "../../support/erasures";
import type { Stage } from "../../support/stage";
import type { Scenario } from "./index";

const start = "2026-11-02T08:00:00Z";

/** What a job that never ended left, a record that nobody could read, and a request of the user's. */
async function leaveTraces(stage: Stage): Promise<void> {
  const raw = stage.output("rawBucket");
  const job = jobNameOf("gone-3", mediaVersionOf("audio/u-gone/gone-3.mp3"));
  await stage.put(raw, stagingKey(job, "mp3"), "media");
  await stage.put(raw, transcribeOutputKey(job), "{}");
  const rawData = Buffer.from(JSON.stringify({ userId: GONE })).toString("base64");
  await stage.put(raw, "errors/processing-failed/2026-11-02/1", `${JSON.stringify({ rawData })}\n{"rawData":""}\n`);
  const Item = marshall({ requestId: "r-1", requestedBy: GONE, postId: "stays-2", expiresAt: 1_800_000_000 });
  const input = { TableName: stage.output("captionRequestsTable"), Item };
  await stage.until(() => stage.client(DynamoDBClient, "dynamodb").send(new PutItemCommand(input)));
}

/** A user is erased; Glue refuses once for as long as the SDK tries; and nobody drives the last look but the schedule. */
export const erasure: Scenario = {
  name: "a user is erased",
  start,
  faults: { faults: [{ kind: "error", service: "glue", operation: "StartJobRun", times: 3 }] },
  play: async (stage) => {
    await playFeed(stage);
    await leaveTraces(stage);
    const { erasureId, phase } = await erase(stage, GONE);
    await setDue(stage, erasureId);
    await stage.pass(2 * 3_600);
    const { phase: last } = await told(stage, erasureId);
    return { phase, last };
  },
};

/** DynamoDB answers no sweep: the invocation is given up after three attempts. */
export const lostErasureSweep: Scenario = {
  name: "a sweep of erasures that fails",
  start,
  faults: { faults: [{ kind: "error", service: "dynamodb", operation: "Query", function: "erase-user" }] },
  play: async (stage) => {
    await stage.pass(5 * 60);
    return {};
  },
};

/** Lambda takes no sweep: the schedule gives up. */
export const unsweptErasures: Scenario = {
  name: "a sweep of erasures that cannot be invoked",
  start,
  faults: { faults: [{ kind: "error", service: "lambda", operation: "Invoke", resource: "erase-user" }] },
  play: async (stage) => {
    await stage.pass(65 * 60);
    return {};
  },
};
