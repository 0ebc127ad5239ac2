import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/stack/bucket-names-carry-region";
import { given, sketch, TYPE } from "../../support/sketches";
import { type Outcome, type Specimen } from "../../support/specimen";

function named(title: string, is: Outcome, props: object, region: unknown = "ap-south-1", says?: RegExp) {
  return given(title, is, [sketch(TYPE.bucket, "raw", { ...props }, { provider: { region } })], says && { says });
}

export const specimen: Specimen = {
  rule,
  cases: [
    named("account and region", "good", { bucket: "huut-raw-222222222222-ap-south-1" }),
    named("in its own region", "good", { bucket: "huut-raw-222222222222-eu-west-1", region: "eu-west-1" }),
    named("a prefix with both", "good", { bucketPrefix: "huut-222222222222-ap-south-1-", bucket: UNKNOWN }),
    named("neither", "bad", { bucket: "huut-raw" }, "ap-south-1", /huut-raw.*ap-south-1/),
    named("the account only", "bad", { bucket: "huut-raw-222222222222" }),
    named("the region only", "bad", { bucket: "huut-raw-ap-south-1" }),
    named("the other region", "bad", { bucket: "huut-raw-222222222222-ap-southeast-1" }),
    named("too few digits for an account", "bad", { bucket: "huut-raw-22222222222-ap-south-1" }),
    named("too many digits for an account", "bad", { bucket: "huut-raw-2222222222222-ap-south-1" }),
    named("a prefix with neither", "bad", { bucketPrefix: "huut-" }),
    named("a name that Pulumi makes up", "bad", {}),
    given("a region that is not set", "bad", [
      sketch(TYPE.bucket, "raw", { bucket: "huut-raw-222222222222-ap-south-1" }),
    ]),
    named("a name that nobody knows yet", "undecided", { bucket: UNKNOWN }),
    named("a region that nobody knows yet", "undecided", { bucket: "huut-raw" }, UNKNOWN),
  ],
  mutation: {
    what: "moves a bucket away from where its name says",
    change: (program) => program.set(TYPE.bucket, "raw", { region: "ap-southeast-1" }),
  },
};
