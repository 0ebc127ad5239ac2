import { judgeAllows, pins, resourceRule, ROLE } from "../../model";

/** Services that say on whose behalf they assume a role. Lambda and Glue do not. */
const TELLING = [
  "cloudtrail",
  "comprehend",
  "firehose",
  "logs",
  "pipes",
  "scheduler",
  "states",
  "transcribe",
  "translate",
];
/** What they say it by; Firehose sends the account as external id. */
const SOURCE = ["aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "sts:externalid"];

export const rule = resourceRule({
  id: "iam-trust-names-source",
  title: "A role that trusts a service says on whose behalf",
  why: "The service acts for all its customers: another account's schedule or stream could use the role through it.",
  cure: "Add a condition StringEquals on aws:SourceAccount, or ArnLike on aws:SourceArn.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"],
  options: {
    services: {
      type: "array",
      items: { type: "string" },
      description: "Services that say on whose behalf they assume a role, without .amazonaws.com",
      default: TELLING,
    },
  },
  types: [ROLE],
  check: (role, { services }) =>
    judgeAllows([role.at("assumeRolePolicy")], ({ principals, conditions }) => {
      if (conditions.some((condition) => pins(condition, (key) => SOURCE.includes(key)))) return [];
      const telling = (services as readonly string[]).map((service) => `${service}.amazonaws.com`);
      return principals.filter(({ id }) => telling.includes(id)).map(({ id }) => `${id} on anyone's behalf`);
    }),
});
