import { rule } from "../../../../policy/rules/iam/iam-no-broad-managed-policy";
import { type Specimen } from "../../support/specimen";
import { UNKNOWN } from "../../../../policy/model";
import { policyCaseIn } from "../../support/good/iam";
import { type Case, type Outcome } from "../../support/specimen";

const type = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";

function attached(is: Outcome, name: string, rest: Partial<Case> = {}): Case {
  return policyCaseIn(type, name, is, { role: "huut-prod-etl", policyArn: `arn:aws:iam::aws:policy/${name}` }, rest);
}

const s3 = "arn:aws:iam::aws:policy/AmazonS3FullAccess";
const logs = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

export const specimen: Specimen = {
  rule,
  cases: [
    attached("good", "service-role/AWSLambdaBasicExecutionRole"),
    attached("good", "AmazonS3ReadOnlyAccess"),
    attached("good", "AmazonS3FullAccessButNot"),
    attached("good", "FullAccess-Reader"),
    attached("bad", "AdministratorAccess", { says: /policyArn.* is arn:.*AdministratorAccess, which is for admin/ }),
    attached("bad", "PowerUserAccess"),
    attached("bad", "AmazonS3FullAccess"),
    attached("bad", "AWSLambda_FullAccess"),
    attached("bad", "AmazonDynamoDBFullAccess_v2"),
    attached("bad", "AmazonDynamoDBFullAccess_v12"),
    attached("bad", "AmazonAPIGatewayAdministrator"),
    attached("bad", "AWSKeyManagementServicePowerUser"),
    attached("bad", "job-function/DatabaseAdministrator"),
    policyCaseIn(type, "of China", "bad", { policyArn: "arn:aws-cn:iam::aws:policy/AdministratorAccess" }),
    policyCaseIn(type, "one's own, named alike", "good", {
      policyArn: "arn:aws:iam::222222222222:policy/HuutFullAccess",
    }),
    policyCaseIn(type, "a text that only holds one", "good", { policyArn: `x ${s3}` }),
    policyCaseIn(type, "one that is not known yet", "undecided", { policyArn: UNKNOWN }),
    policyCaseIn("aws:iam/role:Role", "in a role", "bad", { managedPolicyArns: [logs, s3] }),
    policyCaseIn("aws:iam/role:Role", "in a role, beside an unknown one", "bad", { managedPolicyArns: [UNKNOWN, s3] }),
    policyCaseIn("aws:iam/role:Role", "a role with a good one", "good", { managedPolicyArns: [logs] }),
    policyCaseIn("aws:iam/role:Role", "a role without", "good", {}),
    policyCaseIn("aws:iam/role:Role", "a role with an unknown one", "undecided", {
      managedPolicyArns: [logs, UNKNOWN],
    }),
    policyCaseIn("aws:iam/policyAttachment:PolicyAttachment", "on several", "bad", { policyArn: s3, roles: ["a"] }),
    policyCaseIn("aws:iam/userPolicyAttachment:UserPolicyAttachment", "on a user", "bad", {
      policyArn: s3,
      user: "asha",
    }),
    policyCaseIn("aws:iam/groupPolicyAttachment:GroupPolicyAttachment", "on a group", "bad", {
      policyArn: s3,
      group: "a",
    }),
  ],
  mutation: {
    what: "gives the ETL job all of S3",
    change: (program) => program.add({ type, name: "etl-s3", props: { role: "huut-prod-etl", policyArn: s3 } }),
  },
};
