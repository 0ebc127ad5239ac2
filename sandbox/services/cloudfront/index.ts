import type { Cloud } from "../../kernel/cloud";
import { CloudFrontService } from "./service";

export type { CloudFrontService } from "./service";
export type { EdgeResponse, ViewerRequest } from "./edge/messages";

export function create(cloud: Cloud): CloudFrontService {
  return new CloudFrontService(cloud);
}
