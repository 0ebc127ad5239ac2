import {
  all,
  any,
  not,
  type Resource,
  type Stack,
  stackRule,
  TABLE,
  type Truth,
  UNKNOWN,
  type Value,
} from "../../model";

const SELECTION = "aws:backup/selection:Selection";

export const rule = stackRule({
  id: "dynamodb-in-backup-plan",
  title: "A backup plan covers the table",
  why: "Recovery to a point in time ends after 35 days and with the table's account; a backup plan keeps older copies, elsewhere.",
  cure: "Name the table, or a tag of it, in a selection of an AWS Backup plan.",
  severity: "low",
  enforcement: "advisory",
  links: ["https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html"],
  types: [TABLE],
  check: (stack) =>
    stack.ofType(TABLE).map((resource) => ({
      resource,
      kept: any(...stack.ofType(SELECTION).map((selection) => covers(stack, selection, resource))),
      message: "no selection of a backup plan covers it",
    })),
});

function covers(stack: Stack, selection: Resource, table: Resource): Truth {
  const made = stack.references(selection, "resources", TABLE).includes(table);
  const named = selection.at("resources").some((pattern) => matchesArn(pattern, table.at("arn")));
  const tagged = selection.at("selectionTags").some((tag) => hasTag(table, tag));
  const narrowed = any(selection.at("conditions").present(), selection.at("notResources").present());
  // What narrows a selection may spare the table or not: that is for people to judge.
  return all(any(made, named, tagged), not(narrowed) === true ? true : UNKNOWN);
}

/** Patterns are ARNs in which a star stands for any text. */
function matchesArn(pattern: Value, arn: Value): Truth {
  if (pattern.is("*") === true) return true;
  const text = pattern.text();
  if (typeof text !== "string") return false;
  const escaped = text.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return arn.matches(new RegExp(`^${escaped.join(".*")}$`));
}

function hasTag(table: Resource, tag: Value): Truth {
  const key = tag.at("key").text();
  if (key === UNKNOWN) return UNKNOWN;
  const places = [table.at("tags"), table.at("tagsAll"), table.provider.at("defaultTags.tags")];
  const values = places.flatMap((place) => place.entries().filter(([name]) => name === key));
  return any(...values.map(([, value]) => value.isSameAs(tag.at("value"))));
}
