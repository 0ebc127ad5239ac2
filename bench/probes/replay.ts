import { gunzipSync } from "node:zlib";
import { readTable, takeAccount } from "../../cli/start/evidence";
import { replay, type Replay } from "../../cli/start/replay";
import { graphsOf, type StackGraph } from "../../sandbox";
import type { S3Service } from "../../sandbox/services/s3";
import { probe, timed, type Took } from "../child";
import { feedOf, type FeedSize } from "../feed";

export interface ReplayArgs extends FeedSize {
  readonly project: string;
  readonly stack: string;
}

export interface Replayed {
  /** From the deployment of the evaluated stack to noon after the last day. */
  readonly took: Took;
  readonly events: number;
  readonly stored: number;
  /** Events that are neither stored, duplicates nor quarantined. */
  readonly lost: number;
  /** Lines of the objects under the raw zone's tables. */
  readonly rawLines: number;
  readonly insights: number;
  /** Highest resident set of the process, bytes. */
  readonly maxRss: number;
  /** What the world holds after the run beyond what the process held before it, bytes, garbage collected. */
  readonly retained: number;
}

probe<ReplayArgs, Replayed>(async ({ project, stack, ...size }) => {
  const graphs: StackGraph[] = await graphsOf({ project, stacks: [stack] });
  const feed = feedOf(size);
  const before = held();
  const { value: run, took } = await timed(() => replay({ graphs, seed: 1, feed }));
  const retained = held() - before;
  const maxRss = process.resourceUsage().maxRSS * 1024;
  const { published, stored, duplicates, quarantined } = takeAccount(run).balance;
  const insights = readTable(run.sandbox, String(run.sandbox.outputs(run.stack)["insightsTable"])).length;
  const rawLines = rawLinesOf(run);
  run.sandbox.close();
  const lost = size.events - stored - duplicates - quarantined;
  return { took, events: published, stored, lost, rawLines, insights, maxRss, retained };
});

function held(): number {
  global.gc?.();
  global.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function rawLinesOf({ sandbox, stack }: Replay): number {
  const bucket = sandbox.cloud.service<S3Service>("s3").store.bucket(String(sandbox.outputs(stack)["rawBucket"]));
  let lines = 0;
  for (const key of bucket.keysFrom("")) {
    if (!key.includes("/created_date=")) continue;
    const body = bucket.current(key)?.body;
    if (body) lines += gunzipSync(body).toString("utf8").split("\n").length - 1;
  }
  return lines;
}
