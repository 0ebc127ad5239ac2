import type { Cloud } from "../../kernel/cloud";
import type { CloudWatchService } from "../cloudwatch";
import type { EdgeResponse } from "./edge/messages";
import type { Distribution } from "./state";

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html */
export function publish(cloud: Cloud, { id, account }: Distribution, { statusCode, body }: EdgeResponse): void {
  const metrics = cloud.service<CloudWatchService>("monitoring");
  const dimensions = { DistributionId: id, Region: "Global" };
  const put = (name: string, value: number, unit: string) =>
    metrics.put({ account, region: "us-east-1" }, "AWS/CloudFront", name, dimensions, value, unit);
  const share = (from: number, below: number) => (statusCode >= from && statusCode < below ? 100 : 0);
  put("Requests", 1, "None");
  put("BytesDownloaded", body.byteLength, "None");
  put("4xxErrorRate", share(400, 500), "Percent");
  put("5xxErrorRate", share(500, 600), "Percent");
  put("TotalErrorRate", share(400, 600), "Percent");
}
