import type { Cloud } from "../../kernel/cloud";
import { operation, type Operation, type Service } from "../../kernel/service";

export function create(_cloud: Cloud): XRayService {
  return new XRayService();
}

/**
 * AWS X-Ray, as far as a traced function needs it: it takes segments and telemetry, and counts them. It offers no
 * queries. Neither action has a resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
 */
export class XRayService implements Service {
  readonly name = "xray";
  private segments = 0;
  private telemetryRecords = 0;

  readonly operations: Readonly<Record<string, Operation>> = {
    PutTraceSegments: operation<{ TraceSegmentDocuments: readonly string[] }>(
      () => ({ action: "xray:PutTraceSegments", resource: "*" }),
      ({ TraceSegmentDocuments }) => {
        this.segments += TraceSegmentDocuments.length;
        return { UnprocessedTraceSegments: [] };
      },
    ),
    PutTelemetryRecords: operation<{ TelemetryRecords: readonly object[] }>(
      () => ({ action: "xray:PutTelemetryRecords", resource: "*" }),
      ({ TelemetryRecords }) => {
        this.telemetryRecords += TelemetryRecords.length;
        return {};
      },
    ),
  };

  summary(): object {
    return { segments: this.segments, telemetryRecords: this.telemetryRecords };
  }
}
