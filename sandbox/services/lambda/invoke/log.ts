import type { Cloud } from "../../../kernel/cloud";
import { AwsError } from "../../../kernel/errors";
import type { ExecutionEnvironment } from "../runtime/environment";
import type { RolePrincipal } from "../../sts";
import type { FunctionState } from "../state";
import type { Ending } from "./outcome";
import { errorOf } from "./outcome";

interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

/** What the platform measured of an invocation, in milliseconds of virtual time. */
export interface Measures {
  readonly duration: number;
  readonly initDuration: number | undefined;
}

/** The lines of one invocation, written to the function's log group when it is over, as the function's role. */
export class InvocationLog {
  private readonly events: LogEvent[] = [];
  private readonly json: boolean;
  /** Start, end and report are INFO lines of the system. */
  private readonly quiet: boolean;

  constructor(
    private readonly fn: FunctionState,
    private readonly requestId: string,
    private readonly now: () => number,
  ) {
    this.json = fn.inputs.loggingConfig?.logFormat === "JSON";
    this.quiet = this.json && fn.inputs.loggingConfig?.systemLogLevel === "WARN";
  }

  readonly print = (message: string): void => void this.events.push({ timestamp: this.now(), message });

  /** https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html */
  start(): void {
    this.system(`START RequestId: ${this.requestId} Version: $LATEST`, "platform.start", { version: "$LATEST" });
  }

  finish(ending: Ending, { duration, initDuration }: Measures): void {
    this.printFailure(ending);
    const status = ending.kind === "result" ? "success" : ending.kind === "timeout" ? "timeout" : "error";
    const { memorySize } = this.fn;
    const billed = Math.ceil(duration + (initDuration ?? 0));
    if (!this.json) this.system(`END RequestId: ${this.requestId}`);
    const init = initDuration === undefined ? "" : `\tInit Duration: ${initDuration.toFixed(2)} ms`;
    const text = `REPORT RequestId: ${this.requestId}\tDuration: ${duration.toFixed(2)} ms\tBilled Duration: ${billed} ms\tMemory Size: ${memorySize} MB${init}`;
    const metrics = { durationMs: duration, billedDurationMs: billed, memorySizeMB: memorySize };
    this.system(text, "platform.report", {
      metrics: initDuration === undefined ? metrics : { ...metrics, initDurationMs: initDuration },
      status,
    });
  }

  /** The end of the log as `LogType: Tail` returns it. */
  tail(): string {
    return this.events
      .map(({ message }) => `${message}\n`)
      .join("")
      .slice(-4096);
  }

  /**
   * Writes the lines, one invocation of an environment after another, the first one creating the stream. What the group does not take is
   * lost, and counted.
   */
  write(cloud: Cloud, principal: RolePrincipal, environment: ExecutionEnvironment): Promise<void> {
    environment.written = environment.written.then(() => this.send(cloud, principal, environment));
    return environment.written;
  }

  private async send(cloud: Cloud, principal: RolePrincipal, environment: ExecutionEnvironment): Promise<void> {
    if (this.events.length === 0) return;
    const { logGroup: logGroupName, place, counts } = this.fn;
    const { logStreamName } = environment;
    const call = (operation: string, input: object) =>
      retried(cloud, () => cloud.call({ principal, place, service: "logs", operation, input }));
    try {
      if (!environment.hasLogStream) await call("CreateLogStream", { logGroupName, logStreamName });
      environment.hasLogStream = true;
      await call("PutLogEvents", { logGroupName, logStreamName, logEvents: this.events });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      counts.logsLost++;
    }
  }

  private printFailure(ending: Ending): void {
    if (ending.kind === "result") return;
    const time = new Date(this.now()).toISOString();
    if (ending.kind === "timeout")
      this.print(`${time} ${this.requestId} Task timed out after ${this.fn.timeout.toFixed(2)} seconds\n`);
    if (ending.kind === "crash") {
      this.print(`RequestId: ${this.requestId} Error: Runtime exited with error: ${ending.reason}\nRuntime.ExitError`);
    }
    if (ending.kind !== "error" && ending.kind !== "uncaught") return;
    const { errorType, errorMessage, trace: stackTrace } = errorOf(ending);
    this.print(
      this.json
        ? JSON.stringify({
            timestamp: time,
            level: "ERROR",
            requestId: this.requestId,
            message: { errorType, errorMessage, stackTrace },
          })
        : `${time}\t${this.requestId}\tERROR\tInvoke Error \t${JSON.stringify({ errorType, errorMessage, stack: stackTrace })}`,
    );
  }

  private system(text: string, type?: string, record: object = {}): void {
    if (this.quiet) return;
    const time = new Date(this.now()).toISOString();
    this.print(this.json ? JSON.stringify({ time, type, record: { requestId: this.requestId, ...record } }) : text);
  }
}

/** Lambda's own calls are repeated while the fault is the service's or a throttle, 1 s apart, at most three times. */
export async function retried<T>(cloud: Cloud, call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (attempt > 3 || !isTransient(error)) throw error;
      await new Promise<void>((resolve) => cloud.world.after(1_000 * attempt, resolve));
    }
  }
}

/** Whether trying again may help: the service's fault, or a throttle. */
export function isTransient(error: unknown): boolean {
  return (
    error instanceof AwsError &&
    (error.statusCode >= 500 || /Throttl|TooManyRequests|ProvisionedThroughput|SlowDown|LimitExceeded/.test(error.code))
  );
}
