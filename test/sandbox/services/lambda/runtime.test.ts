import { expect } from "chai";
import { archive, Bench, place } from "./support";

describe("Lambda's runtime", () => {
  let bench: Bench;
  beforeEach(() => (bench = new Bench()));
  afterEach(() => bench.close());

  it("runs the package with its environment, context and role, and writes its log", async () => {
    const source = `exports.handler = async (event, context) => {
      console.log("hello", event.name);
      return { name: process.env.NAME, region: process.env.AWS_REGION, arn: context.invokedFunctionArn,
        left: context.getRemainingTimeInMillis(), memory: context.memoryLimitInMB };
    };`;
    const arn = await bench.fn("greet", source, { environment: { variables: { NAME: "x" } }, timeout: 7 });
    const { payload, FunctionError } = await bench.invoke("greet", { name: "you" });
    expect(FunctionError).to.equal(undefined);
    expect(payload).to.deep.equal({ name: "x", region: place.region, arn, left: 7000, memory: "128" });
    const lines = await bench.logs("greet");
    expect(lines[0]).to.match(/^START RequestId: [0-9a-f-]{36} Version: \$LATEST$/);
    expect(lines[1]).to.match(/^2026-11-02T00:00:00.250Z\t[0-9a-f-]{36}\tINFO\thello you$/);
    expect(lines.at(-1)).to.contain("Init Duration: 250.00 ms");
  });

  it("loads modules once per execution environment, and a new environment for each concurrent invocation", async () => {
    const source = `let n = 0; exports.handler = async () => { n++; await new Promise((r) => setTimeout(r, 1000)); return n; };`;
    const arn = await bench.fn("count", source);
    const both = await Promise.all([bench.invoke("count"), bench.invoke("count")]);
    expect(both.map(({ payload }) => payload as number)).to.deep.equal([1, 1]);
    expect((await bench.invoke("count")).payload).to.equal(2);
    expect(bench.counts(arn)).to.include({ invocations: 3, coldStarts: 2, errors: 0 });
  });

  it("finds modules in the package and in layers, by main, exports and subpath, and nothing else", async () => {
    const layer = await bench.resource("aws:lambda/layerVersion:LayerVersion", "libs", {
      layerName: "libs",
      code: archive({
        "nodejs/node_modules/a/package.json": JSON.stringify({ main: "lib/a" }),
        "nodejs/node_modules/a/lib/a.js": `module.exports = "a" + require("@s/b").default;`,
        "nodejs/node_modules/@s/b/package.json": JSON.stringify({
          exports: {
            ".": { import: "./no.mjs", require: { types: "./b.d.ts", default: "./b.cjs" } },
            "./x/*": "./deep/*.js",
          },
        }),
        "nodejs/node_modules/@s/b/b.cjs": `exports.default = "b";`,
        "nodejs/node_modules/@s/b/deep/y.js": `exports.y = "y";`,
      }),
    });
    const source = `exports.handler = async ({ name }) => { const m = await Promise.resolve().then(() => require(name)); return m.y ?? m; };`;
    await bench.fn(
      "loader",
      { "index.js": source, "own.js": `module.exports = require("./data");`, "data.json": `{"k":1}` },
      { layers: [layer["arn"]] },
    );
    expect((await bench.invoke("loader", { name: "a" })).payload).to.equal("ab");
    expect((await bench.invoke("loader", { name: "@s/b/x/y" })).payload).to.equal("y");
    expect((await bench.invoke("loader", { name: "./own" })).payload).to.deep.equal({ k: 1 });
    for (const name of ["chai", "typescript", "@pulumi/pulumi", "@s/b/deep/y", "./nowhere"]) {
      const { payload, FunctionError } = await bench.invoke("loader", { name });
      expect(FunctionError, name).to.equal("Unhandled");
      expect(payload.errorMessage, name).to.match(/Cannot find module|is not defined by "exports"/);
    }
  });

  it("keeps globals of functions apart", async () => {
    const source = `exports.handler = async (v) => { const before = globalThis.shared ?? null; globalThis.shared = v; return before; };`;
    await bench.fn("one", source);
    await bench.fn("two", source);
    await bench.invoke("one", 1);
    expect((await bench.invoke("two", 2)).payload).to.equal(null);
    expect((await bench.invoke("one", 3)).payload).to.equal(1);
    expect((globalThis as Record<string, unknown>)["shared"]).to.equal(undefined);
  });

  it("answers asynchronous zlib, crypto, fs and timers without real time", async () => {
    const source = `
      const { promisify } = require("node:util");
      const zlib = require("zlib"), crypto = require("crypto"), fs = require("fs/promises");
      const timers = require("timers/promises");
      exports.handler = async () => {
        const started = Date.now();
        const packed = await promisify(zlib.gzip)("text");
        const text = String(await promisify(zlib.gunzip)(packed));
        await fs.writeFile("/tmp/x", text);
        const key = await promisify(crypto.scrypt)("p", "s", 8);
        const digest = Buffer.from(await globalThis.crypto.subtle.digest("SHA-256", Buffer.from("a"))).toString("hex").slice(0, 6);
        const aborted = await new Promise((r) => { AbortSignal.timeout(500).onabort = () => r(true); });
        await timers.setTimeout(2000);
        return { text: await fs.readFile("/tmp/x", "utf8"), key: key.length, digest, aborted, took: Date.now() - started };
      };`;
    await bench.fn("slow", source, { timeout: 10 });
    const { payload } = await bench.invoke("slow");
    expect(payload).to.deep.equal({ text: "text", key: 8, digest: "ca9781", aborted: true, took: 2500 });
  });

  it("fails the run where a function would leave the world", async () => {
    await bench.fn(
      "network",
      `exports.handler = async () => { try { await fetch("https://example.com"); } catch { return "swallowed"; } };`,
    );
    let failure: unknown;
    await bench.invoke("network").catch((error: unknown) => (failure = error));
    expect(String(failure)).to.match(/does not support fetch/);
  });

  it("times out in virtual time, and starts a new process afterwards", async () => {
    const source = `let n = 0; exports.handler = async ({ wait }) => { n++; await new Promise((r) => setTimeout(r, wait)); return n; };`;
    const arn = await bench.fn("late", source, { timeout: 3 });
    await bench.invoke("late", { wait: 1 });
    const { payload, FunctionError } = await bench.invoke("late", { wait: 10_000 });
    expect(FunctionError).to.equal("Unhandled");
    expect(payload.errorType).to.equal("Sandbox.Timedout");
    expect(payload.errorMessage).to.match(/Task timed out after 3.00 seconds$/);
    expect((await bench.invoke("late", { wait: 1 })).payload).to.equal(1);
    expect(bench.counts(arn)).to.include({ invocations: 3, errors: 1, coldStarts: 2 });
  });

  it("reports what a handler throws, a missing handler, a broken module, a callback handler and an exit", async () => {
    const cases: [string, string, RegExp][] = [
      [
        `class Odd extends Error { name = "Odd" }; exports.handler = async () => { throw new Odd("so"); };`,
        "Odd",
        /^so$/,
      ],
      [`exports.other = 1;`, "Runtime.HandlerNotFound", /index.handler is undefined or not exported/],
      [
        `require("nothing-here"); exports.handler = async () => 1;`,
        "Runtime.ImportModuleError",
        /Cannot find module 'nothing-here'/,
      ],
      [`exports.handler = async () => {`, "Runtime.UserCodeSyntaxError", /SyntaxError/],
      [`exports.handler = (e, c, done) => done(null, 1);`, "Runtime.CallbackHandlerDeprecated", /callback/],
      [
        `exports.handler = () => new Promise(() => setTimeout(() => { throw new RangeError("in a timer"); }, 5));`,
        "RangeError",
        /^in a timer$/,
      ],
      [`exports.handler = async () => process.exit(3);`, "Runtime.ExitError", /exit status 3/],
      [`exports.handler = async () => "x".repeat(7e6);`, "Function.ResponseSizeTooLarge", /exceeded maximum/],
    ];
    for (const [index, [source, errorType, message]] of cases.entries()) {
      await bench.fn(`bad${index}`, source);
      const { payload, FunctionError } = await bench.invoke(`bad${index}`);
      expect(FunctionError, errorType).to.equal("Unhandled");
      expect(payload.errorType).to.equal(errorType);
      expect(payload.errorMessage).to.match(message);
    }
  });

  it("formats lines as JSON where the function asks for it, and drops those under its level", async () => {
    const source = `exports.handler = async () => { console.debug("d"); console.warn("w %s", 1); process.stdout.write('{"own":1}\\n'); };`;
    await bench.fn("json", source, {
      loggingConfig: { logFormat: "JSON", applicationLogLevel: "INFO", systemLogLevel: "WARN" },
    });
    await bench.invoke("json");
    const lines = (await bench.logs("json")).map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).to.have.length(2);
    expect(lines[0]).to.include({ level: "WARN", message: "w 1" });
    expect(lines[1]).to.deep.equal({ own: 1 });
  });

  it("writes no log where there is nothing to write", async () => {
    const loggingConfig = { logFormat: "JSON", systemLogLevel: "WARN" };
    const arn = await bench.fn("silent", `exports.handler = async (say) => { if (say === true) console.log("x"); };`, {
      loggingConfig,
    });
    await bench.invoke("silent", {});
    expect(await bench.logs("silent")).to.deep.equal([]);
    await bench.invoke("silent", true);
    expect(await bench.logs("silent")).to.have.length(1);
    expect(bench.counts(arn)["logsLost"]).to.equal(0);
  });
});
