import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/stack/no-foreign-region";
import { given, sketch, TYPE } from "../../support/sketches";
import { type Case, type Outcome, type Specimen } from "../../support/specimen";

const home = { region: "ap-southeast-1" };
const queue = (region: string) => `arn:aws:sqs:${region}:222222222222:events`;

function names(title: string, is: Outcome, props: object, rest: Partial<Case> & { readonly type?: string } = {}): Case {
  const { type = TYPE.mapping, ...others } = rest;
  return given(title, is, [sketch(type, "it", { ...props }, { provider: home })], others);
}

export const specimen: Specimen = {
  rule,
  cases: [
    names("a queue of its region", "good", { eventSourceArn: queue("ap-southeast-1") }),
    names("a role, which has no region", "good", { role: "arn:aws:iam::222222222222:role/r" }),
    names("a bucket, whose ARN has no region", "good", { bucket: "arn:aws:s3:::huut-raw-222222222222-ap-south-1" }),
    names("a text that mentions another region", "good", { description: "what ap-south-1 had" }),
    names("a queue of the other region", "bad", { eventSourceArn: queue("ap-south-1") }, { says: /ARN of ap-south-1/ }),
    names("deep within", "bad", { environment: { variables: { QUEUE: queue("ap-south-1") } } }),
    names("in a list", "bad", { actions: [queue("ap-southeast-1"), queue("ap-south-1")] }),
    names("in a policy", "bad", { policy: `{"Resource":"${queue("ap-south-1")}"}` }),
    names("the source of CloudFront's logs, in a policy", "good", {
      policy: `{"aws:SourceArn":"arn:aws:logs:us-east-1:222222222222:delivery-source:captions"}`,
    }),
    names("a firewall for CloudFront", "good", {
      arn: "arn:aws:wafv2:us-east-1:222222222222:global/webacl/captions/1",
    }),
    names("a certificate for CloudFront", "good", { arn: "arn:aws:acm:us-east-1:222222222222:certificate/1" }),
    names("a source of logs elsewhere", "bad", { arn: "arn:aws:logs:ap-south-1:222222222222:delivery-source:c" }),
    names("another log of us-east-1", "bad", { arn: "arn:aws:logs:us-east-1:222222222222:log-group:delivery" }),
    names("a firewall of a region", "bad", { arn: "arn:aws:wafv2:us-east-1:222222222222:regional/webacl/a/1" }),
    names("what follows something at the edge", "bad", {
      policy: `["arn:aws:acm:us-east-1:222222222222:certificate/1","${queue("ap-south-1")}"]`,
    }),
    names("in another partition", "bad", { arn: "arn:aws-us-gov:sqs:us-gov-west-1:1:q" }),
    names(
      "what replicates",
      "not its business",
      { globalTableArn: queue("ap-south-1") },
      {
        type: "aws:dynamodb/tableReplica:TableReplica",
      },
    ),
    names(
      "what the options let across",
      "not its business",
      { arn: queue("ap-south-1") },
      {
        options: { across: [TYPE.mapping] },
      },
    ),
    names(
      "what the options no longer let across",
      "bad",
      { arn: queue("ap-south-1") },
      {
        type: "aws:kms/replicaKey:ReplicaKey",
        options: { across: [] },
      },
    ),
    given("a region of its own", "bad", [
      sketch(TYPE.mapping, "it", { region: "ap-south-1", arn: queue("ap-southeast-1") }, { provider: home }),
    ]),
    given("a region that nobody knows yet", "undecided", [
      sketch(TYPE.mapping, "it", { arn: queue("ap-south-1") }, { provider: { region: UNKNOWN } }),
    ]),
    given("no region at all", "good", [sketch(TYPE.mapping, "it", { arn: queue("ap-south-1") })]),
    given("what is not AWS's", "not its business", [
      sketch("random:index:Id", "it", { arn: queue("x-y-1") }, { provider: home }),
    ]),
  ],
  mutation: {
    what: "tells a function about a queue of the second region",
    change: (program) =>
      program.set(TYPE.function, "replay-quarantine", ({ environment }) => ({
        environment: {
          variables: {
            ...(environment as { variables: object }).variables,
            OTHER_QUEUE: "arn:aws:sqs:ap-southeast-1:222222222222:huut-dr-post-events",
          },
        },
      })),
  },
};
