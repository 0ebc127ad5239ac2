import { rule } from "../../../../policy/rules/iam/iam-trust-names-source";
import { type Specimen } from "../../support/specimen";
import { UNKNOWN } from "../../../../policy/model";
import { documentOf, policyCaseIn, trust, trustCase } from "../../support/good/iam";

const type = "aws:iam/role:Role";
const firehose = { Service: "firehose.amazonaws.com" };
const own = (key: string, value: unknown = "222222222222", operator = "StringEquals") => ({
  [operator]: { [key]: value },
});
const telling = "cloudtrail comprehend firehose logs pipes scheduler states transcribe translate";

export const specimen: Specimen = {
  rule,
  cases: [
    trustCase("one account's", "good", [trust(firehose, own("aws:SourceAccount"))]),
    trustCase("one account's, by external id", "good", [trust(firehose, own("sts:ExternalId"))]),
    trustCase("one stream's", "good", [trust(firehose, own("aws:SourceArn", "arn:aws:firehose:r:2:*", "ArnLike"))]),
    trustCase("one organization's", "good", [trust(firehose, own("aws:SourceOrgID", "o-huut"))]),
    trustCase("a service that does not tell", "good", [trust({ Service: "lambda.amazonaws.com" })]),
    trustCase("another account", "good", [trust({ AWS: "111111111111" })]),
    ...telling.split(" ").map((service) =>
      trustCase(`${service} for anyone`, "bad", [trust({ Service: `${service}.amazonaws.com` })], {
        says: new RegExp(`^allows ${service}.amazonaws.com on anyone's behalf$`),
      }),
    ),
    trustCase("among others", "bad", [trust({ Service: ["lambda.amazonaws.com", "states.amazonaws.com"] })]),
    trustCase("any account's", "bad", [trust(firehose, own("aws:SourceAccount", "*", "StringLike"))]),
    trustCase("everyone's but one", "bad", [trust(firehose, own("aws:SourceAccount", "1", "StringNotEquals"))]),
    trustCase("in one region", "bad", [trust(firehose, own("aws:RequestedRegion", "r"))]),
    trustCase("no account's", "bad", [trust(firehose, own("aws:SourceAccount", []))]),
    trustCase("a service that a stack leaves out", "good", [trust(firehose)], { options: { services: ["states"] } }),
    trustCase("a service that a stack adds", "bad", [trust({ Service: "glue.amazonaws.com" })], {
      options: { services: ["glue"] },
    }),
    policyCaseIn(type, "an unknown policy", "undecided", { assumeRolePolicy: UNKNOWN }),
    policyCaseIn(type, "no policy", "good", {}),
  ],
  mutation: {
    what: "lets Firehose deliver for anyone",
    change: (program) => program.set(type, "delivery-role", { assumeRolePolicy: documentOf(trust(firehose)) }),
  },
};
