import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Presets, SingleBar } from "cli-progress";
import { Command } from "commander";
import { graphsOf } from "../sandbox";
import { collect, projectFolder, run, wholeNumber } from "./shared";
import { readFaultPlan } from "./start/faults";
import { readFeed } from "./start/feed";
import { replay, type Progress } from "./start/replay";
import { printReport } from "./start/report";
import { assertPortFree, openPort, printAddresses, serve } from "./start/serve";
import { summarize } from "./start/summary";

interface Options {
  readonly once?: true;
  readonly feed: string;
  readonly seed: number;
  readonly port: number;
  readonly stack?: string[];
  readonly json?: string;
  readonly faults?: string;
}

const help = `
Deploys the platform in the sandbox, publishes a feed of post events at their times, lets those days pass, prints what
became of every event, and serves the world on a port until Ctrl-C. Nothing leaves this machine.

A fault plan is one that comes with the project (storm) or a JSON file: docs/faults.md.
The feed's format is in samples/README.md, the summary's in docs/summary.md.

Exit status: 0 done; 1 the run failed; 2 wrong options; 3 the feed or the fault plan cannot be read; 4 the port is taken.

Examples:
  npm start
  npm start -- --once --json summary.json
  npm start -- --once --faults storm --seed 7
  cat events.ndjson | npm start -- --feed - --stack prod --port 0
`;

const command = new Command("npm start --")
  .description("the whole platform on this machine")
  .option("--once", "exit after the report instead of serving")
  .option(
    "--feed <file>",
    "NDJSON of post events, - for standard input",
    join(projectFolder, "samples", "posts.ndjson"),
  )
  .option("--seed <n>", "seed of everything random", wholeNumber("--seed", 0, 2 ** 31 - 1), 1)
  .option("--port <n>", "port to serve on, 0 for any free one", wholeNumber("--port", 0, 65_535), 4566)
  .option("--stack <name>", "a stack to deploy (repeatable; the first takes the feed; default: dev)", collect)
  .option("--json <file>", "write a summary for machines to a file (- for standard output, instead of the report)")
  .option("--faults <plan>", "what goes wrong meanwhile: a plan's name or file")
  .addHelpText("after", help)
  .action(start);

async function start(options: Options): Promise<void> {
  const faults = options.faults === undefined ? undefined : readFaultPlan(options.faults);
  const feed = await readFeed(options.feed);
  if (!options.once) await assertPortFree(options.port);
  const graphs = await graphsOf({ project: projectFolder, stacks: options.stack ?? ["dev"] });
  const bar = progressBar();
  const run = await replay({
    graphs,
    seed: options.seed,
    feed,
    ...(faults && { faults }),
    onDeployed: (sandbox) => {
      const resources = [...sandbox.stacks.values()].reduce((sum, graph) => sum + graph.resources.length, 0);
      console.error(`Deployed ${[...sandbox.stacks.keys()].join(", ")}: ${resources} resources.`);
    },
    onProgress: bar.update,
  });
  bar.stop();
  const summary = summarize(run, options.seed, bar.from());
  if (options.json === "-") process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
  else printReport(summary);
  if (options.json !== undefined && options.json !== "-") {
    writeFileSync(options.json, `${JSON.stringify(summary, null, 2)}\n`);
  }
  if (!options.once) {
    const gateway = await openPort(run.sandbox, options.port);
    await printAddresses(run.sandbox, run.stack, gateway);
    await serve(run.sandbox, gateway);
  }
  run.sandbox.close();
}

/** Virtual time on standard error: a bar on a terminal, nothing elsewhere. */
function progressBar() {
  const bar = new SingleBar(
    { format: "{bar} {time} UTC  {published} published", stream: process.stderr, noTTYOutput: false },
    Presets.shades_classic,
  );
  let progress: Progress | undefined;
  let drawn = -1;
  return {
    update: (now: Progress) => {
      if (!progress) bar.start(100, 0, { time: "", published: 0 });
      progress = now;
      const percent = Math.floor(((now.now - now.from) / (now.to - now.from)) * 100);
      if (percent === drawn) return;
      drawn = percent;
      bar.update(percent, {
        time: new Date(now.now).toISOString().slice(0, 16).replace("T", " "),
        published: now.published,
      });
    },
    stop: () => bar.stop(),
    from: () => progress?.from ?? 0,
  };
}

void run(command);
