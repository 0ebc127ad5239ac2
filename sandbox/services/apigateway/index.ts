import type { Cloud } from "../../kernel/cloud";
import { ApiGatewayService } from "./service";

export type { ApiGatewayService } from "./service";
export type { ApiRequest, ApiResponse } from "./messages";

export function create(cloud: Cloud): ApiGatewayService {
  return new ApiGatewayService(cloud);
}
