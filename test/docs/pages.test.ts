import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { project } from "../support/platform";
import { signalsOf } from "../support/program";
import { scripts } from "../../package.json";

const read = (path: string): string => readFileSync(join(project, path), "utf8");

/** Every page of the project. */
const pages = [
  "README.md",
  "etl/README.md",
  "samples/README.md",
  ...readdirSync(join(project, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join("docs", file)),
];

describe("the pages", () => {
  for (const page of pages) {
    it(`${page} points to files that exist`, () => {
      const links = [...read(page).matchAll(/\]\(([^)#\s]+)(#[^)]*)?\)/g)].map(([, target = ""]) => target);
      const broken = links.filter(
        (target) => !/^https?:/.test(target) && !existsSync(join(project, dirname(page), target)),
      );
      expect(broken).to.deep.equal([]);
    });

    it(`${page} names npm scripts that exist`, () => {
      const named = [...read(page).matchAll(/npm run (?:-s )?([a-z][a-z:-]*[a-z])/g)].map(([, name = ""]) => name);
      expect(named.filter((name) => !(name in scripts))).to.deep.equal([]);
    });
  }
});

describe("the runbooks", () => {
  const folder = join("docs", "runbooks");
  const present = readdirSync(join(project, folder)).filter((file) => file !== "README.md");

  for (const stack of ["dev", "prod"]) {
    it(`every signal of ${stack} has one that speaks of it`, async () => {
      const signals = await signalsOf(stack);
      expect(signals.length).to.be.greaterThan(20);
      const silent = signals.filter(
        ({ name, runbook }) => !present.includes(runbook) || !read(join(folder, runbook)).includes(`\`${name}\``),
      );
      expect(silent.map(({ name, runbook }) => `${name}: ${runbook}`)).to.deep.equal([]);
    });
  }

  it("none is without a signal", async () => {
    const named = (await signalsOf("dev")).map(({ runbook }) => runbook);
    expect(present.filter((file) => !named.includes(file))).to.deep.equal([]);
  });

  for (const page of present) {
    it(`${page} says what it means, how to look, what to do, how to verify`, () => {
      const headings = [...read(join(folder, page)).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
      expect(headings).to.deep.equal(["What it means", "Look", "Do", "Verify"]);
    });
  }
});
