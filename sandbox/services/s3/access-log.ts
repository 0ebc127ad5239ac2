import type { Cloud } from "../../kernel/cloud";
import type { CallContext } from "../../kernel/service";
import { AwsError } from "../../kernel/errors";
import type { Random } from "../../world/random";
import type { Bucket, LoggingTarget } from "./bucket";

const hour = 3_600_000;
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** What a line of the log tells of a request. */
export interface LoggedRequest {
  /** e.g. `REST.GET.OBJECT`. */
  readonly operation: string;
  readonly key: string;
  readonly status: number;
  readonly errorCode?: string;
  readonly bytes: number;
  readonly size: number;
  readonly versionId?: string;
}

/**
 * Server access logs, best effort: written an hour after the first request they tell of, as `logging.s3.amazonaws.com`,
 * so that the target's policy decides. Only requests that reached the bucket's operations are told, not denied ones.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html
 */
export class AccessLogs {
  private readonly lines = new Map<string, string[]>();
  private random: Random | undefined;
  private refused = 0;

  constructor(private readonly cloud: Cloud) {}

  /** Log files that the target did not take. */
  undelivered(): number {
    return this.refused;
  }

  log(bucket: Bucket, request: LoggedRequest, context: CallContext): void {
    if (!bucket.settings.logging) return;
    let lines = this.lines.get(bucket.name);
    if (!lines) {
      this.lines.set(bucket.name, (lines = []));
      this.cloud.world.after(hour, () => this.flush(bucket));
    }
    lines.push(this.line(bucket, request, context));
  }

  private async flush(bucket: Bucket): Promise<void> {
    const lines = this.lines.get(bucket.name) ?? [];
    const target = bucket.settings.logging;
    this.lines.delete(bucket.name);
    if (!target) return;
    try {
      await this.cloud.call({
        principal: { kind: "service", service: "logging.s3.amazonaws.com" },
        place: { account: bucket.account, region: bucket.region },
        service: "s3",
        operation: "PutObject",
        input: {
          Bucket: target.bucket,
          Key: this.fileName(bucket, target),
          Body: Buffer.from(lines.join("")),
          ContentType: "text/plain",
        },
        sourceArn: bucket.arn,
        sourceAccount: bucket.account,
      });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.refused++;
    }
  }

  private fileName(bucket: Bucket, { prefix, partitioned }: LoggingTarget): string {
    const [date = "", time = ""] = new Date(this.cloud.world.now()).toISOString().split("T");
    const folder = partitioned ? `${bucket.account}/${bucket.region}/${bucket.name}/${date.replaceAll("-", "/")}/` : "";
    return `${prefix}${folder}${date}-${time.slice(0, 8).replaceAll(":", "-")}-${this.chance().hex(16).toUpperCase()}`;
  }

  private line(bucket: Bucket, request: LoggedRequest, { principal }: CallContext): string {
    const requester =
      principal.kind === "role"
        ? principal.sessionArn
        : principal.kind === "service"
          ? `svc:${principal.service}`
          : principal.kind === "anonymous"
            ? "-"
            : principal.account;
    const requestId = this.chance().hex(16).toUpperCase();
    const key = request.key === "" ? "-" : encodeURIComponent(request.key).replaceAll("%2F", "/");
    const verb = request.operation.split(".")[1] ?? "GET";
    return (
      `${bucket.account} ${bucket.name} ${logTime(this.cloud.world.now())} 127.0.0.1 ${requester} ${requestId} ${request.operation} ${key} ` +
      `"${verb} /${bucket.name}/${key === "-" ? "" : key} HTTP/1.1" ${request.status} ${request.errorCode ?? "-"} ${request.bytes || "-"} ` +
      `${request.size || "-"} - - "-" "-" ${request.versionId ?? "-"} - SigV4 - AuthHeader ${bucket.name}.s3.${bucket.region}.amazonaws.com TLSv1.3 - -\n`
    );
  }

  private chance(): Random {
    return (this.random ??= this.cloud.world.random.fork("s3/access-log"));
  }
}

function logTime(time: number): string {
  const [date = "", clock = ""] = new Date(time).toISOString().split("T");
  const [year, month, dayOfMonth] = date.split("-");
  return `[${dayOfMonth}/${months[Number(month) - 1]}/${year}:${clock.slice(0, 8)} +0000]`;
}
