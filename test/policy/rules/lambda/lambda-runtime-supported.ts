import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/lambda/lambda-runtime-supported";
import { casesAbout } from "../../support/one";
import { type Specimen } from "../../support/specimen";

const type = "aws:lambda/function:Function";
const lambda = casesAbout(type);

/** Every supported one by name, so that none is dropped or renamed unseen. */
const supported =
  "dotnet10 java11 java17 java21 java25 nodejs22.x nodejs24.x provided.al2023 python3.11 python3.12 python3.13 python3.14 ruby3.3 ruby3.4";
const gone =
  "dotnet8 dotnet6 go1.x java8 java8.al2 nodejs16.x nodejs18.x nodejs20.x provided.al2 python3.8 python3.9 python3.10 ruby3.2";

export const specimen: Specimen = {
  rule,
  cases: [
    ...supported.split(" ").map((runtime) => lambda(runtime, "good", { runtime })),
    ...gone.split(" ").map((runtime) => lambda(runtime, "bad", { runtime }, { says: /^runtime is/ })),
    lambda("none, for a package", "bad", {}, { says: /runtime is not set/ }),
    lambda("none, for a zip", "bad", { packageType: "Zip" }),
    lambda("an empty one", "bad", { runtime: "" }),
    lambda("one that does not exist", "bad", { runtime: "nodejs24" }),
    lambda("an image, which brings its own", "good", { packageType: "Image" }),
    lambda("one that is not known yet", "undecided", { runtime: UNKNOWN }),
    lambda("none, and perhaps an image", "undecided", { packageType: UNKNOWN }),
    lambda("what a stack allows beside", "good", { runtime: "nodejs26.x" }, { options: { runtimes: ["nodejs26.x"] } }),
    lambda("what a stack allows no more", "bad", { runtime: "nodejs24.x" }, { options: { runtimes: ["nodejs26.x"] } }),
    lambda("when a stack allows none", "bad", { runtime: "nodejs24.x" }, { options: { runtimes: [] } }),
  ],
  mutation: {
    what: "goes back to Node 20",
    change: (program) => program.set(type, "transform", { runtime: "nodejs20.x" }),
  },
};
