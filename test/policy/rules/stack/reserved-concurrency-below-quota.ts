import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/stack/reserved-concurrency-below-quota";
import { given, sketch, TYPE } from "../../support/sketches";
import { type Case, type Outcome, type Specimen } from "../../support/specimen";

function reserve(title: string, is: Outcome, reserved: readonly unknown[], rest: Partial<Case> = {}): Case {
  const functions = reserved.map((each, index) =>
    sketch(TYPE.function, `f${index}`, { reservedConcurrentExecutions: each }),
  );
  return given(title, is, functions, rest);
}

export const specimen: Specimen = {
  rule,
  cases: [
    reserve("far below", "good", [10, 20]),
    reserve("exactly what may be reserved", "good", [400, 500]),
    reserve("one too many", "bad", [401, 500], { says: /901.*900/ }),
    reserve("one alone takes it all", "bad", [1000]),
    reserve(
      "many small ones",
      "bad",
      Array.from({ length: 91 }, () => 10),
    ),
    reserve("numbers as text", "bad", ["500", "401"]),
    reserve("a lower quota", "bad", [10], { options: { quota: 100 } }),
    reserve("a lower quota, exactly", "good", [10], { options: { quota: 110 } }),
    reserve("more left for others", "bad", [600], { options: { unreserved: 500 } }),
    reserve("the rest is unreserved, as -1 says", "good", [900, -1, -1]),
    reserve("unreserved does not make room", "bad", [901, -1]),
    reserve("one nobody knows yet", "undecided", [100, UNKNOWN]),
    reserve("one nobody knows yet, and too many without it", "bad", [901, UNKNOWN]),
    reserve("nothing reserved", "not its business", [undefined, 0]),
  ],
  mutation: {
    what: "reserves the whole account for two functions",
    change: (program) => {
      program.set(TYPE.function, "insights-api", { reservedConcurrentExecutions: 500 });
      program.set(TYPE.function, "run-insights", { reservedConcurrentExecutions: 401 });
    },
  },
};
