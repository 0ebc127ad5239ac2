import type { Cloud } from "../../../kernel/cloud";
import type { ResourceModel } from "../../../kernel/service";
import type { CloudFrontService } from "../service";
import { distributionModel } from "./distribution";
import { accessControlModel, cachePolicyModel } from "./policies";
import { responseHeadersModel } from "./response-headers";

export function resources(service: CloudFrontService, cloud: Cloud): Record<string, ResourceModel> {
  return {
    "aws:cloudfront/distribution:Distribution": distributionModel(service, cloud),
    "aws:cloudfront/originAccessControl:OriginAccessControl": accessControlModel(service),
    "aws:cloudfront/cachePolicy:CachePolicy": cachePolicyModel(service),
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": responseHeadersModel(service),
  };
}
