import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { countGraphemes, CUE_PARAMETERS } from "@huut/domain";
import { median } from "./child";
import type { Figure } from "./figures";
import { inLayer } from "./in-layer";
import type { Captioned, CaptionsArgs } from "./probes/captions";
import { transcribeOutput, type SpeechSize } from "./speech";

/** What the platform promises of captions. */
export const captionLimits = { cues: 10_000, layout: 1_000, longFile: 2_000, memory: 200_000_000 } as const;

/** Ten thousand sentences that fit a cue each. */
const manyCues: SpeechSize = { sentences: 10_000, words: [6, 10] };
/** Four hours, Transcribe's longest media: 40,000 words. */
const fourHours: SpeechSize = { sentences: 2_880, words: [8, 22] };

/** Laying out and writing captions, in processes that hold nothing but the layer's code. */
export function captions(): Promise<Figure[]> {
  return inLayer(async (run, folder) => {
    const probe = (args: CaptionsArgs) => run<CaptionsArgs, Captioned>("captions", args);
    const many = join(folder, "many.json");
    const long = join(folder, "long.json");
    writeFileSync(many, JSON.stringify(transcribeOutput(manyCues)));
    writeFileSync(long, JSON.stringify(transcribeOutput(fourHours)));
    return [
      layoutFigure(await probe({ file: many, work: "layout", times: 1 })),
      ...longFigures(await probe({ file: long, work: "file", times: 1 })),
      ratioFigure(await probe({ file: long, work: "compare", times: 5 })),
    ];
  });
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
