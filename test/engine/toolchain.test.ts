import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { BUILD_VARIABLE, findToolchain, type Toolchain } from "../../engine/toolchain";

const SUCCEEDS = `
mkdir -p "$ENGINE_DIR/bin" "$ENGINE_DIR/home/plugins/resource-aws-v$AWS_SDK"
echo 'echo v9.9.9' > "$ENGINE_DIR/bin/pulumi"
chmod +x "$ENGINE_DIR/bin/pulumi"
echo '{}' > "$ENGINE_DIR/home/plugins/resource-aws-v$AWS_SDK/mapping.json"
echo "== done"
`;

describe("engine: toolchain", () => {
  let folder: string;
  let said: string[];
  let kept: NodeJS.ProcessEnv;

  beforeEach(() => {
    kept = { ...process.env };
    folder = mkdtempSync(join(tmpdir(), "toolchain-"));
    said = [];
    const sdk = join(folder, "project", "node_modules", "@pulumi", "aws");
    mkdirSync(sdk, { recursive: true });
    writeFileSync(join(sdk, "package.json"), '{ "version": "7.0.1" }');
    // A PATH without pulumi: what this machine has must not matter.
    process.env["PATH"] = "/usr/bin:/bin";
    process.env["ENGINE_DIR"] = join(folder, "engine");
    delete process.env[BUILD_VARIABLE];
  });

  afterEach(() => {
    process.env = kept;
    rmSync(folder, { recursive: true, force: true });
  });

  const find = () => findToolchain(join(folder, "project"), (line) => said.push(line));

  /** A build script beside the project that counts its runs. */
  function script(text: string, where = join(folder, "shared", "engine")): string {
    mkdirSync(where, { recursive: true });
    const file = join(where, "build.sh");
    writeFileSync(file, `echo run >> "${join(folder, "runs")}"\n${text}`);
    return file;
  }

  function runs(): number {
    return existsSync(join(folder, "runs")) ? readFileSync(join(folder, "runs"), "utf8").trim().split("\n").length : 0;
  }

  it("says what is missing where there is neither", async () => {
    const found = (await find()) as { missing: string };
    expect(found.missing).to.include("7.0.1").and.to.include(BUILD_VARIABLE);
  });

  it("builds once with the script beside the project, and again when the script changes", async () => {
    script(SUCCEEDS);
    const found = (await find()) as Toolchain;
    expect(found.plugin).to.equal("bridged");
    expect(found.pulumiVersion).to.equal("v9.9.9");
    expect(found.root).to.equal(join(folder, "engine"));
    expect(said).to.include("  done");
    await find();
    expect(runs()).to.equal(1);
    script(`${SUCCEEDS}# changed`);
    await find();
    expect(runs()).to.equal(2);
  });

  it("prefers the script that the variable names", async () => {
    script("exit 9");
    process.env[BUILD_VARIABLE] = script(SUCCEEDS, join(folder, "elsewhere"));
    expect(await find())
      .to.have.property("what")
      .that.includes("elsewhere");
  });

  it("tries a failing script three times, then fails with its words", async () => {
    script("echo 'no compiler' >&2; exit 7");
    const failure = await find().then(
      () => undefined,
      (error: Error) => error.message,
    );
    expect(failure).to.match(/failed 3 times, at last with status 7: no compiler/);
    expect(runs()).to.equal(3);
  });
});
