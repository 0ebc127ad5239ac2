import type { Cloud } from "../../kernel/cloud";
import { AwsError } from "../../kernel/errors";
import type { RolePrincipal, StsService } from "../sts";

/**
 * A session of a function's role, as Lambda assumes it, named after the function. Lambda sends no source.
 * @throws AwsError when the role is absent or does not trust Lambda
 */
export function assumeFunctionRole(cloud: Cloud, roleArn: string, sessionName: string): RolePrincipal {
  try {
    return cloud.service<StsService>("sts").assumeForService(roleArn, "lambda.amazonaws.com", { sessionName });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError("AccessDeniedException", "The role defined for the function cannot be assumed by Lambda.", 403);
  }
}
