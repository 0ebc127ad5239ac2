import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { rules } from "../../policy/registry";
import { project } from "../support/platform";

const STREAM = "urn:pulumi:prod::huut::aws:kinesis/stream:Stream::changes";
const KEY = "arn:aws:kms:ap-south-1:222222222222:key/mrk-1";
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:x" };

function stateOf(inputs: object): string {
  const resources = [{ urn: STREAM, type: "aws:kinesis/stream:Stream", custom: true, id: "changes", inputs }];
  return JSON.stringify({ version: 3, deployment: { resources } });
}

describe("npm run policy", function () {
  this.timeout(120_000);
  let folder: string;
  before(() => void (folder = mkdtempSync(join(tmpdir(), "policy-"))));
  after(() => rmSync(folder, { recursive: true }));

  const file = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const run = (...args: readonly string[]) => fed("", ...args);
  const fed = (input: string, ...args: readonly string[]) => {
    const none = args.includes("--suppressions") ? [] : ["--suppressions", file("none.json", "[]")];
    const command = [join(project, "cli", "run.js"), "policy", ...args, ...none];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8", cwd: project, input });
    return { status, stdout, stderr };
  };
  const rule = ["--rule", "kinesis-stream-encrypted"];

  it("lists the rules", () => {
    const { status, stdout } = run("--list");
    expect(status).to.equal(0);
    for (const { id } of rules()) expect(stdout).to.include(` ${id} `);
  });

  it("judges an exported state: passes a good one, fails a bad one and says why", () => {
    const good = file("good.json", stateOf({ encryptionType: "KMS", kmsKeyId: KEY }));
    expect(run("--state", good, ...rule)).to.deep.include({ status: 0, stderr: "" });
    const bad = file("bad.json", stateOf({ encryptionType: "NONE" }));
    const { status, stdout } = run("--state", bad, ...rule);
    expect(status).to.equal(1);
    expect(stdout).to.match(/mandatory.*kinesis-stream-encrypted.*prod.*Stream changes.*encryptionType is NONE/);
    expect(stdout).to.match(/Set encryptionType to KMS/);
  });

  it("reads a state from standard input", () => {
    const { status, stdout } = fed(stateOf({ encryptionType: "NONE" }), "--state", "-", ...rule);
    expect(status).to.equal(1);
    expect(stdout).to.match(/Stream changes.*encryptionType is NONE/);
    expect(fed("{}", "--state", "-").stderr).to.match(/^Standard input is no exported state/);
  });

  it("counts secrets that it cannot read as undecided, and bears as many as it is told", () => {
    const state = file("secret.json", stateOf({ encryptionType: "KMS", kmsKeyId: SECRET }));
    expect(run("--state", state, ...rule).status).to.equal(1);
    expect(run("--state", state, ...rule, "--max-undecided", "1").status).to.equal(0);
  });

  it("lives with what is suppressed, until it expires", () => {
    const state = file("bad.json", stateOf({ encryptionType: "NONE" }));
    const entry = { rule: rule[1], resource: "*::changes", reason: "It is a test of suppressions.", owner: "infra" };
    const suppressed = (expires: string) =>
      run("--state", state, ...rule, "--suppressions", file("s.json", JSON.stringify([{ ...entry, expires }])));
    expect(suppressed("2999-12-31").status).to.equal(0);
    const { status, stdout } = suppressed("2020-01-01");
    expect(status).to.equal(1);
    expect(stdout).to.match(/expired on 2020-01-01: mend the resource, or have infra renew it/);
  });

  it("writes JSON to standard output instead of the table, and SARIF to a file", () => {
    const state = file("bad.json", stateOf({ encryptionType: "NONE" }));
    const sarif = join(folder, "out.sarif");
    const { status, stdout } = run("--state", state, ...rule, "--json", "-", "--sarif", sarif);
    expect(status).to.equal(1);
    expect((JSON.parse(stdout) as { findings: { urn: string }[] }).findings.map(({ urn }) => urn)).to.deep.equal([
      STREAM,
    ]);
    expect((JSON.parse(readFileSync(sarif, "utf8")) as { version: string }).version).to.equal("2.1.0");
  });

  it("takes levels from a configuration", () => {
    const state = file("bad.json", stateOf({ encryptionType: "NONE" }));
    const config = file("c.json", JSON.stringify({ "kinesis-stream-encrypted": "disabled" }));
    expect(run("--state", state, ...rule, "--config", config).status).to.equal(0);
  });

  const wrong: readonly (readonly [string, readonly string[], number, RegExp])[] = [
    ["a rule that there is not", ["--rule", "no-such-rule"], 2, /There is no rule "no-such-rule"/],
    ["a stack that there is not", ["--stack", "test"], 2, /There is no stack "test": choose from dev/],
    ["a program and a state", ["--stack", "dev", "--state", "x"], 2, /give one of them/],
    ["two reports at one place", ["--json", "-", "--sarif", "-"], 2, /cannot both go to standard output/],
    ["no number", ["--max-undecided", "many"], 2, /whole number/],
    ["a state that is not there", ["--state", "/no/such.json"], 3, /\/no\/such\.json cannot be read/],
    ["a configuration that is not there", ["--config", "/no/such.json"], 3, /cannot be read/],
    ["suppressions that are not there", ["--suppressions", "/no/such.json"], 3, /no such file/],
  ];
  for (const [what, args, status, says] of wrong)
    it(`says in a sentence what is wrong with ${what}`, () => {
      const result = run(...args);
      expect(result.status).to.equal(status);
      expect(result.stderr).to.match(says);
      expect(result.stderr).not.to.match(/\n\s+at /);
    });
});
