import { expect } from "chai";
import { exportsTarget, type ExportsField } from "../../../../../sandbox/services/lambda/runtime/package-exports";

describe("A package's exports", () => {
  const cases: [ExportsField, string, string | undefined][] = [
    ["./a.js", ".", "./a.js"],
    ["./a.js", "./a.js", undefined],
    [{ import: "./m.mjs", require: "./c.cjs" }, ".", "./c.cjs"],
    [{ import: "./m.mjs", default: "./d.js" }, ".", "./d.js"],
    [{ import: "./m.mjs" }, ".", undefined],
    [{ node: { import: "./m.mjs" }, default: "./d.js" }, ".", "./d.js"],
    [{ ".": { require: { types: "./t.d.ts", default: "./c.js" } } }, ".", "./c.js"],
    [{ ".": "./a.js", "./b": "./lib/b.js" }, "./b", "./lib/b.js"],
    [{ "./x/*": "./deep/*.js", "./x/y/*": "./deeper/*.js" }, "./x/y/z", "./deeper/z.js"],
    [{ "./x/*": "./deep/*/*.js" }, "./x/q", "./deep/q/q.js"],
    [{ "./x/*": "./deep/*.js", "./x/private/*": null }, "./x/private/a", undefined],
    [[{ import: "./m.mjs" }, "./c.js"], ".", "./c.js"],
    [{ "#inner": "./i.js" }, "#inner", "./i.js"],
  ];
  for (const [field, subpath, expected] of cases) {
    it(`${JSON.stringify(field)} gives ${String(expected)} for ${subpath}`, () => {
      expect(exportsTarget(field, subpath)).to.equal(expected);
    });
  }
});
