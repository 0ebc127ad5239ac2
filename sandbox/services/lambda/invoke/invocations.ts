import type { Cloud } from "../../../kernel/cloud";
import { localSdk } from "../../../kernel/client";
import { AwsError } from "../../../kernel/errors";
import { inScope, outOfScope, type Scope } from "../../../kernel/scope";
import type { Random } from "../../../world/random";
import { ExecutionEnvironment } from "../runtime/environment";
import { takeUncaught } from "../runtime/uncaught";
import type { RolePrincipal } from "../../sts";
import { assumeFunctionRole } from "../session";
import type { FunctionState } from "../state";
import { decryptEnvironment } from "./environment-key";
import { InvocationLog, retried } from "./log";
import { payloadOf, type Ending, type Outcome } from "./outcome";

/** Milliseconds of virtual time that an invocation takes beside what its handler waits for; the order of magnitude of real ones. */
const coldStart = 250;
const overhead = 5;

/** Invocations of an account and region that may run at once: https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html */
const accountConcurrency = 1_000;

export interface InvocationRequest {
  /** JSON. */
  readonly payload: string;
  /** Made up when not given; the attempts of one asynchronous event share it. */
  readonly requestId?: string;
  readonly clientContext?: unknown;
}

/** Runs functions: concurrency, execution environments, role, time, log and trace. */
export class Invocations {
  readonly random: Random;
  private readonly sdks = new Map<string, unknown>();
  private readonly running = new Map<string, number>();

  constructor(private readonly cloud: Cloud) {
    this.random = cloud.world.random.fork("lambda");
  }

  /**
   * One synchronous invocation, from the caller's view.
   * @throws AwsError TooManyRequestsException, KMSAccessDeniedException, AccessDeniedException (the role)
   */
  invoke(fn: FunctionState, request: InvocationRequest): Promise<Outcome> {
    return outOfScope(() => this.admitted(fn, request));
  }

  private async admitted(fn: FunctionState, request: InvocationRequest): Promise<Outcome> {
    const pool = `${fn.place.account}/${fn.place.region}`;
    const inPool = this.running.get(pool) ?? 0;
    const reserved = fn.inputs.reservedConcurrentExecutions ?? -1;
    if (reserved >= 0 ? fn.running >= reserved : inPool >= accountConcurrency) {
      fn.counts.throttles++;
      throw tooManyRequests(reserved >= 0);
    }
    fn.running++;
    this.running.set(pool, inPool + 1);
    try {
      return await this.run(fn, request);
    } finally {
      fn.running--;
      this.running.set(pool, (this.running.get(pool) ?? 1) - 1);
    }
  }

  private async run(fn: FunctionState, request: InvocationRequest): Promise<Outcome> {
    const principal = assumeFunctionRole(this.cloud, fn.inputs.role, fn.name);
    const warm = fn.idle.pop();
    if (!warm) decryptEnvironment(this.cloud, fn, principal);
    const environment = warm ?? this.newEnvironment(fn);
    const requestId = request.requestId ?? this.random.uuid();
    const log = new InvocationLog(fn, requestId, () => this.cloud.world.now());
    if (!warm) await this.wait(coldStart);
    log.start();
    const started = this.cloud.world.now();
    const ending = await this.execute(fn, environment, principal, log, { ...request, requestId });
    await this.wait(overhead);
    const duration = this.cloud.world.now() - started;
    log.finish(ending, { duration, initDuration: warm ? undefined : coldStart });
    const logTail = log.tail();
    // A process that died or was stopped is not used again.
    if (ending.kind === "result" || ending.kind === "error") fn.idle.push(environment);
    this.record(fn, principal, log, environment, !warm);
    const { payload, failed } = payloadOf(ending, requestId, fn.timeout);
    fn.counts.invocations++;
    if (failed) fn.counts.errors++;
    return { requestId, payload, logTail, ...(failed && { functionError: "Unhandled" as const }) };
  }

