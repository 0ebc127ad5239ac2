import { readFileSync } from "node:fs";
import { layoutCues, parseTranscript, qualityOf, toSrt, toVtt } from "@huut/domain";

/** Run as plain JavaScript with the layer's modules, as on Lambda: the TypeScript loader would take more memory than the work. */
export interface CaptionsArgs {
  /** A transcription job's output. */
  readonly file: string;
  /** The whole way to files once, only the layout, or the way to SRT beside `aws-transcription-to-srt`, in turns. */
  readonly work: "file" | "layout" | "compare";
  readonly times: number;
}

export interface Captioned {
  /** CPU time of each run, milliseconds; of `compare`, ours. */
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
  readonly wall: readonly number[];
  readonly words: number;
  readonly cues: number;
  /** Milliseconds of speech. */
  readonly speech: number;
  /** Highest resident set of the process, bytes. */
  readonly maxRss: number;
  readonly theirSrt: string;
}

const { file, work, times } = JSON.parse(process.argv[2] as string) as CaptionsArgs;
const text = readFileSync(file, "utf8");
const ours: number[] = [];
const theirs: number[] = [];
const wall: number[] = [];
let theirSrt = "";

function timed(into: number[], run: () => void): void {
  const [before, clock] = [process.cpuUsage(), performance.now()];
  run();
  const { user, system } = process.cpuUsage(before);
  into.push((user + system) / 1_000);
  if (into === ours) wall.push(performance.now() - clock);
}

let { words } = work === "file" ? { words: [] } : parseTranscript(JSON.parse(text));
let cues = work === "layout" ? layoutCues([]) : [];
for (let i = 0; i < times; i++) {
  if (work === "layout") timed(ours, () => (cues = layoutCues(words)));
  if (work === "file") {
    timed(ours, () => {
      ({ words } = parseTranscript(JSON.parse(text)));
      cues = layoutCues(words);
      qualityOf(cues, words);
      toSrt(cues);
      toVtt(cues, { language: "hi" });
    });
  }
  if (work === "compare") {
    const json: unknown = JSON.parse(text);
    timed(ours, () => toSrt((cues = layoutCues(parseTranscript(json).words))));
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded only where it is compared with
    const convert = require("aws-transcription-to-srt") as (json: unknown) => string;
    timed(theirs, () => (theirSrt = convert(json)));
  }
}
const maxRss = process.resourceUsage().maxRSS * 1_024;
const speech = words.at(-1)?.end ?? 0;
const report: Captioned = { ours, theirs, wall, words: words.length, cues: cues.length, speech, maxRss, theirSrt };
process.send?.(report, () => process.disconnect());
