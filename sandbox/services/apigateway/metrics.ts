import type { Cloud } from "../../kernel/cloud";
import type { CloudWatchService } from "../cloudwatch";
import type { Exchange, Outcome } from "./service";

const namespace = "AWS/ApiGateway";

/**
 * Publishes what a request counts as: per API and per stage, and per route where the stage asks for detailed metrics.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
 */
export function publish(cloud: Cloud, { api, stage, request, started }: Exchange, outcome: Outcome): void {
  const metrics = cloud.service<CloudWatchService>("monitoring");
  const { response, integration, routeKey } = outcome;
  const samples: (readonly [name: string, value: number, unit: string])[] = [
    ["Count", 1, "Count"],
    ["4xx", response.statusCode >= 400 && response.statusCode < 500 ? 1 : 0, "Count"],
    ["5xx", response.statusCode >= 500 ? 1 : 0, "Count"],
    ["Latency", cloud.world.now() - started, "Milliseconds"],
    ["DataProcessed", request.body.byteLength + response.body.byteLength, "Bytes"],
    ...(integration ? [["IntegrationLatency", integration.latency, "Milliseconds"] as const] : []),
  ];
  const dimensions: Record<string, string>[] = [{ ApiId: api.id }, { ApiId: api.id, Stage: stage.name }];
  const detailed = stage.settings.get(routeKey ?? "")?.detailedMetrics ?? stage.defaults.detailedMetrics;
  if (detailed && routeKey !== undefined) {
    const [Method = "", Resource = ""] = routeKey.split(" ");
    dimensions.push({ ApiId: api.id, Stage: stage.name, Method, Resource });
  }
  for (const [name, value, unit] of samples) {
    for (const each of dimensions) metrics.put(api.place, namespace, name, each, value, unit);
  }
}
