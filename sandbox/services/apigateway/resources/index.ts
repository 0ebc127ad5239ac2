import type { Cloud } from "../../../kernel/cloud";
import type { ResourceModel } from "../../../kernel/service";
import type { ApiGatewayService } from "../service";
import { accountModel } from "./account";
import { apiModel } from "./api";
import { authorizerModel, integrationModel, routeModel } from "./routes";
import { stageModel } from "./stage";

export function resources(service: ApiGatewayService, cloud: Cloud): Record<string, ResourceModel> {
  return {
    "aws:apigatewayv2/api:Api": apiModel(service, cloud),
    "aws:apigatewayv2/stage:Stage": stageModel(service, cloud),
    "aws:apigatewayv2/route:Route": routeModel(service),
    "aws:apigatewayv2/integration:Integration": integrationModel(service),
    "aws:apigatewayv2/authorizer:Authorizer": authorizerModel(service),
    "aws:apigateway/account:Account": accountModel(cloud),
  };
}
