import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type Rule } from "./model";

const folder = join(__dirname, "rules");
const services = new Map<Rule, string>();
let found: readonly Rule[] | undefined;

/** Every rule of the pack, ordered by id: one in each file of `rules/<service>/`. Adding a rule is adding a file. */
export function rules(): readonly Rule[] {
  found ??= read();
  return found;
}

/** The service that a rule is about, or `stack`: its folder. */
export function serviceOf(rule: Rule): string {
  rules();
  return services.get(rule) ?? "";
}

function read(): readonly Rule[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /[\\/][^\\/]+\.[jt]s$/.test(file) && !file.endsWith(".d.ts"))
    .map((file) => join(folder, file));
  const all = files.map((file) => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the folder lists the rules, nothing else does
    const { rule } = require(file) as { readonly rule: Rule };
    services.set(rule, basename(dirname(file)));
    return rule;
  });
  return all.sort((a, b) => (a.id < b.id ? -1 : 1));
}
