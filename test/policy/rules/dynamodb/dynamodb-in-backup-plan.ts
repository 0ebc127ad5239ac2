import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/dynamodb/dynamodb-in-backup-plan";
import { table } from "../../support/good/dynamodb";
import { type Case, type Outcome, type Sketch, type Specimen } from "../../support/specimen";
import { altered } from "../../support/variants";

const arn = table.props["arn"];
const tag = (key: unknown, value: unknown) => ({ selectionTags: [{ type: "STRINGEQUALS", key, value }] });

function selected(title: string, is: Outcome, props: Sketch["props"], rest: Partial<Sketch> = {}): Case {
  const selection: Sketch = { type: "aws:backup/selection:Selection", name: "all", props, ...rest };
  return { title, is, resources: [altered(table, { tags: { backup: "daily" } }), selection] };
}

export const specimen: Specimen = {
  rule,
  cases: [
    selected("named", "good", { resources: ["arn:aws:s3:::other", arn] }),
    selected(
      "named as what the selection is made from",
      "good",
      { resources: [UNKNOWN] },
      { from: { resources: ["captions"] } },
    ),
    selected("everything", "good", { resources: ["*"] }),
    selected("every table of the account", "good", { resources: ["arn:aws:dynamodb:*:222222222222:table/huut-*"] }),
    selected("by its tag", "good", tag("backup", "daily")),
    selected("by a tag that the provider gives it", "good", tag("project", "huut")),
    { title: "no selection", is: "bad", resources: [table], says: /no selection/ },
    selected("another table", "bad", { resources: ["arn:aws:dynamodb:ap-south-1:222222222222:table/huut-prod-posts"] }),
    selected("a name that only begins like it", "bad", { resources: [`${String(arn)}-old`] }),
    selected("a pattern that only ends like it", "bad", { resources: ["table/huut-*"] }),
    selected("a pattern that only begins like it", "bad", { resources: ["arn:aws:*:table/huut"] }),
    selected("dots that are no wildcards", "bad", {
      resources: ["arn:aws:dynamodb:ap-south-1:222222222222:table.huut*"],
    }),
    selected("a number where a pattern should be", "bad", { resources: [1] }),
    selected("the tag with another value", "bad", tag("backup", "weekly")),
    selected("another tag with the same value", "bad", tag("copies", "daily")),
    selected("nothing selected", "bad", {}),
    selected("another table, narrowed", "bad", { resources: ["arn:aws:s3:::other"], notResources: [arn] }),
    selected("everything, narrowed by a condition", "undecided", {
      resources: ["*"],
      conditions: [{ stringEquals: [{ key: "aws:ResourceTag/backup", value: "weekly" }] }],
    }),
    selected("everything but some", "undecided", { resources: ["*"], notResources: [arn] }),
    selected("everything, narrowed by what is not known yet", "undecided", { resources: ["*"], conditions: UNKNOWN }),
    selected("resources that are not known yet", "undecided", { resources: UNKNOWN }),
    selected("a tag that is not known yet", "undecided", tag(UNKNOWN, "daily")),
    selected("a tag's value that is not known yet", "undecided", tag("backup", UNKNOWN)),
    selected("another tag's value that is not known yet", "bad", tag("copies", UNKNOWN)),
    {
      title: "a table whose ARN is not known yet, against a pattern",
      is: "undecided",
      resources: [
        altered(table, { arn: UNKNOWN }),
        { type: "aws:backup/selection:Selection", name: "all", props: { resources: ["arn:aws:dynamodb:*"] } },
      ],
    },
    {
      title: "a table whose ARN is not known yet, among everything",
      is: "good",
      resources: [
        altered(table, { arn: UNKNOWN }),
        { type: "aws:backup/selection:Selection", name: "all", props: { resources: ["*"] } },
      ],
    },
  ],
  mutation: {
    what: "adds a table that no backup plan covers",
    change: (program) => program.add(table),
  },
};
