import { GlueClient, StartCrawlerCommand, StartJobRunCommand } from "@aws-sdk/client-glue";
import { rawLine, type Stage } from "../../support/stage";
import type { Scenario } from "./index";

const start = "2026-11-02T08:00:00Z";
const day = "2026-11-02";

/** What the curated zone is made of: a post, a change and a removal. */
export async function rawRows(stage: Stage, round: number, more: Readonly<Record<string, unknown>> = {}) {
  const [kept, removed] = [`p-${round}`, `p-${round}-removed`];
  await stage.putRaw("posts", day, `${round}`, [
    rawLine({ postId: kept, ...more }),
    rawLine({ postId: removed, ...more }),
  ]);
  await stage.putRaw("post_updates", day, `${round}`, [
    rawLine({ postId: kept, version: 2, eventId: `e-${kept}-2`, eventName: "MODIFY", ...more }),
    rawLine({
      postId: removed,
      version: 2,
      eventId: `e-${removed}-2`,
      eventName: "REMOVE",
      deleted: true,
      ...more,
    }),
  ]);
}

/** A line of captions in the raw zone. */
const captionLine = {
  table: "captions",
  recordedAt: "2026-11-02T05:00:00.000000Z",
  kind: "media",
  deleted: false,
  postId: "p-1",
  language: "media",
  postVersion: 1,
  state: "silent",
};

/** The crawler makes tables and partitions; then a column appears, and it changes them. */
export const crawl: Scenario = {
  name: "crawls before and after a new column",
  start,
  async play(stage) {
    const glue = stage.client(GlueClient, "glue");
    for (const [round, more] of [{}, { image: "images/p-2.jpg" }].entries()) {
      await rawRows(stage, round + 1, more);
      await stage.putRaw("captions", day, `${round + 1}`, [captionLine]);
      await stage.until(() => glue.send(new StartCrawlerCommand({ Name: stage.output("crawler") })));
      await stage.pass(90);
    }
    return {};
  },
};

/** Three runs of a job on one day: the third removes what the first wrote. */
const runs = (job: "job" | "historyJob"): Scenario => ({
  name: `runs of the ${job}`,
  start,
  async play(stage) {
    for (let round = 1; round <= 3; round++) {
      await rawRows(stage, round);
      await runJob(stage, job);
    }
    return {};
  },
});

export const curate = runs("job");
export const keepHistory = runs("historyJob");

/** Runs a job once; a failed run is tried once more by Glue itself. */
export async function runJob(stage: Stage, job: "job" | "historyJob" = "job"): Promise<void> {
  const glue = stage.client(GlueClient, "glue");
  await stage.until(() => glue.send(new StartJobRunCommand({ JobName: stage.output(job) })));
  await stage.pass(300);
}
