import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Summary } from "../../cli/start/summary";
import { project, sampleFeed } from "../support/platform";

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command as `npm run` does, in a process of its own. */
function command(name: string, args: readonly string[], input = ""): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(project, "cli", "run.js"), name, ...args]);
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString("utf8")));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString("utf8")));
    child.once("error", reject);
    child.once("close", (status) => resolve({ status, stdout, stderr }));
    child.stdin.on("error", () => undefined).end(input);
  });
}

describe("npm start", () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), "start-test-"))));
  after(() => rmSync(folder, { recursive: true }));

  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  it("explains itself", async () => {
    const { status, stdout } = await command("start", ["--help"]);
    expect(status).to.equal(0);
    for (const option of [
      "--once",
      "--feed",
      "--media",
      "--seed",
      "--port",
      "--stack",
      "--json",
      "--faults",
      "Exit status",
    ]) {
      expect(stdout).to.include(option);
    }
  });

  const refusals: [string, () => string[], number, string][] = [
    ["a feed that does not exist", () => ["--feed", "nowhere.ndjson"], 3, "The feed nowhere.ndjson does not exist."],
    ["a feed that is a folder", () => ["--feed", folder], 3, "is a folder"],
    ["a feed without events", () => ["--feed", file("empty.ndjson", "\n\n")], 3, "holds no event"],
    ["broken lines", () => ["--feed", file("broken.ndjson", '{"a":1}\nनमस्ते\n')], 3, "line 2 is not JSON"],
    ["media that do not exist", () => ["--media", "nowhere"], 3, "The media folder nowhere does not exist."],
    ["media that no post could name", () => ["--media", folder], 3, "holds no file below audio/ or video/"],
    ["a plan that does not exist", () => ["--faults", "tornado"], 3, '"tornado" is neither a fault plan (storm'],
    [
      "a plan with a mistake",
      () => ["--faults", file("plan.json", '{"faults":[{"kind":"throttle","probability":7}]}')],
      3,
      "faults.0.probability",
    ],
    ["a seed that is no number", () => ["--seed", "x"], 2, "--seed takes a whole number"],
    ["an unknown option", () => ["--fast"], 2, "unknown option '--fast'"],
    [
      "an unknown stack",
      () => ["--once", "--stack", "nope"],
      2,
      'There is no stack "nope": choose from dev, dr, prod.',
    ],
    ["the dr stack, for now", () => ["--once", "--stack", "dr"], 1, "dr"],
  ];
  for (const [what, args, expected, sentence] of refusals) {
    it(`refuses ${what} in a sentence`, async () => {
      const { status, stderr } = await command("start", args());
      expect(stderr).to.include(sentence);
      expect(stderr, "a stack trace is no sentence").to.not.match(/\n\s+at /);
      expect(status).to.equal(expected);
    });
  }

  it("refuses a port that is taken, before it does anything", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const { status, stderr } = await command("start", ["--port", String(port)]);
    server.close();
    expect(stderr).to.equal(`Port ${port} is taken: give another with --port, or --port 0 for any.\n`);
    expect(status).to.equal(4);
  });

  it("takes a feed from standard input, and gives the summary alone on standard output", async () => {
    const events = (await sampleFeed()).filter(({ body }) => body.startsWith('{"eventId"')).slice(0, 12);
    const input = events.map(({ at, body, attributes }) => JSON.stringify({ at, body, attributes })).join("\n");
    mkdirSync(join(folder, "media", "audio"), { recursive: true });
    file(join("media", "audio", "p-1.mp3"), "not quite music");
    const args = ["--once", "--feed", "-", "--media", join(folder, "media"), "--json", "-", "--seed", "9"];
    const { status, stdout, stderr } = await command("start", args, input);
    expect(status, stderr).to.equal(0);
    const summary = JSON.parse(stdout) as Summary;
    expect(summary.seed).to.equal(9);
    expect(summary.events.published).to.equal(12);
    expect(summary.events.inFlight).to.equal(0);
    const bucket = "huut-dev-media-222222222222-ap-south-1";
    expect(summary.objects[bucket]).to.deep.equal({ audio: { count: 1, bytes: 15 } });
    expect(stderr).to.match(/Deployed dev: \d+ resources\./);
  });
});

describe("npm run graph", () => {
  it("prints the graph of a stack as JSON for machines", async () => {
    const { status, stdout } = await command("graph", ["--stack", "prod", "--json", "-"]);
    expect(status).to.equal(0);
    const { stacks } = JSON.parse(stdout) as { stacks: { stack: string; resources: Record<string, unknown>[] }[] };
    const topic = stacks[0]?.resources.find(({ type }) => type === "aws:sns/topic:Topic");
    expect(topic).to.include({ account: "111111111111", region: "ap-south-1", custom: true });
    expect(topic).to.include.keys("urn", "parent", "inputs", "outputs", "dependencies", "protect", "retainOnDelete");
  });
});
