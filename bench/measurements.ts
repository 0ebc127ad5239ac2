import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { graphsOf, type StackGraph } from "../sandbox";
import { captions } from "./captions";
import { inChild, median, type Took } from "./child";
import type { Figure } from "./figures";
import { rawResources, rawResourcesVariable } from "./floor/resources";
import { packageSizes } from "./packages";
import { pathAgainstPeer } from "./path";
import { policy } from "./policy";
import type { BringUp } from "./probes/bring-up";
import type { Evaluated } from "./probes/evaluate";
import type { Replayed } from "./probes/replay";
import { search } from "./search";
import { trends } from "./trends";

const project = join(__dirname, "..");
const KiB = 1_024;
const MiB = 1_024 ** 2;

/** What the platform promises. */
export const limits = {
  evaluation: 2,
  functionPackage: 100 * KiB,
  layerPackage: 2 * MiB,
  bringUp: 5_000,
  throughput: 300,
  memory: 1_024 * MiB,
  growth: 1.2,
} as const;

const repetitions = 5;
const warmRepetitions = 5;

/** A measurement by its name, for `--only`: what it is, and its figures. */
export const measurements = {
  evaluation: { what: "evaluating prod against a floor of raw resources and one-line functions", run: evaluation },
  packages: { what: "zipped sizes of every function and layer", run: packages },
  "bring-up": { what: "evaluating and deploying prod in the sandbox", run: bringUp },
  replay: { what: "events per second, memory and growth, from published to the insight", run: replay },
  captions: { what: "laying out and writing captions: time, memory, and beside another converter", run: captions },
  trends: { what: "scoring a million tag events: time and memory", run: trends },
  search: { what: "searching a hundred thousand posts: handler time", run: search },
  policy: { what: "judging a stack of 500 resources, and how many rules there are beside another pack", run: policy },
  path: { what: "queue, function, table: the sandbox against MiniStack on the same messages", run: pathAgainstPeer },
} as const satisfies Record<string, { what: string; run: () => Promise<Figure[]> }>;

const cpu = (took: readonly Took[]) => median(took.map((each) => each.cpu));
const wall = (took: readonly Took[]) => median(took.map((each) => each.wall));

async function prodGraph(): Promise<StackGraph> {
  const [graph] = await graphsOf({ project, stacks: ["prod"] });
  return graph as StackGraph;
}

/** Program and floor in turns, so that a busy machine slows both. CPU time: the wall clock counts others' work. */
async function evaluation(): Promise<Figure[]> {
  const raw = rawResources(await prodGraph());
  const folder = mkdtempSync(join(tmpdir(), "huut-bench-"));
  const programs: Evaluated[] = [];
  const floors: Evaluated[] = [];
  try {
    process.env[rawResourcesVariable] = join(folder, "resources.json");
    writeFileSync(process.env[rawResourcesVariable], JSON.stringify(raw));
    for (let i = 0; i < repetitions; i++) {
      programs.push(await inChild<Evaluated>("evaluate", { project, stack: "prod", again: warmRepetitions }));
      const floor = { project: join(__dirname, "floor"), stack: "floor", again: warmRepetitions };
      floors.push(await inChild<Evaluated>("evaluate", floor));
    }
  } finally {
    Reflect.deleteProperty(process.env, rawResourcesVariable);
    rmSync(folder, { recursive: true });
  }
  const functions = raw.filter(({ code }) => code === "function").length;
  const counted = `${raw.length} raw resources, ${functions} one-line functions`;
  const compare = (name: string, took: (evaluated: Evaluated) => readonly Took[], limited: boolean): Figure => {
    const [program, floor] = [programs, floors].map((all) => all.flatMap(took)) as [Took[], Took[]];
    const times = [program, floor].map((all) => `${cpu(all).toFixed(0)} ms CPU, ${wall(all).toFixed(0)} ms wall`);
    const note = `medians of ${program.length}: ${times.join("; floor ")}${limited ? ` (${counted})` : ""}`;
    const value = cpu(program) / cpu(floor);
    return { group: "evaluation", name, value, unit: "×", limit: { most: limits.evaluation }, note };
  };
  return [
    compare("evaluating prod, modules loaded, by its floor", ({ warm }) => warm, true),
    compare("first evaluation, modules included, by its floor", ({ cold }) => [cold], false),
  ];
}

