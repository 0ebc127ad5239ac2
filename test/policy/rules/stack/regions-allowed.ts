import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/stack/regions-allowed";
import { given, sketch, TYPE } from "../../support/sketches";
import { type Case, type Outcome, type Specimen } from "../../support/specimen";

const ACL = "aws:wafv2/webAcl:WebAcl";
const EDGE = [
  ACL,
  "aws:acm/certificate:Certificate",
  "aws:acm/certificateValidation:CertificateValidation",
  "aws:cloudwatch/logDelivery:LogDelivery",
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination",
  "aws:cloudwatch/logDeliverySource:LogDeliverySource",
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
];

function lies(
  title: string,
  is: Outcome,
  type: string,
  own: unknown,
  provider: unknown,
  rest: Partial<Case> = {},
): Case {
  const props = own === undefined ? {} : { region: own };
  return given(title, is, [sketch(type, "it", props, { provider: { region: provider } })], rest);
}

export const specimen: Specimen = {
  rule,
  cases: [
    lies("the first region, by its provider", "good", TYPE.bucket, undefined, "ap-south-1"),
    lies("the second region, by its provider", "good", TYPE.bucket, undefined, "ap-southeast-1"),
    lies("another region, by its provider", "bad", TYPE.bucket, undefined, "eu-west-1", {
      says: /^provider.region is eu-west-1, which is not one of ap-south-1, ap-southeast-1$/,
    }),
    lies("another region of its own", "bad", TYPE.bucket, "us-west-2", "ap-south-1", { says: /us-west-2/ }),
    lies("a region of its own, in a provider elsewhere", "good", TYPE.bucket, "ap-south-1", "eu-west-1"),
    lies("nothing of its own", "bad", TYPE.bucket, null, "eu-west-1"),
    lies("us-east-1 for what CloudFront needs", "good", ACL, "us-east-1", "ap-south-1"),
    given(
      "us-east-1 for all that CloudFront needs",
      "good",
      EDGE.map((type) => sketch(type, type, { region: "us-east-1" })),
    ),
    given("us-east-1 for a bucket beside all that CloudFront needs", "bad", [
      ...EDGE.map((type) => sketch(type, type, { region: "us-east-1" })),
      sketch(TYPE.bucket, "it", { region: "us-east-1" }),
    ]),
    lies("us-east-1 for a table", "bad", TYPE.table, "us-east-1", "ap-south-1"),
    lies("elsewhere for what CloudFront needs", "bad", ACL, "us-west-2", "ap-south-1"),
    lies("a region that the options add", "good", TYPE.table, "eu-west-1", "ap-south-1", {
      options: { regions: ["eu-west-1"] },
    }),
    lies("a region that the options take away", "bad", TYPE.table, "ap-south-1", "ap-south-1", {
      options: { regions: ["eu-west-1"] },
    }),
    lies("a region that is not known yet", "undecided", TYPE.table, UNKNOWN, "ap-south-1"),
    lies("a provider that is not known yet", "undecided", TYPE.table, undefined, UNKNOWN),
    given("no region anywhere", "good", [sketch(TYPE.table, "it")]),
    given("what is not AWS's", "not its business", [
      sketch("random:index/id:Id", "it", { region: "eu-west-1" }),
      sketch("pulumi:providers:aws", "p", { region: "eu-west-1" }),
    ]),
  ],
  mutation: {
    what: "puts the versioning of a bucket elsewhere",
    change: (program) =>
      program.set("aws:s3/bucketVersioning:BucketVersioning", "raw-versioning", { region: "eu-west-1" }),
  },
};
