import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";

interface Ran {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Nobody listens at this port: the SDK is refused at once. */
const NOBODY = "http://127.0.0.1:9";

function erase(args: readonly string[], settings: Readonly<Record<string, string>> = {}): Promise<Ran> {
  // What this machine has of accounts must not be asked.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_")));
  const none = {
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  };
  return new Promise((resolve, reject) => {
    const script = join(__dirname, "..", "..", "cli", "run.js");
    const child = spawn(process.execPath, [script, "erase", ...args], { env: { ...env, ...none, ...settings } });
    const ran = { out: "", err: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (ran.out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (ran.err += text));
    child.on("error", reject).on("close", (status) => resolve({ status, ...ran }));
  });
}

describe("npm run erase", function () {
  this.timeout(60_000);

  it("tells in its help how to try it, and what it exits with", async () => {
    const { status, out } = await erase(["--help"]);
    expect(status).to.equal(0);
    expect(out)
      .to.match(/--user <id>/)
      .and.match(/--wait/)
      .and.match(/npm start/)
      .and.match(/Exit status: 0/);
  });

  it("wants one of a user and an erasure, a stack that there is, and a user's identifier, which it does not repeat", async () => {
    const ran = await Promise.all([
      erase([]),
      erase(["--user", "u-1", "--erasure", "erasure-1"]),
      erase(["--user", "u-1", "--stack", "nowhere"]),
      erase(["--user", "a secret name"]),
    ]);
    expect(ran.map(({ status, out }) => [status, out])).to.deep.equal(ran.map(() => [2, ""]));
    const [none, both, stack, user] = ran.map(({ err }) => err.trim());
    expect([none, both]).to.deep.equal(Array(2).fill("Give either --user or --erasure."));
    expect(stack).to.match(/^There is no stack "nowhere": choose from .*dev/);
    expect(user)
      .to.match(/^--user takes an identifier/)
      .and.not.contain("secret");
  });

  it("says what to configure when there is nothing to talk to, and when nobody answers", async () => {
    const keys = { AWS_REGION: "ap-south-1", AWS_ACCESS_KEY_ID: "AKIATEST", AWS_SECRET_ACCESS_KEY: "test" };
    const [nothing, nobody] = await Promise.all([
      erase(["--user", "u-1"]),
      erase(["--user", "u-1"], { ...keys, AWS_ENDPOINT_URL: NOBODY }),
    ]);
    expect([nothing.status, nothing.err]).to.deep.equal([2, nothing.err]);
    expect(nothing.err).to.match(/^Neither an AWS account nor the sandbox is configured/);
    expect([nobody.status, nobody.err]).to.deep.equal([
      1,
      `Nobody answers at ${NOBODY}: is "npm start" still serving?\n`,
    ]);
  });
});
