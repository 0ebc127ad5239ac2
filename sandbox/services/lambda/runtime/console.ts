import { Console } from "node:console";
import { Writable } from "node:stream";
import { format } from "node:util";
import { currentScope } from "../../../kernel/scope";

export type LogFormat = "JSON" | "Text";
const levels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"] as const;
export type LogLevel = (typeof levels)[number];

const levelOf: Readonly<Record<string, LogLevel>> = {
  log: "INFO",
  info: "INFO",
  warn: "WARN",
  error: "ERROR",
  debug: "DEBUG",
  trace: "TRACE",
};

/** A stream whose writes become lines of the running invocation's log. */
export function logStream(): Writable {
  return new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      const text = chunk.toString();
      currentScope()?.print(text.endsWith("\n") ? text.slice(0, -1) : text);
      done();
    },
  });
}

/**
 * The console that Lambda's runtime puts in place: it marks each line with time, request and level.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
 */
export function runtimeConsole(stdout: Writable, logFormat: LogFormat, threshold: LogLevel = "TRACE"): Console {
  const own = new Console({ stdout, stderr: stdout }) as unknown as Record<string, unknown>;
  for (const [method, level] of Object.entries(levelOf)) {
    const muted = logFormat === "JSON" && levels.indexOf(level) < levels.indexOf(threshold);
    own[method] = muted ? () => undefined : (...args: unknown[]) => currentScope()?.print(line(logFormat, level, args));
  }
  return own as unknown as Console;
}

function line(logFormat: LogFormat, level: LogLevel, args: readonly unknown[]): string {
  const timestamp = new Date().toISOString();
  const requestId = currentScope()?.requestId ?? "";
  if (logFormat === "Text") return `${timestamp}\t${requestId}\t${level}\t${format(...args).replaceAll("\n", "\r")}`;
  const error = args.find((arg) => arg instanceof Error);
  const fields = error && {
    errorType: error.name,
    errorMessage: error.message,
    stackTrace: (error.stack ?? "").split("\n"),
  };
  const message = args.length === 1 && !error ? args[0] : format(...args);
  return JSON.stringify({ timestamp, level, requestId, message, ...fields });
}
