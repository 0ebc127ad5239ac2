import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { LONGEST, mochaArguments } from "../../../cli/test/plan";
import { project } from "../../support/platform";

describe("what mocha is called with by npm test", () => {
  const [long = "", longer = ""] = LONGEST.filter((file) => file.endsWith(".test.ts")).reverse();
  const folder: Readonly<Record<string, readonly string[]>> = {
    "test/**/*.test.ts": ["test/b.test.ts", "test/a.test.ts", long, longer],
    "test/**/*.long.ts": ["test/d.long.ts", "test/c.long.ts"],
    "test/a.test.ts": ["test/a.test.ts"],
    "test/b.test.ts": ["test/b.test.ts"],
  };
  const called = (args: readonly string[], cores = 2) =>
    mochaArguments(args, { filesOf: (pattern) => folder[pattern] ?? [], cores });

  const two = ["--parallel", "--jobs", "2"];
  const whole = [longer, long, "test/a.test.ts", "test/b.test.ts"];
  const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ["the whole suite, the longest files first", [], [...two, ...whole]],
    ["the whole suite with options", ["--grep", "a b"], [...two, "--grep", "a b", ...whole]],
    ["one file, in the process that prints", ["test/a.test.ts"], ["test/a.test.ts"]],
    ["one file with options", ["test/a.test.ts", "--bail"], ["--bail", "test/a.test.ts"]],
    ["a pattern", ["test/**/*.long.ts"], [...two, "test/c.long.ts", "test/d.long.ts"]],
    ["files once each", ["test/a.test.ts", "test/a.test.ts"], ["test/a.test.ts"]],
    ["files in the order given", ["test/b.test.ts", "test/a.test.ts"], [...two, "test/b.test.ts", "test/a.test.ts"]],
    ["files that there are not, which mocha tells", ["test/none.test.ts"], ["test/none.test.ts"]],
    ["options that undo its own", ["--no-parallel"], [...two, "--no-parallel", ...whole]],
  ];
  for (const [what, args, expected] of cases) it(`is ${what}`, () => expect(called(args)).to.deep.equal(expected));

  it("is one process where there is one core", () => expect(called([], 1)).to.deep.equal(whole));

  it("knows no longest file that there is not", () => {
    expect(LONGEST.filter((file) => !existsSync(join(project, file)))).to.deep.equal([]);
  });
});
