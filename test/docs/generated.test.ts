import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { format, resolveConfig } from "prettier";
import { project } from "../support/platform";
import { GENERATED } from "./generated";

/** Set by `npm run docs`: the files are written instead of compared. */
const writes = process.env["HUUT_WRITE_DOCS"] === "1";

async function formatted(path: string, text: string): Promise<string> {
  if (!path.endsWith(".md")) return text;
  return format(text, { ...(await resolveConfig(path)), filepath: path });
}

describe("the generated files", () => {
  for (const { path, text } of GENERATED) {
    it(`${path} is ${writes ? "written" : "up to date"}`, async () => {
      const file = join(project, path);
      const wanted = await formatted(file, await text());
      if (writes) return writeFileSync(file, wanted);
      const present = existsSync(file) ? readFileSync(file, "utf8") : "";
      const cure = path.includes("urns")
        ? "a resource that changes its URN is replaced: if you meant that, give it an alias or say so, and run: npm run docs"
        : "run: npm run docs";
      expect(present.split("\n"), `${path} is not what the program says; ${cure}`).to.deep.equal(wanted.split("\n"));
    });
  }
});
