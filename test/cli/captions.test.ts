import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { CaptionQuality, Cue } from "@huut/domain";
import { verifySrt, verifyVtt } from "../../cli/captions/verify";
import { mark, output, word } from "../domain/captions/transcribe-output";

const items = [
  word("नमस्ते", "0.5", "1.1"),
  mark("।"),
  word("मैं", "1.5", "1.7"),
  word("घर", "1.7", "2.0"),
  word("पर", "2.0", "2.2"),
  word("हूँ", "2.2", "2.5"),
  mark("।"),
];
const transcript = JSON.stringify(output(items, { language_code: "hi-IN" }));

interface Ran {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

function captions(args: readonly string[], input = ""): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const script = join(__dirname, "..", "..", "cli", "run.js");
    const child = spawn(process.execPath, [script, "captions", ...args]);
    const ran = { out: "", err: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (ran.out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (ran.err += text));
    // A command that refuses its options does not wait for its input.
    child.stdin.on("error", () => undefined).end(input);
    child.on("error", reject).on("close", (status) => resolve({ status, ...ran }));
  });
}

describe("npm run captions", () => {
  let folder: string;
  let file: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "huut-captions-"));
    file = join(folder, "job.json");
    writeFileSync(file, `\ufeff${transcript}`);
    writeFileSync(join(folder, "cut.json"), transcript.slice(0, 100));
    writeFileSync(join(folder, "call.json"), '{"ConversationCharacteristics":{}}');
  });

  after(() => rmSync(folder, { recursive: true }));

  it("writes WebVTT of a file with its quality report beside it, and SRT of standard input", async () => {
    const [vtt, srt] = await Promise.all([
      captions([file, "--report", "--language", "hi"]),
      captions(["-", "--format", "srt"], transcript),
    ]);
    expect([vtt.status, srt.status, srt.err]).to.deep.equal([0, 0, ""]);
    const cues = [
      { start: 500, end: 1_416, lines: ["नमस्ते।"] },
      { start: 1_500, end: 2_500, lines: ["मैं घर पर हूँ।"] },
    ];
    expect(vtt.out).to.match(/^WEBVTT\n\nNOTE Language: hi\n/);
    expect(verifyVtt(vtt.out)).to.deep.equal({ cues, problems: [] });
    expect(verifySrt(srt.out)).to.deep.equal({ cues, problems: [] });
    expect(vtt.err)
      .to.match(/within reading speed.*100\.0 %/)
      .and.match(/quality gate.*passed/);
  });

  it("prints everything as JSON, of silence too", async () => {
    const { status, out } = await captions(["-", "--json"], JSON.stringify(output([], { language_code: "ta-IN" }, "")));
    const { cues, language, quality } = JSON.parse(out) as { cues: Cue[]; language: string; quality: CaptionQuality };
    expect({ status, cues, language, passes: quality.passes }).to.deep.equal({
      status: 0,
      cues: [],
      language: "ta-IN",
      passes: true,
    });
  });

  it("tells what is wrong with a file, where, and the cure", async () => {
    const bad = ["cut.json", "call.json"].map((name) => captions([join(folder, name)]));
    const [cut, call] = (await Promise.all(bad)) as [Ran, Ran];
    for (const { status, out } of [cut, call]) expect([status, out]).to.deep.equal([1, ""]);
    expect(cut.err).to.match(/cut\.json: \$: no JSON: .*Give the whole file/);
    expect(call.err).to.match(
      /call\.json: results: missing; this is a Call Analytics job's output\. Transcribe the media/,
    );
  });

  it("refuses wrong options with status 2", async () => {
    const { status, out, err } = await captions([file, "--format", "ass"]);
    expect([status, out, err]).to.deep.equal([2, "", '--format takes vtt or srt, not "ass".\n']);
  });
});
