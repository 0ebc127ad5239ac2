import * as pulumi from "@pulumi/pulumi";
import { compileFunction } from "node:vm";

/** What an SDK client was sent: the command's name without `Command`, and its input. */
export interface Call {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** The command itself, to be sent elsewhere. */
  readonly command?: unknown;
}

/** Answers a call as the service would, or throws what the SDK would throw. */
export type Respond = (call: Call) => unknown;

/** An error as the SDK throws it. */
export function serviceError(name: string, fields: Readonly<Record<string, unknown>> = {}): Error {
  return Object.assign(new Error(name), { name, ...fields });
}

// Handlers differ in what they take and answer; each test knows its own.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyHandler = (event: any, context?: any) => Promise<unknown>;

/** The text of a handler's package. */
export async function packageText(handler: AnyHandler): Promise<string> {
  return (await pulumi.runtime.serializeFunction(handler)).text;
}

/** SDK modules whose clients send to `respond`. */
function moduleWith(name: string, respond: Respond): unknown {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const real = require(name) as Record<string, unknown>;
  if (!name.startsWith("@aws-sdk/client-")) return real;
  const clients = Object.keys(real).filter((key) => /^[A-Za-z0-9]+Client$/.test(key));
  const send = async (command: { constructor: { name: string }; input: Call["input"] }): Promise<unknown> =>
    respond({ operation: command.constructor.name.replace(/Command$/, ""), input: command.input, command });
  class Client {
    readonly send = send;
  }
  return { ...real, ...Object.fromEntries(clients.map((key) => [key, Client])) };
}

/** Loads a handler from its package's text, as Lambda does, with SDK clients that send to `respond`. */
export async function loadPackage<Handler extends AnyHandler>(handler: Handler, respond: Respond): Promise<Handler> {
  const exported: { handler?: Handler } = {};
  const require = (name: string): unknown => moduleWith(name, respond);
  compileFunction(await packageText(handler), ["exports", "require"])(exported, require);
  if (exported.handler === undefined) throw new Error("The package exports no handler");
  return exported.handler;
}

/** Sets environment variables for a test; the answer sets them back. */
export function withEnvironment(variables: Readonly<Record<string, string>>): () => void {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}

/** Quiet Powertools, which write lines to the console that tests print to. */
export const QUIET = {
  POWERTOOLS_LOG_LEVEL: "SILENT",
  POWERTOOLS_METRICS_DISABLED: "true",
  POWERTOOLS_METRICS_NAMESPACE: "Test",
};
