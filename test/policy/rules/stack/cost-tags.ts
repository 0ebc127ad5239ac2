import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/stack/cost-tags";
import { given, sketch, TYPE } from "../../support/sketches";
import { type Case, type Outcome, type Specimen } from "../../support/specimen";

const tags = { project: "huut", stack: "prod", "cost-center": "data" };
const lacking = { stack: "prod", "cost-center": "data" };

function tagged(title: string, is: Outcome, own: unknown, defaults: unknown, rest: Partial<Case> = {}): Case {
  const provider = { defaultTags: defaults };
  return given(title, is, [sketch(TYPE.bucket, "it", { tags: own }, { provider })], rest);
}

export const specimen: Specimen = {
  rule,
  cases: [
    tagged("by the provider", "good", undefined, { tags }),
    tagged("by the provider, as the engine keeps it", "good", undefined, JSON.stringify({ tags })),
    tagged("by itself", "good", tags, undefined),
    tagged("half by itself, half by the provider", "good", { project: "huut" }, { tags: lacking }),
    tagged("not at all", "bad", undefined, undefined, { says: /project, stack, cost-center/ }),
    tagged("one is missing", "bad", lacking, { tags: lacking }),
    tagged("one is empty", "bad", { ...tags, project: "" }, undefined),
    tagged("a name with a dot that the options ask for", "good", { "huut.io/team": "data" }, undefined, {
      options: { tags: ["huut.io/team"] },
    }),
    tagged("a name that the options ask for is missing", "bad", tags, undefined, { options: { tags: ["team"] } }),
    tagged("its tags are not known yet", "undecided", UNKNOWN, undefined),
    tagged("a tag is not known yet", "undecided", { ...tags, stack: UNKNOWN }, undefined),
    tagged("unknown of its own, but by the provider", "good", UNKNOWN, { tags }),
    given("all tags as read back", "good", [sketch(TYPE.table, "it", { tagsAll: tags })]),
    given("a table without", "bad", [sketch(TYPE.table, "it")]),
    given("what takes no tags", "not its business", [sketch(TYPE.rolePolicy, "it")]),
    ...rule.types.map((type) => given(`untagged: ${type}`, "bad", [sketch(type, "it")])),
  ],
  mutation: {
    what: "forgets who pays for a queue",
    change: (program) =>
      program.setOptions(TYPE.queue, "post-events", {
        provider: { region: "ap-south-1", defaultTags: '{"tags":{"project":"huut","stack":"prod"}}' },
      }),
  },
};