  private execute(
    fn: FunctionState,
    environment: ExecutionEnvironment,
    principal: RolePrincipal,
    log: InvocationLog,
    request: InvocationRequest & { readonly requestId: string },
  ): Promise<Ending> {
    const { world } = this.cloud;
    return new Promise((resolve) => {
      const end = (ending: Ending) => {
        if (!scope.alive) return;
        scope.alive = false;
        deadline.cancel();
        resolve(ending);
      };
      const scope: Scope = {
        functionName: fn.name,
        requestId: request.requestId,
        principal,
        place: fn.place,
        environment: { ...environment.variables, _X_AMZN_TRACE_ID: this.traceHeader(fn) },
        print: log.print,
        alive: true,
        crash: (reason) => end({ kind: "crash", reason }),
      };
      takeUncaught(scope, (uncaught) => end({ kind: "uncaught", ...uncaught }));
      const deadline = world.after(fn.timeout * 1_000, () => end({ kind: "timeout" }));
      const context = contextObject(fn, environment, request, world.now() + fn.timeout * 1_000, () => world.now());
      inScope(scope, async () => environment.load()(JSON.parse(request.payload), context)).then(
        (value) => end({ kind: "result", value }),
        (error: unknown) => end({ kind: "error", error }),
      );
    });
  }

  private newEnvironment(fn: FunctionState): ExecutionEnvironment {
    fn.counts.coldStarts++;
    const day = new Date(this.cloud.world.now()).toISOString().slice(0, 10).replaceAll("-", "/");
    const host = { sdk: (name: string) => this.sdk(name), fail: (error: Error) => this.cloud.world.fail(error) };
    return new ExecutionEnvironment(fn, `${day}/[$LATEST]${this.random.hex(32)}`, host);
  }

  private sdk(name: string): unknown {
    if (!this.sdks.has(name)) this.sdks.set(name, localSdk(this.cloud, name));
    return this.sdks.get(name);
  }

  /** Log and trace go out beside the answer, which does not wait for them. */
  private record(
    fn: FunctionState,
    principal: RolePrincipal,
    log: InvocationLog,
    environment: ExecutionEnvironment,
    first: boolean,
  ): void {
    const sent = log.write(this.cloud, principal, environment).then(() => this.trace(fn, principal, first));
    sent.catch((error: unknown) => this.cloud.world.fail(error));
  }

  /** The daemon sends segments, and telemetry of itself, as the function's role; what it may not send, it drops. */
  private async trace(fn: FunctionState, principal: RolePrincipal, first: boolean): Promise<void> {
    if (fn.inputs.tracingConfig?.mode !== "Active") return;
    const send = (operation: string, input: object) =>
      retried(this.cloud, () => this.cloud.call({ principal, place: fn.place, service: "xray", operation, input }));
    try {
      await send("PutTraceSegments", {
        TraceSegmentDocuments: [JSON.stringify({ name: fn.name, origin: "AWS::Lambda::Function" })],
      });
      if (first)
        await send("PutTelemetryRecords", { TelemetryRecords: [{ Timestamp: new Date(this.cloud.world.now()) }] });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
    }
  }

  private traceHeader(fn: FunctionState): string {
    const seconds = Math.floor(this.cloud.world.now() / 1_000).toString(16);
    const sampled = fn.inputs.tracingConfig?.mode === "Active" ? 1 : 0;
    return `Root=1-${seconds}-${this.random.hex(24)};Parent=${this.random.hex(16)};Sampled=${sampled}`;
  }

  private wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.cloud.world.after(milliseconds, resolve));
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
function contextObject(
  fn: FunctionState,
  environment: ExecutionEnvironment,
  request: InvocationRequest & { readonly requestId: string },
  deadline: number,
  now: () => number,
): object {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: fn.name,
    functionVersion: "$LATEST",
    invokedFunctionArn: fn.arn,
    memoryLimitInMB: String(fn.memorySize),
    awsRequestId: request.requestId,
    logGroupName: fn.logGroup,
    logStreamName: environment.logStreamName,
    ...(request.clientContext !== undefined && { clientContext: request.clientContext }),
    getRemainingTimeInMillis: () => Math.max(0, deadline - now()),
  };
}

function tooManyRequests(reserved: boolean): AwsError {
  return new AwsError("TooManyRequestsException", "Rate Exceeded.", 429, {
    Reason: reserved ? "ReservedFunctionConcurrentInvocationLimitExceeded" : "ConcurrentInvocationLimitExceeded",
    Type: "User",
  });
}
