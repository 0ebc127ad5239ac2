import {
  IDENTITY_POLICIES,
  identityPoliciesOf,
  judgeAllows,
  matchesGlob,
  resourceRule,
  type Statement,
} from "../../model";

const OPENING = ["kms:Decrypt", "kms:ReEncryptFrom"];

/** Actions that are wrong on any resource are another rule's business. */
const WHOLE_SERVICE = /^(\*|kms:\*)$/i;

/** Every key, of a region, of an account or at all. */
const EVERY_KEY = /^(\*|arn:[^:]+:kms:[^/]*\*|arn:[^:]+:kms:[^/]*:key\/[\w-]*\*)$/;

export const rule = resourceRule({
  id: "kms-no-decrypt-everywhere",
  controls: ["KMS.1", "KMS.2"],
  title: "No identity may decrypt with every key",
  why: "Whoever gets hold of the role reads whatever any key of the account protects, now and later.",
  cure: "Name the ARNs of the keys in Resource.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies-best-practices.html"],
  types: IDENTITY_POLICIES,
  check: (holder) => judgeAllows(identityPoliciesOf(holder), offences),
});

function offences({ actions, resources, notResources }: Statement): readonly string[] {
  const opening = actions.filter(
    (pattern) => !WHOLE_SERVICE.test(pattern) && OPENING.some((action) => matchesGlob(pattern, action)),
  );
  const keys = notResources.length > 0 ? ["all but some keys"] : resources.filter((one) => EVERY_KEY.test(one));
  return opening.flatMap((action) => keys.map((key) => `${action} on ${key}`));
}
