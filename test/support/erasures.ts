import { DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { GlueClient, StartWorkflowRunCommand } from "@aws-sdk/client-glue";
import type { EraseAnswer } from "@huut/domain";
import { record } from "./recordings";
import { event, type Stage } from "./stage";
import { allItems, allObjects } from "./traces";

/** The user who goes, and one who stays. */
export const GONE = "u-gone";
export const STAYS = "u-stays";

/** What only the user who goes has said or is known by: no place may hold any of it afterwards. */
export const WORDS = ["u-gone", "zanzibar", "quokka", "wombat", "axolotl", "quoll", "ଧନ୍ୟବାଦ"] as const;
/** Identifiers of their posts: tombstones hold them. */
export const POSTS = ["gone-1", "gone-2", "gone-3", "gone-4"] as const;

const DAY = "2026-11-02";
const at = (time: string) => `${DAY}T${time}Z`;

/** Posts of both users, with a recording each, edits, a removal and a message that is no event; all of it in the lake. */
export async function playFeed(stage: Stage): Promise<void> {
  const own = { userId: GONE, createdAt: at("08:00:00.000") };
  const other = { userId: STAYS, createdAt: at("08:00:00.000") };
  const key = await record(stage, { key: "audio/u-gone/gone-3.mp3" });
  const otherKey = await record(stage, { key: "audio/u-stays/stays-2.mp3", text: "ନମସ୍କାର।" });
  const first = { ...own, postId: "gone-1", tags: ["#wombat"] };
  await stage.publish(
    event("INSERT", "e-1", at("08:00:00.000"), { ...first, text: "zanzibar quokka #wombat" }),
    event("INSERT", "e-2", at("08:00:01.000"), { ...other, postId: "stays-1", text: "a match", tags: ["#cricket"] }),
    event("MODIFY", "e-3", at("08:00:30.000"), { ...first, version: 2, text: "axolotl #wombat" }),
    event("MODIFY", "e-10", at("08:00:31.000"), { ...other, postId: "stays-1", version: 2, text: "a match", likes: 1 }),
    event("INSERT", "e-4", at("08:00:02.000"), { ...own, postId: "gone-2", text: "numbat" }),
    event("REMOVE", "e-5", at("08:00:40.000"), { ...own, postId: "gone-2", version: 2, text: "numbat" }),
    event("INSERT", "e-6", at("08:00:03.000"), {
      ...own,
      postId: "gone-3",
      text: "quokka",
      language: "or",
      audioFile: key,
    }),
    event("INSERT", "e-7", at("08:00:04.000"), {
      ...other,
      postId: "stays-2",
      text: "b",
      language: "or",
      audioFile: otherKey,
    }),
    JSON.stringify({ eventId: "e-8", eventName: "INSERT", post: { ...own, postId: "gone-4", text: "quoll" } }),
    JSON.stringify({ eventId: "e-9", eventName: "INSERT", post: { ...other, postId: "stays-3", text: "c" } }),
  );
  await stage.pass(1_200);
  await stage.invoke(stage.output("exportHashtagsFunction"), { day: DAY });
  await curate(stage);
}

/** Lets the lake's workflow run. */
export async function curate(stage: Stage): Promise<void> {
  const input = { Name: stage.output("workflow") };
  const answer = await stage.until(() => stage.client(GlueClient, "glue").send(new StartWorkflowRunCommand(input)));
  if ("error" in answer) throw new Error(answer.error);
  await stage.pass(600);
}

export async function begin(stage: Stage, userId: string): Promise<EraseAnswer> {
  return (await stage.invoke(stage.output("eraseUserFunction"), { userId })) as EraseAnswer;
}

export async function told(stage: Stage, erasureId: string): Promise<EraseAnswer> {
  return (await stage.invoke(stage.output("eraseUserFunction"), { erasureId })) as EraseAnswer;
}

/** Has a user erased, and waits until nothing is found any more. */
export async function erase(stage: Stage, userId: string, mostMinutes = 180): Promise<EraseAnswer> {
  const begun = await begin(stage, userId);
  let answer = begun;
  for (let minutes = 0; answer.phase === "running" && minutes < mostMinutes; minutes += 2) {
    await stage.pass(120);
    answer = await told(stage, begun.erasureId);
  }
  return answer;
}

/** Every item, and every line of every current object, that speaks of the user who stays. */
export async function linesOfOthers(stage: Stage): Promise<readonly string[]> {
  const items = Object.entries(allItems(stage)).flatMap(([table, all]) => all.map((item) => `${table} ${item}`));
  const objects = (await allObjects(stage))
    .filter(({ version, name }) => version.noncurrentSince === undefined && !name.includes("query-results/"))
    // Runs of the ETL job have folders of their own, of which the one before stays.
    .flatMap(({ name, text }) => text.split("\n").map((line) => `${name.replace(/run=.*/, "")} ${line}`));
  return [...new Set([...items, ...objects].filter((line) => line.includes("stays")))].sort();
}

/** Has an erasure be due that would wait for a week until it looks once more. */
export async function setDue(stage: Stage, erasureId: string): Promise<void> {
  const input = {
    TableName: stage.output("erasuresTable"),
    Key: marshall({ erasureId, part: "state" }),
    UpdateExpression: "SET dueAt = :start",
    ExpressionAttributeValues: marshall({ ":start": "2026-11-02T08:00:00.000Z" }),
  };
  await stage.until(() => stage.client(DynamoDBClient, "dynamodb").send(new UpdateItemCommand(input)));
}
