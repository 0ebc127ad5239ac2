import { join } from "node:path";
import { type Rule } from "../../policy/model";
import { rules } from "../../policy/registry";
import { recordsOfGraph } from "../../cli/policy/graph-records";
import { graphsOf } from "../../sandbox";
import { inChild } from "../child";
import type { Figure } from "../figures";
import type { Judged } from "../probes/judge";
import awsguard = require("./awsguard.json");

const project = join(__dirname, "..", "..");
const RESOURCES = 500;
const LIMIT = 5_000;

/** How long the rules take, and how many there are beside those of @pulumi/awsguard, for the types that prod uses. */
export async function policy(): Promise<Figure[]> {
  const judged = await inChild<Judged>("judge", { project, resources: RESOURCES });
  const { inProcess, asEngine } = judged;
  const limited = { group: "policy", unit: "ms", limit: { most: LIMIT } } as const;
  const took = (what: string, { cpu }: { readonly cpu: number }) =>
    `${judged.rules} rules, ${what}; ${cpu.toFixed(0)} ms CPU in the process that asks`;
  return [
    {
      ...limited,
      name: `judging ${RESOURCES} resources`,
      value: inProcess.wall,
      note: took("in one process", inProcess),
    },
    {
      ...limited,
      name: `judging ${RESOURCES} resources as the engine`,
      value: asEngine.wall,
      note: took("over gRPC, one after another", asEngine),
    },
    ...(await counts()),
  ];
}

async function counts(): Promise<Figure[]> {
  const [prod] = await graphsOf({ project, stacks: ["prod"] });
  const declared = new Set(recordsOfGraph(prod!).map(({ type }) => type));
  const known = [...new Set([...declared, ...rules().flatMap((rule) => rule.types)])];
  const types = known.filter((type) => /^aws:\w+\/\w+:\w+$/.test(type));
  const rows = types
    .map((type) => ({ type, ours: rules().filter((rule) => rule.types.includes(type)), theirs: peersFor(type) }))
    .filter(({ ours, theirs }) => ours.length + theirs.length > 0)
    .sort((a, b) => b.ours.length - a.ours.length || (a.type < b.type ? -1 : 1));
  const all = new Set(rows.flatMap(({ ours }) => ours));
  const peers = new Set(rows.flatMap(({ theirs }) => theirs));
  return [
    rowOf("rules for all of these types", all, [...peers]),
    ...rows.map(({ type, ours, theirs }) => rowOf(type, new Set(ours), theirs)),
  ];
}

function rowOf(name: string, ours: ReadonlySet<Rule>, theirs: readonly string[]): Figure {
  const named = theirs.length > 0 ? `: ${theirs.join(", ")}` : "";
  const note = `@pulumi/awsguard ${awsguard.version} has ${theirs.length}${named}`;
  return { group: "policy", name, value: ours.size, unit: "rules", note };
}

/** The other pack's rules for a type: `aws:s3/bucket:Bucket` is its `s3.Bucket`. */
function peersFor(type: string): readonly string[] {
  const [, module = "", name = ""] = /^aws:(\w+)\/\w+:(\w+)$/.exec(type) ?? [];
  return awsguard.rules.filter(({ types }) => types.includes(`${module}.${name}`)).map((rule) => rule.name);
}
