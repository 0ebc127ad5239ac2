import { manualTags, TagBasis, tagWrites } from "@huut/domain";
import type { FaultPlan } from "../../../sandbox";
import type { Stage } from "../../support/stage";
import type { Scenario } from "./index";

/** Ten minutes before the schedule. */
const start = "2026-11-03T00:20:00Z";
const createdAt = "2026-11-02T08:00:00.000Z";

/** Makes these a post's tags, as suggest-hashtags does. */
export async function tag(stage: Stage, postId: string, ...tags: string[]): Promise<void> {
  const post = { postId, userId: "u-1", createdAt, version: 1, language: "hi" };
  const now = new Date(stage.sandbox.world.now()).toISOString();
  const writes = tagWrites(post, "manual", manualTags({ tags }), TagBasis.text, undefined, now);
  for (const { item = {} } of writes) await stage.putItem(stage.output("hashtagsTable"), item);
}

/** A night with one post, and some time after it. */
const night = (name: string, seconds: number, faults?: FaultPlan["faults"]): Scenario => ({
  name,
  start,
  ...(faults && { faults: { faults } }),
  async play(stage) {
    await tag(stage, "p-1", "#मैच", "#cricket");
    await stage.pass(600 + seconds);
    return {};
  },
});

/** The schedule exports a day, somebody else has it exported anew, and the former files go. */
export const tagExport: Scenario = {
  name: "tags are exported at night, and once more on request",
  start,
  async play(stage) {
    await night("", 60).play(stage);
    await tag(stage, "p-2", "#மழை");
    const exported = await stage.invoke(stage.output("exportHashtagsFunction"), { day: "2026-11-02" });
    // Former files go a quarter of an hour later.
    await stage.pass(1_000);
    return { exported };
  },
};

/** S3 refuses the first file: the message comes back before its queue's timeout. */
export const brokenTagExport = night("a day's tags cannot be written at first", 900, [
  { kind: "error", service: "s3", operation: "PutObject", resource: "/hashtags/", times: 3 },
]);

/** DynamoDB answers no query: the invocation is given up after three attempts. */
export const lostTagExport = night("days to be exported cannot be found", 900, [
  { kind: "error", service: "dynamodb", operation: "Query", function: "export-hashtags" },
]);

/** Lambda takes no invocation: the schedule gives up. */
export const uninvokedTagExport = night("the export's schedule cannot invoke", 4_000, [
  { kind: "error", service: "lambda", operation: "Invoke", resource: "export-hashtags" },
]);
