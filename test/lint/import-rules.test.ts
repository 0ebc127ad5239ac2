import { expect } from "chai";
import { ESLint, type Linter } from "eslint";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { accepted, files, refused, type Case } from "./cases";

const project = join(__dirname, "..", "..");

/** What the cases are not about: it needs a type checker, or every file there is. */
const off: Linter.RulesRecord = {
  "@typescript-eslint/no-floating-promises": "off",
  "@typescript-eslint/no-misused-promises": "off",
  "import-x/no-cycle": "off",
};

describe("the import rules", function () {
  this.timeout(20_000);
  let root: string;
  let eslint: ESLint;

  before(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), "import-rules-")));
    for (const file of files) write(root, file, "export const it = 0;\n");
    write(root, "domain/package.json", JSON.stringify({ name: "@huut/domain", main: "index.ts" }));
    write(root, "tsconfig.json", JSON.stringify({ compilerOptions: { moduleResolution: "bundler" } }));
    mkdirSync(join(root, "node_modules", "@huut"), { recursive: true });
    symlinkSync(join(root, "domain"), join(root, "node_modules", "@huut", "domain"));
    eslint = eslintWith(off);
  });

  const eslintWith = (rules: Linter.RulesRecord) =>
    new ESLint({
      cwd: root,
      overrideConfigFile: join(project, "eslint.config.mjs"),
      overrideConfig: {
        files: ["**/*.ts"],
        settings: { "boundaries/root-path": root },
        languageOptions: { parserOptions: { projectService: false, tsconfigRootDir: root } },
        rules,
      },
    });

  after(() => rmSync(root, { recursive: true, force: true }));

  const rulesBroken = async ({ file, code }: Case) => {
    const [result] = await eslint.lintText(code, { filePath: join(root, file) });
    return (result as ESLint.LintResult).messages.map(({ ruleId, message }) => ruleId ?? message);
  };

  for (const each of accepted) {
    it(`accept in ${title(each)}`, async () => {
      expect(await rulesBroken(each)).to.deep.equal([]);
    });
  }

  for (const each of refused) {
    it(`refuse in ${title(each)}`, async () => {
      expect(await rulesBroken(each)).to.include(each.rule);
    });
  }

  it("find files that import each other", async () => {
    write(root, "cli/there.ts", 'import { back } from "./back";\nexport const there = () => back();\n');
    const back = 'import { there } from "./there";\nexport const back = () => there();\n';
    write(root, "cli/back.ts", back);
    const watchful = eslintWith({ ...off, "import-x/no-cycle": "error" });
    const [result] = await watchful.lintText(back, { filePath: join(root, "cli/back.ts") });
    expect(result?.messages.map(({ ruleId }) => ruleId)).to.deep.equal(["import-x/no-cycle"]);
  });

  it("watch over promises everywhere, tests too", async () => {
    for (const file of ["sandbox/index.ts", "test/lint/import-rules.test.ts", "functions/data-lake/transform.ts"]) {
      const config = (await new ESLint({ cwd: project }).calculateConfigForFile(join(project, file))) as Linter.Config;
      expect(config.rules?.["@typescript-eslint/no-floating-promises"], file).to.deep.equal([2]);
    }
  });
});

function write(root: string, file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

function title({ file, code }: Case): string {
  return `${file}: ${code.split("\n").find((line) => line !== "")}`;
}
