import { stackRule, UNKNOWN } from "../../model";

const FUNCTION = "aws:lambda/function:Function";
const ROLE = "aws:iam/role:Role";

export const rule = stackRule({
  id: "function-role-not-shared",
  title: "A function has a role of its own",
  why: "Functions that share a role may do what any of them needs: least privilege ends there.",
  cure: "Make a role for each function, with the grants of the operations that it calls.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html"],
  types: [FUNCTION],
  check: (stack) =>
    stack.ofType(FUNCTION).map((resource) => {
      const role = resource.at("role");
      const [named] = stack.references(resource, "role", ROLE);
      const others = stack
        .ofType(FUNCTION)
        .filter((other) => other !== resource)
        .filter((other) =>
          named ? stack.references(other, "role", ROLE)[0] === named : role.isSameAs(other.at("role")) === true,
        );
      const shared = others.length > 0;
      return {
        resource,
        kept: shared ? false : named === undefined && role.isUnknown ? UNKNOWN : true,
        message: shared ? `shares its role with ${others.map(({ name }) => name).join(", ")}` : String(role),
      };
    }),
});
