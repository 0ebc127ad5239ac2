import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command } from "commander";
import type { Demand, Figures, Share } from "./captions/figures";
import type { FileFigures } from "./captions/measure";
import type { Unready } from "./captions/recordings";
import { collect, exitStatus, projectFolder, run, textTable, UserError, wholeNumber } from "./shared";

const sampleFeed = join(projectFolder, "samples", "posts.ndjson");

const help = `
Replays the posts of a feed that have recordings in the sandbox, reads every caption file that was published back with parsers
that share no code with the writers, and measures the captions: over all files, and by language. What stands in for Amazon
Transcribe and Translate there: docs/stand-ins.md.

"Words lost" are words of the transcript that its captions lack, and words of the translator's answers that the translated
captions lack. Cues of speech that the recognizer punctuates should end with a sentence or a clause, those of all other speech at
a pause of 300 ms or more.

Exit status: 0 every demand is met; 1 one is not, or the run failed; 2 wrong options; 3 the feed, the media or the figures
cannot be read.

Examples:
  npm run captions:report
  npm run captions:report -- --post p-0482 --post p-0406
  npm run captions:report -- --json > figures.json
  npm run captions:report -- --from figures.json
  npm run captions:report -- --feed events.ndjson --media recordings
`;

interface Options {
  readonly feed: string;
  readonly media?: string;
  readonly post?: string[];
  readonly seed: number;
  readonly json?: true;
  readonly from?: string;
}

/** Everything that was measured. */
interface Report {
  readonly seed: number;
  readonly demands: readonly Demand[];
  readonly total: Figures;
  /** Captions of the spoken language, and translations. */
  readonly bySource: Readonly<Record<string, Figures>>;
  readonly byLanguage: Readonly<Record<string, Figures>>;
  readonly missing: readonly Unready[];
  readonly without: readonly Unready[];
  readonly files: readonly FileFigures[];
}

const command = new Command("npm run captions:report --")
  .description("how good the captions of the sample recordings are")
  .option("--feed <file>", "NDJSON of post events, - for standard input", sampleFeed)
  .option("--media <dir>", "recordings of posts, each named by its key; the samples bring theirs")
  .option("--post <id>", "measure this post only (repeatable)", collect)
  .option("--seed <n>", "seed of everything random", wholeNumber("--seed", 0, 2 ** 31 - 1), 1)
  .option("--json", "print all figures as JSON, those of each file included")
  .option("--from <file>", "print the figures that --json has written, - for standard input, without another run")
  .addHelpText("after", help)
  .action(async (options: Options) => {
    const report = options.from === undefined ? await measured(options) : readReport(options.from);
    if (options.json) process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
    else print(report);
    if (report.demands.some(({ met }) => !met)) process.exitCode = exitStatus.failed;
  });

async function measured({ feed, media, post, seed }: Options): Promise<Report> {
  const { readFeed } = await import("./start/feed");
  const { readMediaFolder } = await import("./start/media-folder");
  const { replayRecordings, withMedia } = await import("./captions/recordings");
  const entries = withMedia(await readFeed(feed), post);
  const own = media === undefined ? [] : readMediaFolder(media);
  if (entries.length === 0) {
    const which = post === undefined ? "no post with a recording" : `no recording of ${post.join(", ")}`;
    throw new UserError(`The feed has ${which}.`, exitStatus.input);
  }
  const { graphsOf } = await import("../sandbox");
  const { sampleMedia } = await import("../samples/speeches");
  const [graph] = await graphsOf({ project: projectFolder, stacks: ["dev"] });
  if (graph === undefined) throw new Error("The stack dev has no graph");
  const samples = resolve(feed) === sampleFeed ? sampleMedia() : [];
  return reportOf(await replayRecordings(graph, entries, [...samples, ...own], seed), seed);
}

async function reportOf(
  { published, missing, without }: import("./captions/recordings").Recordings,
  seed: number,
): Promise<Report> {
  const { measure } = await import("./captions/measure");
  const { demandsOn, figuresOf } = await import("./captions/figures");
  const files: FileFigures[] = [];
  for (const each of published) files.push(await measure(each));
  const grouped = (key: "language" | "source"): Record<string, Figures> => {
    const groups = Map.groupBy(files, (file) => file[key]);
    const ordered = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(ordered.map(([name, some]) => [name, figuresOf(some)]));
  };
  const total = figuresOf(files);
  const demands = demandsOn(total, missing.length);
  const [bySource, byLanguage] = [grouped("source"), grouped("language")];
  return { seed, demands, total, bySource, byLanguage, missing, without, files };
}

function readReport(file: string): Report {
  try {
    const report = JSON.parse(readFileSync(file === "-" ? 0 : file, "utf8")) as Report;
    if (Array.isArray(report.demands) && Array.isArray(report.files)) return report;
  } catch (error) {
    throw new UserError(`${file}: ${(error as Error).message}. Give what --json has written.`, exitStatus.input);
  }
  throw new UserError(`${file} holds no figures of captions. Give what --json has written.`, exitStatus.input);
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const shown = ({ of, share }: Share): string => (of === 0 ? "" : percent(share));

const COLUMNS = [
  "captions",
  "files",
  "cues",
  "lines > 42",
  "cues > 2 lines",
  "overlaps",
  "words",
  "lost",
  "readable",
  "end at clause",
  "end at pause",
];

function row(name: string, figures: Figures): string[] {
  const { files, cues, longLines, tallCues, overlaps, words, wordsLost, readable, atBoundary, atPause } = figures;
  const counts = [files, cues, longLines, tallCues, overlaps, words, wordsLost].map(String);
  return [name, ...counts, shown(readable), shown(atBoundary), shown(atPause)];
}

function print({ demands, total, bySource, byLanguage, missing, without, files }: Report): void {
  const groups = [...Object.entries(byLanguage), ...Object.entries(bySource), ["all", total] as const];
  console.log(
    textTable(
      COLUMNS,
      groups.map(([name, figures]) => row(name, figures)),
    ),
  );
  for (const { post, language, problems } of files) {
    for (const problem of problems) console.log(`${post} ${language}: ${problem}`);
  }
  for (const { post, language, state, reason } of missing) {
    console.log(`${post} ${language}: ${state}${reason === undefined ? "" : `, ${reason}`}`);
  }
  console.log(`\nRecordings without captions: ${without.length}`);
  for (const { post, state, reason } of without)
    console.log(`  ${post} ${state}${reason === undefined ? "" : `: ${reason}`}`);
  console.log();
  console.log(textTable(["demand", "is", "should be", ""], demands.map(demandRow)));
}

function demandRow({ what, is, unit, least, most, met }: Demand): string[] {
  const figure = (value: number): string => (unit === "share" ? percent(value) : String(value));
  if (least === undefined && most === undefined) return [what, figure(is), "", "reported"];
  const wanted = least === undefined ? figure(most ?? 0) : `at least ${figure(least)}`;
  return [what, figure(is), wanted, met ? "met" : "MISSED"];
}

void run(command);
