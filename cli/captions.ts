import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { Command } from "commander";
import {
  layoutCues,
  parseTranscript,
  qualityOf,
  toSrt,
  toVtt,
  TranscriptProblem,
  type CaptionQuality,
  type Cue,
  type Transcript,
} from "@huut/domain";
import { verifySrt, verifyVtt } from "./captions/verify";
import { exitStatus, run, textTable, UserError } from "./shared";

const help = `
Turns the output file of an Amazon Transcribe job into captions on standard output, laid out as the platform does it.

FILE is the JSON that a transcription job wrote, in any of its forms: with speakers, channels, several languages,
redactions, without punctuation, without speech. - reads standard input.

Examples:
  npm run -s captions -- transcript.json > captions.vtt
  aws s3 cp s3://bucket/job.json - | npm run -s captions -- - --format srt
  npm run -s captions -- transcript.json --report > captions.vtt

Exit status: 0 captions were written; 1 the file is no transcript, or cannot be read; 2 wrong options.
`;

interface Options {
  readonly format: string;
  readonly language?: string;
  readonly report?: boolean;
  readonly json?: boolean;
}

/** One file's captions with everything that was found out on the way. */
interface Captions {
  readonly transcript: Transcript;
  readonly language: string | undefined;
  readonly cues: readonly Cue[];
  readonly quality: CaptionQuality;
}

const command = new Command("npm run captions --")
  .description("captions from the output of a transcription job")
  .argument("<file>", "the job's output, JSON (- for standard input)")
  .option("--format <format>", "vtt or srt", "vtt")
  .option("--language <tag>", "the language of the captions, BCP 47 (default: what the file says)")
  .option("--report", "print the quality report to standard error")
  .option("--json", "print cues and quality report as JSON instead of a subtitle file")
  .addHelpText("after", help)
  .action(async (file: string, options: Options) => {
    const { format, report = false, json = false } = options;
    if (format !== "vtt" && format !== "srt") throw new UserError(`--format takes vtt or srt, not "${format}".`);
    const language = languageTag(options.language);
    const captions = captionsOf(await transcriptOf(file), language);
    if (report) process.stderr.write(`${reportOf(captions)}\n`);
    process.stdout.write(json ? asJson(captions) : checked(subtitles(captions, format), format, file));
  });

function captionsOf(transcript: Transcript, language: string | undefined): Captions {
  const spoken = language ?? transcript.language;
  const cues = layoutCues(transcript.words, spoken === undefined ? {} : { language: spoken });
  return { transcript, language: spoken, cues, quality: qualityOf(cues, transcript.words) };
}

async function transcriptOf(file: string): Promise<Transcript> {
  const name = file === "-" ? "standard input" : file;
  try {
    return parseTranscript(JSON.parse(await textOf(file, name)));
  } catch (error) {
    if (error instanceof TranscriptProblem) throw new UserError(`${name}: ${error.message}`, exitStatus.failed);
    if (!(error instanceof SyntaxError)) throw error;
    const cure = "Give the whole file that a transcription job wrote, uncompressed.";
    throw new UserError(`${name}: $: no JSON: ${error.message}. ${cure}`, exitStatus.failed);
  }
}

async function textOf(file: string, name: string): Promise<string> {
  try {
    return (file === "-" ? await text(process.stdin) : readFileSync(file, "utf8")).replace(/^\ufeff/, "");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? "there is no such file" : message;
    throw new UserError(`${name}: ${reason}. Give the path of a transcription job's output, or -.`, exitStatus.failed);
  }
}

/** @throws UserError when it is no language tag */
function languageTag(tag: string | undefined): string | undefined {
  if (tag === undefined) return undefined;
  try {
    return new Intl.Locale(tag).toString();
  } catch {
    throw new UserError(`--language takes a BCP 47 tag such as hi or hi-IN, not "${tag}".`);
  }
}

function subtitles({ cues, language }: Captions, format: "vtt" | "srt"): string {
  return format === "srt" ? toSrt(cues) : toVtt(cues, language === undefined ? {} : { language });
}

/** What goes out has been read by a parser that shares nothing with the writer. */
function checked(subtitleFile: string, format: "vtt" | "srt", file: string): string {
  const { problems } = format === "srt" ? verifySrt(subtitleFile) : verifyVtt(subtitleFile);
  if (problems.length === 0) return subtitleFile;
  throw new Error(`The captions of ${file} are no valid ${format} file, which is our fault: ${problems.join("; ")}`);
}

function asJson({ transcript, language, cues, quality }: Captions): string {
  const { jobName, languages } = transcript;
  return `${JSON.stringify({ jobName, language, languages, cues, quality }, undefined, 2)}\n`;
}

function reportOf({ transcript, language, quality }: Captions): string {
  const { boundary, confidence, coverage, flags, limits } = quality;
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const broken = Object.entries(limits).filter(([, count]) => count > 0);
  const rows = [
    ["language", `${language ?? "unknown"}${languagesOf(transcript)}`],
    ["cues", String(quality.cues)],
    ["limits", broken.length === 0 ? "all kept" : broken.map(([limit, count]) => `${limit}: ${count}`).join(", ")],
    ["within reading speed", `${percent(quality.readableShare)}, fastest ${quality.fastest} graphemes/s`],
    [boundary.by === "pause" ? "end at a pause" : "end at a sentence or clause", percent(boundary.share)],
    ["words covered", coverage === undefined ? "" : `${coverage.covered} of ${coverage.words}`],
    ["mean confidence", confidence === undefined ? "not told" : confidence.toFixed(2)],
    ["quality gate", quality.passes ? "passed" : `flagged: ${flags.join(", ")}`],
  ];
  return textTable(["quality", ""], rows);
}

function languagesOf({ languages }: Transcript): string {
  if (languages.length < 2) return "";
  return ` (${languages.map(({ code, seconds }) => `${code} ${seconds.toFixed(1)} s`).join(", ")})`;
}

// A reader such as `head` has seen enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

void run(command);
