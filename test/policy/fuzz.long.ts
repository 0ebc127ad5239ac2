import * as fc from "fast-check";
import { judge } from "../../policy/judge";
import { type ResourceRecord, Stack, UNKNOWN } from "../../policy/model";
import { recordsOf, type Specimen } from "./support/specimen";
import { specimens } from "./support/specimens";

const RUNS = 10_000;

/** What may stand where something else is expected. */
const junk: readonly unknown[] = [
  UNKNOWN,
  undefined,
  null,
  true,
  "true",
  "",
  "*",
  0,
  -1,
  1e308,
  NaN,
  [],
  [null],
  [UNKNOWN],
  {},
  { Statement: UNKNOWN },
  '{"Statement":[null,{"Principal":["*"],"Condition":[]}]}',
  '{"Statement":{"Effect":1,"Action":{"a":[]},"Condition":{"Bool":null}}}',
  "{not json",
  { __proto__: null, a: { b: [[{ c: UNKNOWN }]] } },
  "पोस्ट\u0000\ud800",
];

/** Positions and junk: two numbers for each place that is spoilt. */
const spoiling = fc.array(fc.tuple(fc.nat(), fc.nat(junk.length - 1)), { minLength: 1, maxLength: 4 });
const plans = fc.sample(spoiling, { numRuns: RUNS, seed: 5 });

describe(`policy: no rule throws, whatever the properties (${RUNS} for each rule)`, () => {
  for (const specimen of specimens())
    it(specimen.rule.id, () => {
      plans.forEach((plan, run) => {
        const records = spoilt(specimen, run, plan);
        try {
          judge(new Stack(records), [specimen.rule]);
        } catch (error) {
          throw new Error(`throws on ${show(records)}`, { cause: error });
        }
      });
    });
});

function spoilt(
  { cases }: Specimen,
  run: number,
  plan: readonly (readonly [number, number])[],
): readonly ResourceRecord[] {
  const records = recordsOf((cases[run % cases.length] as Specimen["cases"][number]).resources);
  return plan.reduce((spoilt, [place, what]) => {
    const at = place % spoilt.length;
    return spoilt.map((record, index) =>
      index === at
        ? { ...record, props: replaced(record.props, Math.floor(place / 7), junk[what]) as ResourceRecord["props"] }
        : record,
    );
  }, records);
}

/** A copy of a tree in which one node, chosen by a number at every step down, is another. */
function replaced(tree: unknown, choice: number, other: unknown): unknown {
  if (typeof tree !== "object" || tree === null) return other;
  const names = Object.keys(tree);
  const name = names[choice % (names.length + 1)];
  if (name === undefined) return Array.isArray(tree) ? [...(tree as unknown[]), other] : { ...tree, extra: other };
  const inner = (tree as Record<string, unknown>)[name];
  const stop = Math.floor(choice / 3) % 2 === 0;
  const changed = stop ? other : replaced(inner, Math.floor(choice / 5), other);
  if (Array.isArray(tree)) return tree.map((item: unknown, index) => (String(index) === name ? changed : item));
  return { ...tree, [name]: changed };
}

function show(records: readonly ResourceRecord[]): string {
  return JSON.stringify(records, (_key, value: unknown) => (value === UNKNOWN ? "<unknown>" : value)).slice(0, 2000);
}
