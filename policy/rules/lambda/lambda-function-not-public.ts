import { all, any, expect, not, resourceRule } from "../../model";

/** What narrows `*` down: an account, an organization, or one resource. */
const NARROWING = ["organizationId", "principalOrgId", "sourceAccount", "sourceArn"];

export const rule = resourceRule({
  id: "lambda-function-not-public",
  controls: ["Lambda.1"],
  title: "No permission of a function or a layer is for everyone",
  why: "Anyone with an AWS account may call the function, with its role and at our cost, or read the layer's code.",
  cure: "Name the account or the service as principal, or narrow * by principalOrgId, sourceAccount or sourceArn.",
  severity: "critical",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html"],
  types: ["aws:lambda/layerVersionPermission:LayerVersionPermission", "aws:lambda/permission:Permission"],
  check: (permission) => {
    const anyone = permission.at("principal").is("*");
    const narrowed = NARROWING.map((name) => permission.at(name)).map((value) =>
      all(value.present(), not(value.is("*"))),
    );
    return expect(any(not(anyone), ...narrowed), `${permission.at("principal")}, and nothing narrows it`);
  },
});
