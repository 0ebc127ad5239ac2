import * as v from "valibot";
import type { Cloud } from "../../../kernel/cloud";
import { AccessDenied, AwsError } from "../../../kernel/errors";
import { resourceModel, type ResourceModel } from "../../../kernel/service";
import type { StsService } from "../../sts";
import { region } from "./inputs";

/**
 * The account's settings, of which there is one in each region. REST and WebSocket APIs log with the role; HTTP APIs need none.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export function accountModel(cloud: Cloud): ResourceModel {
  return resourceModel({
    inputs: v.strictObject({ cloudwatchRoleArn: v.optional(v.string()), region }),
    outputs: () => ({
      id: "api-gateway-account",
      apiKeyVersion: "4",
      features: ["UsagePlans"],
      throttleSettings: [{ burstLimit: 5000, rateLimit: 10000 }],
    }),
    create: ({ inputs, place }) => {
      if (inputs.cloudwatchRoleArn !== undefined) checkRole(cloud, inputs.cloudwatchRoleArn, place.account);
    },
    remove: () => undefined,
  });
}

function checkRole(cloud: Cloud, roleArn: string, account: string): void {
  try {
    const options = { sessionName: "APIGatewayLogging", sourceAccount: account };
    cloud.service<StsService>("sts").assumeForService(roleArn, "apigateway.amazonaws.com", options);
  } catch (error) {
    if (!(error instanceof AccessDenied)) throw error;
    throw new AwsError(
      "BadRequestException",
      `The role ARN does not have required permissions set to API Gateway: ${error.message}`,
    );
  }
}
