import { all, any, type Resource, type Stack, stackRule, TABLE, type Truth, UNKNOWN, type Value } from "../../model";

const TARGET = "aws:appautoscaling/target:Target";
const DIMENSIONS = ["dynamodb:table:ReadCapacityUnits", "dynamodb:table:WriteCapacityUnits"];

export const rule = stackRule({
  id: "dynamodb-scales-with-demand",
  controls: ["DynamoDB.1"],
  title: "A table's capacity follows demand",
  why: "A post that spreads brings a hundred times the traffic of the hour before; a fixed capacity throttles it.",
  cure: "Set billingMode to PAY_PER_REQUEST, or declare scaling targets for the table's reads and writes.",
  severity: "medium",
  enforcement: "mandatory",
  links: [
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/capacity-mode.html",
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html",
  ],
  types: [TABLE],
  check: (stack) =>
    stack.ofType(TABLE).map((table) => {
      // Provisioned is what a table is when nothing is set.
      const mode = table.at("billingMode");
      const scaled = all(...DIMENSIONS.map((dimension) => isScaled(stack, table, dimension)));
      return {
        resource: table,
        kept: any(mode.is("PAY_PER_REQUEST"), scaled),
        message: `${String(mode)}, and no target scales its reads and writes`,
      };
    }),
});

function isScaled(stack: Stack, table: Resource, dimension: string): Truth {
  return any(
    ...stack.ofType(TARGET).map((target) => {
      const made = stack.references(target, "resourceId", TABLE).includes(table);
      return all(target.at("scalableDimension").is(dimension), made || names(target.at("resourceId"), table));
    }),
  );
}

function names(resourceId: Value, table: Resource): Truth {
  const text = resourceId.text();
  if (text === UNKNOWN) return UNKNOWN;
  const name = /^table\/([^/]+)$/.exec(text ?? "")?.[1];
  return name === undefined ? false : table.at("name").is(name);
}
