import { EventEmitter } from "node:events";
import { currentScope } from "../../../kernel/scope";
import type { FunctionState } from "../state";
import { builtins, syncWebcrypto } from "./builtins";
import { logStream, runtimeConsole } from "./console";
import { FileSystem } from "./file-system";
import { Modules, type RuntimeGlobals } from "./modules";
import { refused, type Fail } from "./refuse";
import { functionTimers } from "./uncaught";

export type Handler = (event: unknown, context: object) => unknown;

/** What an execution environment gets from outside of itself. */
export interface EnvironmentHost {
  /** The AWS SDK package of that name, its clients pointed at the cloud. */
  readonly sdk: (name: string) => unknown;
  readonly fail: Fail;
}

/** An error of the runtime itself, before the handler is reached. */
export class RuntimeError extends Error {
  constructor(
    readonly errorType: string,
    message: string,
  ) {
    super(message);
    this.name = errorType;
  }
}

/**
 * A function's process: modules loaded once, globals and `/tmp` of its own, one invocation at a time.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
export class ExecutionEnvironment {
  readonly variables: Record<string, string>;
  hasLogStream = false;
  /** When the logs of the invocations so far are written. */
  written: Promise<void> = Promise.resolve();
  private readonly modules: Modules;
  private handler: Handler | undefined;

  constructor(
    private readonly fn: FunctionState,
    readonly logStreamName: string,
    host: EnvironmentHost,
  ) {
    this.variables = { ...fn.variables, AWS_LAMBDA_LOG_STREAM_NAME: logStreamName };
    const globals = runtimeGlobals(fn, this.variables, host.fail);
    const builtin = builtins({
      process: globals.process,
      console: globals.console,
      crypto: globals.crypto,
      timers: globals,
      fileSystem: new FileSystem(fn.files, host.fail),
      fail: host.fail,
    });
    const outside = (kind: "builtin" | "sdk", name: string) => (kind === "sdk" ? host.sdk(name) : builtin(name));
    this.modules = new Modules(fn.files, fn.resolver, globals, outside);
  }

  /** The handler, its module loaded at the first call. @throws RuntimeError, or what the module throws */
  load(): Handler {
    return (this.handler ??= this.find());
  }

  private find(): Handler {
    const { handler } = this.fn.inputs;
    const dot = handler.lastIndexOf(".");
    const [file, name] = [handler.slice(0, dot), handler.slice(dot + 1)];
    const found = (this.importModule(file) as Record<string, unknown>)[name];
    if (found === undefined)
      throw new RuntimeError("Runtime.HandlerNotFound", `${handler} is undefined or not exported`);
    if (typeof found !== "function") throw new RuntimeError("Runtime.HandlerNotFound", `${handler} is not a function`);
    if (found.length > 2) {
      // https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
      throw new RuntimeError(
        "Runtime.CallbackHandlerDeprecated",
        `${handler} takes a callback, which Lambda does not support from Node.js 24 on: return a promise.`,
      );
    }
    return found as Handler;
  }

  private importModule(file: string): unknown {
    try {
      return this.modules.load(`./${file}`, "/var/task");
    } catch (error) {
      if ((error as { code?: string }).code === "MODULE_NOT_FOUND") {
        throw new RuntimeError("Runtime.ImportModuleError", `Error: ${(error as Error).message}`);
      }
      if (error instanceof SyntaxError)
        throw new RuntimeError("Runtime.UserCodeSyntaxError", `SyntaxError: ${error.message}`);
      throw error;
    }
  }
}

function runtimeGlobals(fn: FunctionState, variables: Record<string, string>, fail: Fail): RuntimeGlobals {
  const stdout = logStream();
  const { logFormat = "Text", applicationLogLevel = "INFO" } = fn.inputs.loggingConfig ?? {};
  const own: Record<PropertyKey, unknown> = {
    process: processOf(variables, stdout),
    console: runtimeConsole(stdout, logFormat, applicationLogLevel),
    crypto: syncWebcrypto(fail),
    fetch: refused("fetch", fail),
    AbortSignal: virtualAbortSignal,
    ...functionTimers(),
  };
  // A global that a function sets is its own; the others are looked up late, since the clock replaces timers.
  const globals = new Proxy(own, {
    get: (target, key) => (key in target ? target[key] : Reflect.get(globalThis, key)),
    has: (target, key) => key in target || key in globalThis,
  });
  own["globalThis"] = own["global"] = globals;
  return own as unknown as RuntimeGlobals;
}

/** `AbortSignal.timeout` uses a timer of Node's own, which knows no virtual clock. */
const virtualAbortSignal = new Proxy(AbortSignal, {
  get: (target, key) => (key === "timeout" ? abortAfter : (Reflect.get(target, key) as unknown)),
});

function abortAfter(milliseconds: number): AbortSignal {
  const controller = new AbortController();
  const reason = new DOMException("The operation was aborted due to timeout", "TimeoutError");
  setTimeout(() => controller.abort(reason), milliseconds);
  return controller.signal;
}

/** `process`, with the function's environment, streams and signals instead of the sandbox's. */
function processOf(variables: Record<string, string>, stdout: unknown): NodeJS.Process {
  const signals = new EventEmitter();
  const listeners = [
    "on",
    "once",
    "off",
    "addListener",
    "removeListener",
    "removeAllListeners",
    "listeners",
    "listenerCount",
  ];
  const own: Record<PropertyKey, unknown> = {
    env: environmentOf(variables),
    stdout,
    stderr: stdout,
    argv: ["/var/lang/bin/node", "/var/runtime/index.mjs"],
    arch: "arm64",
    platform: "linux",
    pid: 8,
    cwd: () => "/var/task",
    exit: (code = 0) => exit(`exit status ${code}`),
    abort: () => exit("signal: aborted"),
    ...Object.fromEntries(
      listeners.map((name) => [
        name,
        (signals as unknown as Record<string, (...a: unknown[]) => unknown>)[name]?.bind(signals),
      ]),
    ),
  };
  return new Proxy(process, {
    get: (target, key) => (key in own ? own[key] : (Reflect.get(target, key) as unknown)),
    set: (_, key, value) => {
      own[key] = value;
      return true;
    },
  });
}

function exit(how: string): never {
  currentScope()?.crash(how);
  throw new Error(`The process ended: ${how}`);
}

/** The trace belongs to the invocation, every other variable to the environment. */
function environmentOf(variables: Record<string, string>): Record<string, string> {
  const trace = "_X_AMZN_TRACE_ID";
  return new Proxy(variables, {
    get: (target, key) => (key === trace ? currentScope()?.environment[trace] : target[key as string]),
    has: (target, key) => key === trace || key in target,
    set: (target, key, value) => {
      target[key as string] = String(value);
      return true;
    },
  });
}
