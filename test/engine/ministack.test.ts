import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { startMiniStack } from "../../engine/ministack";

describe("engine: MiniStack", () => {
  let folder: string;

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "emulator-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function executable(script: string): string {
    const file = join(folder, "emulator");
    writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return file;
  }

  async function failure(script: string): Promise<string> {
    try {
      await startMiniStack(executable(script), { region: "us-east-1" });
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error("It started.");
  }

  it("says what an emulator said that ends at once, and leaves no folder of it", async () => {
    const message = await failure(`echo "$TMPDIR" > ${join(folder, "place")}; echo "no such module"; exit 3`);
    expect(message).to.match(/did not start: it ended with status 3\nno such module/);
    expect(existsSync(readFileSync(join(folder, "place"), "utf8").trim())).to.equal(false);
  });

  it("starts it with IAM, TLS and a port of its own, and nothing of the user's environment", async () => {
    process.env["AWS_PROFILE"] = "mine";
    const message = await failure("env; exit 1").finally(() => delete process.env["AWS_PROFILE"]);
    expect(message).to.include("AUTH=true").and.to.include("USE_SSL=1");
    expect(message).to.match(/GATEWAY_PORT=\d+/);
    expect(message).not.to.match(/AWS_/);
  });
});
