import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { expect } from "chai";
import { join } from "node:path";
import { readTable } from "../../../cli/start/evidence";
import { TRENDS_EXPRESSION } from "../../../components/hashtag-engine/trends";
import { graphsOf, Sandbox, type StackGraph } from "../../../sandbox";
import { randomOf, textIn } from "../../domain/trends/crowd";
import { rowOf, type PostRow } from "../../functions/hashtag-engine/topic-desk";
import { Stage } from "../../support/stage";
import { canonicalJson } from "../../support/topic-checksums";

const START = Date.UTC(2026, 10, 3, 4);
const MINUTE = 60_000;
/** Minutes between runs. */
const EVERY = Number(/\d+/.exec(TRENDS_EXPRESSION)?.[0]);
const at = (minutes: number): string => new Date(START + minutes * MINUTE).toISOString();

/** Twelve people write about rain within an hour, and after it somebody else does. */
function feed(): readonly PostRow[] {
  const random = randomOf(9);
  return Array.from({ length: 13 }, (_, place) => {
    const createdAt = at(place === 12 ? 65 : 4 + 4 * place);
    const names = { postId: `p-${place}`, userId: `u-${place}`, createdAt, eventId: `e-${place}` };
    const text = `${textIn("ta", random)} மழை`;
    return rowOf({ ...names, language: "ta", text, tags: place === 12 ? [] : ["#மழை"] });
  });
}

describe("tags that heed trends", function () {
  this.timeout(120_000);
  let graphs: readonly StackGraph[];
  before(async () => {
    graphs = await graphsOf({ project: join(__dirname, "program"), stacks: ["dev"] });
  });

  const put = async (stage: Stage, row: PostRow) => {
    const Item = marshall(row, { removeUndefinedValues: true });
    const input = { TableName: stage.output("postsTable"), Item };
    await stage.until(() => stage.client(DynamoDBClient, "dynamodb").send(new PutItemCommand(input)));
  };
  /** What a table says of the feed, without when it was written, and without what is replaced by every later run. */
  const told = (stage: Stage, table: "hashtagsTable" | "trendsTable") =>
    readTable(stage.sandbox, stage.output(table))
      .filter((item) => table === "hashtagsTable" || (String(item["asOf"]) <= at(60) && item["scope"] !== "reviews"))
      .map((item) => canonicalJson(table, item))
      .sort();
  const staged = async (start: number, play: (stage: Stage) => Promise<void>) => {
    const stage = new Stage(await Sandbox.deploy(graphs, { start: new Date(start), seed: 1 }));
    try {
      await play(stage);
      return { tags: told(stage, "hashtagsTable"), trends: told(stage, "trendsTable") };
    } finally {
      stage.close();
    }
  };

  it("are rebuilt exactly by a replay two days later, in the order of the feed, with the schedule's runs in between", async () => {
    const posts = feed();
    const last = posts.length - 1;
    const until = (stage: Stage, time: string) => stage.pass((Date.parse(time) - stage.sandbox.world.now()) / 1000);
    const runs = new Set<string>();
    const live = await staged(START, async (stage) => {
      for (const post of posts) {
        await until(stage, post.createdAt);
        await put(stage, post);
      }
      await stage.pass(120);
      for (const item of readTable(stage.sandbox, stage.output("trendsTable"))) runs.add(String(item["asOf"]));
    });
    expect(live.tags.join()).to.include("the trends in Tamil");
    // Lists are replaced within their hour, so that items do not tell of every run.
    const schedule = Array.from({ length: 60 / EVERY + 1 }, (_, run) => at(run * EVERY));
    expect(schedule).to.include.members([...runs]);

    const rebuilt = await staged(START + 48 * 60 * MINUTE, async (stage) => {
      for (const [place, post] of posts.entries()) {
        if (place === last) {
          await stage.pass(60);
          for (const run of schedule) await stage.invoke(stage.output("computeTrendsFunction"), { at: run });
        }
        await put(stage, post);
      }
      await stage.pass(120);
    });
    expect(rebuilt.trends).to.deep.equal(live.trends);
    expect(rebuilt.tags).to.deep.equal(live.tags);

    // Without the runs, what a trend adds is missing, and nothing else.
    const without = await staged(START + 48 * 60 * MINUTE, async (stage) => {
      for (const post of posts) await put(stage, post);
      await stage.pass(120);
    });
    const names = (tags: readonly string[]) =>
      tags.map((item) => (JSON.parse(item) as { sourceTag: string }).sourceTag);
    expect(without.tags).to.not.deep.equal(live.tags);
    expect(names(without.tags).toSorted()).to.deep.equal(names(live.tags).toSorted());
  });
});