async function packages(): Promise<Figure[]> {
  const sizes = await packageSizes(await prodGraph());
  return sizes.map(({ name, kind, files, zipped }) => ({
    group: "packages",
    name: `${kind} ${name}`,
    value: zipped,
    unit: "bytes",
    limit: { most: kind === "function" ? limits.functionPackage : limits.layerPackage },
    note: `${files} ${files === 1 ? "file" : "files"}`,
  }));
}

async function bringUp(): Promise<Figure[]> {
  const runs: BringUp[] = [];
  for (let i = 0; i < repetitions; i++) runs.push(await inChild<BringUp>("bring-up", { project, stack: "prod" }));
  const all = runs.map((run) => run.all);
  const open = runs.map((run) => run.open);
  const note = (took: readonly Took[]) => `median of ${repetitions}; ${cpu(took).toFixed(0)} ms CPU`;
  return [
    {
      group: "bring-up",
      name: "evaluate and deploy prod",
      value: wall(open),
      unit: "ms",
      limit: { most: limits.bringUp },
      note: `${note(open)}; ${runs[0]?.resources ?? 0} resources, the program's and Pulumi's modules loaded on the way`,
    },
    {
      group: "bring-up",
      name: "the whole process that does it",
      value: wall(all),
      unit: "ms",
      note: `${note(all)}; with Node, the TypeScript loader and the sandbox's own modules`,
    },
  ];
}

const small = { events: 2_000, days: 3 } as const;
/** Ten times the people in the same days. */
const dense = { events: 20_000, days: 3 } as const;
/** The same people for ten times the days. */
const long = { events: 20_000, days: 30 } as const;

async function replay(): Promise<Figure[]> {
  const of = (size: { events: number; days: number }) =>
    inChild<Replayed>("replay", { project, stack: "dev", ...size });
  // The small one is over soon and so blurred most.
  const smalls = [await of(small), await of(small), await of(small)];
  const [few, many, lasting] = [middleOf(smalls), await of(dense), await of(long)];
  return [
    { ...throughput(many, dense), limit: { least: limits.throughput } },
    // Without a limit: where events are few, each has invocations of its own, and crawls and jobs weigh more than events.
    throughput(few, small),
    throughput(lasting, long),
    ...[many, lasting].map((run, i): Figure => {
      const { days } = i === 0 ? dense : long;
      const note = "highest resident set of the process";
      const name = `peak memory, ${run.events} events in ${days} days`;
      return { group: "replay", name, value: run.maxRss, unit: "bytes", limit: { most: limits.memory }, note };
    }),
    ...growth(few, many, "ten times the people"),
    ...growth(few, lasting, "ten times the days"),
  ];
}

function middleOf(runs: readonly Replayed[]): Replayed {
  const time = median(runs.map(({ took }) => took.cpu));
  return runs.find(({ took }) => took.cpu === time) as Replayed;
}

function throughput(run: Replayed, { days }: { days: number }): Figure {
  const { events, stored, lost, rawLines, insights, took } = run;
  if (lost > 0) throw new Error(`${lost} of ${events} events were not accounted for.`);
  if (insights === 0) throw new Error("The run computed no insight: there is nothing end to end about it.");
  return {
    group: "replay",
    name: `${events} events in ${days} days, end to end`,
    value: events / (took.wall / 1_000),
    unit: "events/s",
    note:
      `${(took.wall / 1_000).toFixed(1)} s wall, ${(took.cpu / 1_000).toFixed(1)} s CPU from deployment to noon after the last day: ` +
      `${stored} stored, ${rawLines} lines in raw, ${insights} insight items, every crawl and job run of the days included`,
  };
}

function growth(few: Replayed, many: Replayed, how: string): Figure[] {
  const time = (run: Replayed) => run.took.cpu / run.events;
  const memory = (run: Replayed) => run.retained / run.events;
  const from = `${few.events} → ${many.events} events, ${how}`;
  const limit = { most: limits.growth };
  return [
    {
      group: "replay",
      name: `time an event, ${from}`,
      value: time(many) / time(few),
      unit: "×",
      limit,
      note: `${time(few).toFixed(2)} → ${time(many).toFixed(2)} ms CPU an event`,
    },
    {
      group: "replay",
      name: `memory an event, ${from}`,
      value: memory(many) / memory(few),
      unit: "×",
      limit,
      note: `${(memory(few) / KiB).toFixed(1)} → ${(memory(many) / KiB).toFixed(1)} KiB an event held at the end, garbage collected`,
    },
  ];
}
