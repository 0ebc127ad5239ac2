import { rule } from "../../../../policy/rules/iam/iam-policies-not-on-users";
import { type Specimen } from "../../support/specimen";
import { UNKNOWN } from "../../../../policy/model";
import { allow, documentOf, policyCaseIn } from "../../support/good/iam";

const type = "aws:iam/userPolicy:UserPolicy";
const attachment = "aws:iam/policyAttachment:PolicyAttachment";
const policyArn = "arn:aws:iam::222222222222:policy/read";
const policy = documentOf(allow("s3:GetObject"));

export const specimen: Specimen = {
  rule,
  cases: [
    policyCaseIn(attachment, "on roles", "good", { policyArn, roles: ["huut-prod-etl"] }),
    policyCaseIn(attachment, "on groups", "good", { policyArn, groups: ["staff"], users: [] }),
    policyCaseIn(
      attachment,
      "on a user among roles",
      "bad",
      { policyArn, roles: ["a"], users: ["asha"] },
      { says: /users is \["asha"\]/ },
    ),
    policyCaseIn(attachment, "on users", "bad", { policyArn, users: ["asha", "ravi"] }),
    policyCaseIn(type, "in a user", "bad", { policy, user: "asha" }, { says: /user is asha/ }),
    policyCaseIn("aws:iam/userPolicyAttachment:UserPolicyAttachment", "on one user", "bad", {
      policyArn,
      user: "asha",
    }),
    policyCaseIn(attachment, "on somebody", "undecided", { policyArn, users: UNKNOWN }),
    policyCaseIn(type, "in somebody", "undecided", { policy, user: UNKNOWN }),
    policyCaseIn(type, "an unknown policy in a user", "bad", { policy: UNKNOWN, user: "asha" }),
  ],
  mutation: {
    what: "gives a person permissions of her own",
    change: (program) => program.add({ type, name: "asha", props: { policy, user: "asha" } }),
  },
};
