import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { create } from "ts-node";
import { project } from "../../support/platform";

describe("what transpiles the project", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "transpiled-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** ts-node as every command registers it, which remembers in a folder of the test. */
  const compiler = (options: object = {}, where = folder) => {
    const transpiler = ["./components/shared/transpile.js", { folder: where }] as [string, object];
    return create({ cwd: project, transpileOnly: true, transpiler, ...options });
  };
  const entries = () => readdirSync(folder).map((name) => join(folder, name));
  const file = join(project, "made-up.ts");
  const source = "// of everything\nexport const answer: number = 42;\n";

  it("is in the configuration that every loader reads", () => {
    const { options } = create({ cwd: project, transpileOnly: true });
    expect(options.transpiler).to.equal("./components/shared/transpile.js");
  });

  it("emits what ts-node emits by itself, byte for byte, at first and from memory", () => {
    // Null and not undefined, which would leave the configuration's.
    const plain = create({ cwd: project, transpileOnly: true, transpiler: null as never });
    const paths = ["index.ts", "stacks/config.ts", "components/shared/magic-function.ts", "sandbox/index.ts"];
    for (const path of [...paths, ...filesOf("functions"), ...filesOf("domain")]) {
      const name = join(project, path);
      const text = readFileSync(name, "utf8");
      const wanted = plain.compile(text, name);
      expect(compiler().compile(text, name) === wanted, path).to.equal(true);
      expect(compiler().compile(text, name) === wanted, `${path}, from memory`).to.equal(true);
    }
  });

  it("remembers from process to process, one entry a file", () => {
    compiler().compile(source, file);
    const [entry = ""] = entries();
    writeFileSync(entry, readFileSync(entry, "utf8").replace("exports.answer = 42", "exports.answer = 43"));
    expect(compiler().compile(source, file)).to.contain("exports.answer = 43;");
    expect(compiler().compile(source.replace("42", "44"), file)).to.contain("exports.answer = 44;");
    expect(entries()).to.deep.equal([entry]);
  });

  it("takes neither another file's output nor that of other options", () => {
    const first = compiler().compile(source, file);
    expect(compiler().compile(source, join(project, "another.ts"))).to.not.equal(first);
    const bare = compiler({ compilerOptions: { removeComments: true } });
    expect([first, bare.compile(source, file)].map((text) => text.includes("of everything"))).to.deep.equal([
      true,
      false,
    ]);
    expect(compiler().compile(source, file)).to.equal(first);
    expect(entries()).to.have.length(3);
  });

  it("makes an entry anew that was cut short", () => {
    const first = compiler().compile(source, file);
    const [entry = ""] = entries();
    writeFileSync(entry, readFileSync(entry, "utf8").slice(0, 50));
    expect(compiler().compile(source, file)).to.equal(first);
    expect(JSON.parse(readFileSync(entry, "utf8"))).to.include.keys("made", "output");
  });

  it("does without a folder that cannot be written", () => {
    const blocked = join(folder, "file");
    writeFileSync(blocked, "");
    expect(compiler({}, join(blocked, "below")).compile(source, file)).to.equal(compiler().compile(source, file));
  });

  it("tells of a mistake each time, and remembers nothing of it", () => {
    const compile = () => compiler().compile("const = 1;", file);
    expect(compile).to.throw(/made-up\.ts.*TS1/s);
    expect(compile).to.throw(/made-up\.ts.*TS1/s);
    expect(entries()).to.deep.equal([]);
  });
});

/** A fifth of the TypeScript files below a folder: all of them took seconds. */
function filesOf(folder: string): string[] {
  return readdirSync(join(project, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.includes("node_modules"))
    .sort()
    .filter((_, index) => index % 5 === 0)
    .map((path) => join(folder, path));
}
