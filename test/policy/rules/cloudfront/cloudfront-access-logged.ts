import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/cloudfront/cloudfront-access-logged";
import { BUCKET } from "../../support/good/buckets";
import { addDistribution, distribution, logDelivery, logSource } from "../../support/good/cloudfront";
import { given, sketch } from "../../support/sketches";
import { type Case, type Outcome, type Sketch, type Specimen } from "../../support/specimen";
import { altered } from "../../support/variants";

const mirror = distribution();
const elsewhere = { region: "ap-south-1" };
const later: readonly Sketch[] = [
  distribution({}, { props: {} }),
  { ...altered(logSource, { resourceArn: UNKNOWN, name: UNKNOWN }), from: { resourceArn: ["mirror"] } },
  { ...altered(logDelivery, { deliverySourceName: UNKNOWN }), from: { deliverySourceName: ["mirror-logs"] } },
];

function logs(title: string, is: Outcome, resources: readonly Sketch[], rest: Partial<Case> = {}): Case {
  return given(title, is, [mirror, ...resources], rest);
}

function itself(title: string, is: Outcome, loggingConfig: unknown, rest: Partial<Sketch> = {}): Case {
  return given(title, is, [sketch(BUCKET, "logs"), distribution({ loggingConfig }, rest)]);
}

export const specimen: Specimen = {
  rule,
  cases: [
    logs("delivers its access log", "good", [logSource, logDelivery]),
    given("delivers it, when all is made later", "good", later),
    logs("delivers it by a provider in us-east-1", "good", [
      { ...altered(logSource, { region: undefined }), provider: { region: "us-east-1" } },
      { ...altered(logDelivery, { region: undefined }), provider: { region: "us-east-1" } },
    ]),
    itself("writes it itself", "good", { bucket: "huut-logs.s3.amazonaws.com" }),
    itself(
      "writes it itself to a bucket that is made later",
      "good",
      { bucket: UNKNOWN },
      { from: { loggingConfig: ["logs"] } },
    ),
    logs("no log", "bad", [], { says: /no access log of it is delivered/ }),
    logs("a source that nobody delivers", "bad", [logSource]),
    logs("a delivery of another source", "bad", [logSource, altered(logDelivery, { deliverySourceName: "other" })]),
    logs("the source of another distribution", "bad", [altered(logSource, { resourceArn: "arn:other" }), logDelivery]),
    logs("another log", "bad", [altered(logSource, { logType: "CONNECTION_LOGS" }), logDelivery]),
    logs("a source in another region", "bad", [altered(logSource, elsewhere), logDelivery]),
    logs("a delivery in another region", "bad", [logSource, altered(logDelivery, elsewhere)]),
    itself("no bucket", "bad", { includeCookies: false }),
    itself("an empty bucket", "bad", { bucket: "" }),
    logs("two distributions, one with a log", "bad", [
      logSource,
      logDelivery,
      { ...distribution(), name: "second", props: { arn: "arn:second" } },
    ]),
    logs("a source of nobody knows what", "undecided", [altered(logSource, { resourceArn: UNKNOWN }), logDelivery]),
    logs("a delivery of nobody knows what", "undecided", [
      logSource,
      altered(logDelivery, { deliverySourceName: UNKNOWN }),
    ]),
    logs("a source in nobody knows which region", "undecided", [
      altered(logSource, { region: undefined }),
      logDelivery,
    ]),
    given("a bucket that something else tells", "undecided", [
      sketch("aws:ssm/parameter:Parameter", "setting"),
      distribution({ loggingConfig: { bucket: UNKNOWN } }, { from: { loggingConfig: ["setting"] } }),
    ]),
    itself("a bucket of nobody knows whom", "undecided", { bucket: UNKNOWN }),
  ],
  mutation: {
    what: "has a distribution that logs nothing but connections",
    change: (program) => {
      addDistribution(program, { logSource: { logType: "CONNECTION_LOGS" } });
    },
  },
};
