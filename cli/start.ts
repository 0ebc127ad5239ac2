import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Presets, SingleBar } from "cli-progress";
import { Command } from "commander";
import type { FeedEntry } from "@huut/domain";
import { assertStacks, collect, projectFolder, run, wholeNumber } from "./shared";
import { readFaultPlan } from "./start/faults";
import { readFeed } from "./start/feed";
import { readMediaFolder } from "./start/media-folder";
import { assertPortFree } from "./start/port";
import type { Progress } from "./start/replay";

interface Options {
  readonly once?: true;
  readonly feed: string;
  readonly media?: string;
  readonly seed: number;
  readonly port: number;
  readonly stack?: string[];
  readonly json?: string;
  readonly faults?: string;
}

const sampleFeed = join(projectFolder, "samples", "posts.ndjson");

const help = `
Deploys the platform in the sandbox, publishes a feed of post events at their times, lets those days pass, prints what
became of every event, and serves the world on a port until Ctrl-C. Nothing leaves this machine.

A fault plan is one that comes with the project (storm) or a JSON file: docs/faults.md.
The feed's format is in samples/README.md, the summary's in docs/summary.md. A post names its recording by a key, such as
audio/u-1/p-1.mp3: --media DIR puts DIR/audio/u-1/p-1.mp3 where the post's readers find it. A post whose recording is not
there is a post without one that could be read.

Exit status: 0 done; 1 the run failed; 2 wrong options; 3 the feed, the media or the fault plan cannot be read; 4 the port
is taken.

Examples:
  npm start
  npm start -- --once --json summary.json
  npm start -- --once --faults storm --seed 7
  npm start -- --feed events.ndjson --media recordings
  cat events.ndjson | npm start -- --feed - --stack prod --port 0
`;

const command = new Command("npm start --")
  .description("the whole platform on this machine")
  .option("--once", "exit after the report instead of serving")
  .option("--feed <file>", "NDJSON of post events, - for standard input", sampleFeed)
  .option("--media <dir>", "recordings of posts, each named by its key; the samples bring theirs")
  .option("--seed <n>", "seed of everything random", wholeNumber("--seed", 0, 2 ** 31 - 1), 1)
  .option("--port <n>", "port to serve on, 0 for any free one", wholeNumber("--port", 0, 65_535), 4566)
  .option("--stack <name>", "a stack to deploy (repeatable; the first takes the feed; default: dev)", collect)
  .option("--json <file>", "write a summary for machines to a file (- for standard output, instead of the report)")
  .option("--faults <plan>", "what goes wrong meanwhile: a plan's name or file")
  .addHelpText("after", help)
  .action(start);

async function start(options: Options): Promise<void> {
  const stacks = assertStacks(options.stack ?? ["dev"]);
  const faults = options.faults === undefined ? undefined : readFaultPlan(options.faults);
  const feed = await readFeed(options.feed);
  const own = options.media === undefined ? [] : readMediaFolder(options.media);
  if (!options.once) await assertPortFree(options.port);
  // Loaded only now: whatever is wrong with the options is said at once.
  const { graphsOf } = await import("../sandbox");
  const { sampleMedia } = await import("../samples/speeches");
  const { replay } = await import("./start/replay");
  const { callApi, dailyActivityPath, insightsApiOf } = await import("./start/api");
  const { captionsToShow } = await import("./start/captions");
  const { feedsToShow } = await import("./start/feed-calls");
  const { topicsToShow } = await import("./start/topics");
  const { printReport } = await import("./start/report");
  const { summarize } = await import("./start/summary");
  const graphs = await graphsOf({ project: projectFolder, stacks });
  const progress = progressReport();
  const run = await replay({
    graphs,
    seed: options.seed,
    feed,
    media: [...(resolve(options.feed) === sampleFeed ? sampleMedia() : []), ...own],
    ...(faults && { faults }),
    onDeployed: ({ stacks }) => {
      for (const { stack, resources } of stacks.values())
        console.error(`Deployed ${stack}: ${resources.length} resources.`);
    },
    onProgress: progress.update,
  });
  progress.stop();
  const { sandbox, stack } = run;
  const call = dailyActivityPath(run.from, Date.parse((feed.at(-1) as FeedEntry).at));
  const answer = await callApi(sandbox, insightsApiOf(sandbox, stack), call);
  const topics = await topicsToShow(sandbox, stack);
  const feeds = await feedsToShow(sandbox, stack);
  const summary = summarize(run, options.seed);
  if (options.json !== "-")
    printReport(summary, { call, answer, captions: captionsToShow(sandbox, stack), topics, feeds });
  if (options.json !== undefined) write(options.json, `${JSON.stringify(summary, null, 2)}\n`);
  if (!options.once) {
    const { openPort, printAddresses, serve } = await import("./start/serve");
    const gateway = await openPort(sandbox, stack, options.port);
    await printAddresses(sandbox, stack, gateway, call);
    await serve(sandbox, gateway);
  }
  sandbox.close();
}

function write(file: string, text: string): void {
  if (file === "-") process.stdout.write(text);
  else writeFileSync(file, text);
}

/** Virtual time on standard error: a bar on a terminal, a line a day elsewhere. */
function progressReport() {
  const format = "{bar} {time} UTC  {published} published";
  const bar = new SingleBar({ format, stream: process.stderr }, Presets.shades_classic);
  const terminal = process.stderr.isTTY === true;
  let [started, drawn] = [false, ""];
  return {
    update: ({ now, from, to, published }: Progress) => {
      const time = new Date(now).toISOString().slice(0, 16).replace("T", " ");
      const percent = Math.floor(((now - from) / (to - from)) * 100);
      const mark = terminal ? String(percent) : time.slice(0, 10);
      if (mark === drawn) return;
      drawn = mark;
      if (!terminal) return console.error(`${time} UTC  ${published} published`);
      if (!started) bar.start(100, 0, { time, published });
      started = true;
      bar.update(percent, { time, published });
    },
    stop: () => bar.stop(),
  };
}

void run(command);
