import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/lambda/lambda-traced";
import { casesAbout } from "../../support/one";
import { type Specimen } from "../../support/specimen";

const type = "aws:lambda/function:Function";
const lambda = casesAbout(type);

export const specimen: Specimen = {
  rule,
  cases: [
    lambda("every invocation", "good", { tracingConfig: { mode: "Active" } }),
    lambda("as a list of one", "good", { tracingConfig: [{ mode: "Active" }] }),
    lambda("only what callers sample", "bad", { tracingConfig: { mode: "PassThrough" } }, { says: /PassThrough/ }),
    lambda("nothing set", "bad", {}, { says: /tracingConfig.mode is not set/ }),
    lambda("no mode", "bad", { tracingConfig: {} }),
    lambda("an empty list", "bad", { tracingConfig: [] }),
    lambda("a mode that is not known yet", "undecided", { tracingConfig: { mode: UNKNOWN } }),
    lambda("nothing known yet", "undecided", { tracingConfig: UNKNOWN }),
  ],
  mutation: {
    what: "traces what callers sample only",
    change: (program) => program.set(type, "transform", { tracingConfig: { mode: "PassThrough" } }),
  },
};
