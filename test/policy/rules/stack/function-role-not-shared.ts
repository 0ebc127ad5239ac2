import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/stack/function-role-not-shared";
import { given, sketch, TYPE } from "../../support/sketches";
import { type Specimen } from "../../support/specimen";

const role = (name: string, props = {}) => sketch(TYPE.role, name, props);
const made = (name: string, from: string) => sketch(TYPE.function, name, { role: UNKNOWN }, { from: { role: [from] } });
const plain = (name: string, arn: unknown) => sketch(TYPE.function, name, { role: arn });
const arn = (name: string) => `arn:aws:iam::222222222222:role/${name}`;

export const specimen: Specimen = {
  rule,
  cases: [
    given("a role each", "good", [role("a"), role("b"), made("f", "a"), made("g", "b")]),
    given("one function", "good", [role("a"), made("f", "a")]),
    given("two functions with one role", "bad", [role("a"), made("f", "a"), made("g", "a")], { says: /with g/ }),
    given("three functions with one role", "bad", [role("a"), made("f", "a"), made("g", "a"), made("h", "a")], {
      says: /with g, h/,
    }),
    given("one by dependency, one by its ARN", "bad", [
      role("a", { arn: arn("a") }),
      made("f", "a"),
      plain("g", arn("a")),
    ]),
    given("a role of another stack, shared", "bad", [plain("f", arn("a")), plain("g", arn("a"))]),
    given("roles of another stack", "good", [plain("f", arn("a")), plain("g", arn("b"))]),
    given("a role that nobody knows yet", "undecided", [plain("f", UNKNOWN)]),
    given("shared with a function whose role is unknown", "bad", [
      role("a"),
      made("f", "a"),
      made("g", "a"),
      plain("h", UNKNOWN),
    ]),
    given("no role at all", "good", [sketch(TYPE.function, "f"), sketch(TYPE.function, "g")]),
  ],
  mutation: {
    what: "lets one function borrow another's role",
    change: (program) => {
      const { props, propertyDependencies } = program.get(TYPE.function, "store-insight");
      const lender = program.get(TYPE.function, "run-insights");
      const role = lender.propertyDependencies?.["role"] ?? [];
      program.set(TYPE.function, "store-insight", { ...props, role: lender.props["role"] });
      program.setOptions(TYPE.function, "store-insight", {
        propertyDependencies: { ...propertyDependencies, role },
      });
    },
  },
};
