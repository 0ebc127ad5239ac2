import { fork } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import * as typescript from "typescript";
import { layerFiles } from "../components/shared/layer-files";
import { countGraphemes, CUE_PARAMETERS } from "@huut/domain";
import { median } from "./child";
import type { Figure } from "./figures";
import type { Captioned, CaptionsArgs } from "./probes/captions";
import { transcribeOutput, type SpeechSize } from "./speech";

/** What the platform promises of captions. */
export const captionLimits = { cues: 10_000, layout: 1_000, longFile: 2_000, memory: 200_000_000 } as const;

/** Ten thousand sentences that fit a cue each. */
const manyCues: SpeechSize = { sentences: 10_000, words: [6, 10] };
/** Four hours, Transcribe's longest media: 40,000 words. */
const fourHours: SpeechSize = { sentences: 2_880, words: [8, 22] };

/** Laying out and writing captions, in processes that hold nothing but the layer's code. */
export async function captions(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "huut-bench-"));
  try {
    for (const [path, text] of Object.entries(layerFiles())) write(join(folder, path), text);
    write(join(folder, "probe.js"), compiled(join(__dirname, "probes", "captions.ts")));
    const many = join(folder, "many.json");
    const long = join(folder, "long.json");
    write(many, JSON.stringify(transcribeOutput(manyCues)));
    write(long, JSON.stringify(transcribeOutput(fourHours)));
    return [
      layoutFigure(await probe(folder, { file: many, work: "layout", times: 1 })),
      ...longFigures(await probe(folder, { file: long, work: "file", times: 1 })),
      ratioFigure(await probe(folder, { file: long, work: "compare", times: 5 })),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function layoutFigure({ ours, wall, words, cues }: Captioned): Figure {
  if (cues < captionLimits.cues) throw new Error(`The speech makes ${cues} cues, fewer than ${captionLimits.cues}.`);
  return {
    group: "captions",
    name: `layout of ${cues} cues`,
    value: median(ours),
    unit: "ms",
    limit: { most: captionLimits.layout },
    note: `CPU time of the first run in its process, ${words} words of Hindi; ${median(wall).toFixed(0)} ms wall`,
  };
}

function longFigures({ ours, wall, words, cues, speech, maxRss }: Captioned): Figure[] {
  const what = `${(speech / 3_600_000).toFixed(1)} h, ${words} words`;
  const how = "from the text of Transcribe's file to SRT, WebVTT and quality report, once";
  return [
    {
      group: "captions",
      name: `captions of ${what}`,
      value: median(ours),
      unit: "ms",
      limit: { most: captionLimits.longFile },
      note: `CPU time ${how}: ${cues} cues; ${median(wall).toFixed(0)} ms wall`,
    },
    {
      group: "captions",
      name: `peak memory, ${what}`,
      value: maxRss,
      unit: "bytes",
      limit: { most: captionLimits.memory },
      note: "highest resident set of the whole process, Node and the layer's code included",
    },
  ];
}

/** Without a limit: the other one weighs nothing and breaks nothing but its own file. */
function ratioFigure({ ours, theirs, theirSrt, cues }: Captioned): Figure {
  const times = [ours, theirs].map((all) => `${median(all).toFixed(0)} ms CPU`);
  const lines = theirSrt.split("\n").filter((line) => line !== "" && !/^\d+$|-->/.test(line));
  const long = lines.filter((line) => countGraphemes(line) > CUE_PARAMETERS.maxLineGraphemes).length;
  return {
    group: "captions",
    name: "SRT of the same file, by aws-transcription-to-srt's time",
    value: median(ours) / median(theirs),
    unit: "×",
    note:
      `medians of ${ours.length} in turns: ${times.join("; it ")}. It writes ${lines.length} cues of one line, ` +
      `${long} of them too long, with a point for the comma in times; we write ${cues} that keep every limit`,
  };
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function compiled(file: string): string {
  const compilerOptions = { target: typescript.ScriptTarget.ES2023, module: typescript.ModuleKind.CommonJS };
  return typescript.transpileModule(readFileSync(file, "utf8"), { compilerOptions, fileName: file }).outputText;
}

/** Runs the probe with the layer's modules, and this project's where the layer has none. */
function probe(folder: string, args: CaptionsArgs): Promise<Captioned> {
  const modules = [join(folder, "nodejs", "node_modules"), join(__dirname, "..", "node_modules")];
  return new Promise((resolve, reject) => {
    const child = fork(join(folder, "probe.js"), [JSON.stringify(args)], {
      execArgv: [],
      env: { ...process.env, NODE_PATH: modules.join(delimiter) },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    let report: Captioned | undefined;
    child.on("message", (message) => (report = message as Captioned));
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      if (code === 0 && report) resolve(report);
      else reject(new Error(`The captions' probe ended with ${signal ?? `status ${code}`} and without a report.`));
    });
  });
}
