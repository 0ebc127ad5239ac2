import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type Specimen } from "./specimen";

const folder = join(__dirname, "..", "rules");

/** Every specimen below `test/policy/rules`, ordered by rule. */
export function specimens(): readonly Specimen[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /[\\/][^\\/]+\.[jt]s$/.test(file) && !file.endsWith(".d.ts"))
    .map((file) => join(folder, file));
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the folder lists them, as it does the rules
  const all = files.map((file) => (require(file) as { readonly specimen: Specimen }).specimen);
  return all.sort((a, b) => (a.rule.id < b.rule.id ? -1 : 1));
}
