import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/dynamodb/dynamodb-scales-with-demand";
import { table } from "../../support/good/dynamodb";
import { type Case, type Outcome, type Sketch, type Specimen } from "../../support/specimen";
import { altered } from "../../support/variants";

const TARGET = "aws:appautoscaling/target:Target";
const resourceId = "table/huut-prod-captions";

const target = (what: unknown, props: Sketch["props"] = {}, name = String(what)): Sketch => ({
  type: TARGET,
  name,
  props: { resourceId, scalableDimension: what, minCapacity: 1, maxCapacity: 100, ...props },
});
const reads = (props?: Sketch["props"]) => target("dynamodb:table:ReadCapacityUnits", props);
const writes = (props?: Sketch["props"]) => target("dynamodb:table:WriteCapacityUnits", props);
const made = (sketch: Sketch): Sketch => ({
  ...altered(sketch, { resourceId: UNKNOWN }),
  from: { resourceId: ["captions"] },
});

function billed(
  title: string,
  is: Outcome,
  billingMode: unknown,
  targets: readonly Sketch[] = [],
  says?: RegExp,
): Case {
  return { title, is, resources: [altered(table, { billingMode }), ...targets], ...(says && { says }) };
}

export const specimen: Specimen = {
  rule,
  cases: [
    billed("on demand", "good", "PAY_PER_REQUEST"),
    billed("provisioned, reads and writes scaled", "good", "PROVISIONED", [reads(), writes()]),
    billed("scaled by targets made from the table", "good", "PROVISIONED", [made(reads()), made(writes())]),
    billed("provisioned", "bad", "PROVISIONED", [], /PROVISIONED.*no target/),
    billed("nothing set, which is provisioned", "bad", undefined),
    billed("only reads scaled", "bad", "PROVISIONED", [reads()]),
    billed("only writes scaled", "bad", "PROVISIONED", [writes()]),
    billed("another table scaled", "bad", "PROVISIONED", [
      reads({ resourceId: "table/huut-prod-posts" }),
      writes({ resourceId: "table/huut-prod-posts" }),
    ]),
    billed("something within the table scaled", "bad", "PROVISIONED", [
      reads({ resourceId: `${resourceId}/index/by-tag` }),
      writes({ resourceId: `${resourceId}/index/by-tag` }),
    ]),
    billed("something of another kind scaled", "bad", "PROVISIONED", [
      reads({ resourceId: `old-${resourceId}` }),
      writes({ resourceId: `old-${resourceId}` }),
    ]),
    billed("targets without a resource", "bad", "PROVISIONED", [
      reads({ resourceId: undefined }),
      writes({ resourceId: undefined }),
    ]),
    billed("only an index scaled", "bad", "PROVISIONED", [
      target("dynamodb:index:ReadCapacityUnits"),
      target("dynamodb:index:WriteCapacityUnits"),
    ]),
    billed("a target of which nothing is known yet, beside none for writes", "undecided", "PROVISIONED", [
      reads(),
      target(UNKNOWN, { resourceId: UNKNOWN }),
    ]),
    billed("not known yet", "undecided", UNKNOWN),
    billed("not known yet, but scaled", "good", UNKNOWN, [reads(), writes()]),
  ],
  mutation: {
    what: "fixes a table's capacity",
    change: (program) =>
      program.set(table.type, "posts", { billingMode: "PROVISIONED", readCapacity: 5, writeCapacity: 5 }),
  },
};
