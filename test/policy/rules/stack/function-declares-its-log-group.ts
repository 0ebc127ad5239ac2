import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/stack/function-declares-its-log-group";
import { given, sketch, TYPE } from "../../support/sketches";
import { type Specimen } from "../../support/specimen";

const fn = (props: object, from = {}) => sketch(TYPE.function, "reader", { ...props }, { from });
const group = (name: unknown) => sketch(TYPE.logGroup, "logs", { name });
const logging = (logGroup: unknown) => ({ loggingConfig: { logFormat: "JSON", logGroup } });

export const specimen: Specimen = {
  rule,
  cases: [
    given("a group that it names", "good", [fn(logging(UNKNOWN), { loggingConfig: ["logs"] }), group("/any")]),
    given("a group that it names by its text", "good", [fn(logging("/any")), group("/any")]),
    given("a group of Lambda's name", "good", [fn({ name: "huut-reader" }), group("/aws/lambda/huut-reader")]),
    given("no group at all", "bad", [fn({ name: "huut-reader" })], { says: /logGroup is not set/ }),
    given("a group of another name", "bad", [fn({ name: "huut-reader" }), group("/aws/lambda/huut-writer")]),
    given("it names a group that nobody declares", "bad", [fn(logging("/any")), group("/other")]),
    given("it names another group than Lambda's", "bad", [
      fn({ name: "huut-reader", ...logging("/any") }),
      group("/aws/lambda/huut-reader"),
    ]),
    given("unknown, and no group at all", "bad", [fn(logging(UNKNOWN))]),
    given("its group is not known yet", "undecided", [fn({ name: "huut-reader", ...logging(UNKNOWN) }), group("/any")]),
    given("its name is not known yet", "undecided", [fn({ name: UNKNOWN }), group("/any")]),
    given("a group whose name is not known yet", "undecided", [fn({ name: "huut-reader" }), group(UNKNOWN)]),
    given("a group without a name", "bad", [fn({ name: "huut-reader" }), sketch(TYPE.logGroup, "logs")]),
  ],
  mutation: {
    what: "logs into a group that Lambda has to make",
    change: (program) => {
      program.set(TYPE.function, "insights-api", { loggingConfig: { logFormat: "JSON", logGroup: "/huut/api" } });
      program.setOptions(TYPE.function, "insights-api", { propertyDependencies: {} });
    },
  },
};
