import * as console from "node:console";
import * as crypto from "node:crypto";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import * as zlib from "node:zlib";
import type { FileSystem } from "./file-system";
import { refused, refusing, type Fail } from "./refuse";
import { viaCallback } from "./sync";

const hostRequire = createRequire(__filename);

/** Modules without real asynchrony or effects outside of the process. */
const harmless = new Set(
  (
    "assert assert/strict async_hooks buffer constants diagnostics_channel events path path/posix punycode querystring " +
    "stream stream/promises stream/consumers stream/web string_decoder url util util/types"
  ).split(" "),
);

/** Members that open sockets, start processes or threads; the rest of these modules (classes, constants) stays. */
const effects: Readonly<Record<string, readonly string[]>> = {
  http: ["request", "get", "createServer"],
  https: ["request", "get", "createServer"],
  http2: ["connect", "createServer", "createSecureServer"],
  net: ["connect", "createConnection", "createServer"],
  tls: ["connect", "createServer"],
  dns: ["lookup", "resolve", "resolve4", "resolve6", "reverse"],
  child_process: ["exec", "execFile", "execFileSync", "execSync", "fork", "spawn", "spawnSync"],
};

export interface BuiltinOptions {
  readonly process: object;
  readonly console: object;
  readonly crypto: object;
  /** Holds `setTimeout` and its like. */
  readonly timers: object;
  readonly fileSystem: FileSystem;
  readonly fail: Fail;
}

/** Node's modules as a function sees them: asynchronous interfaces over synchronous work, so that nothing takes real time. */
export function builtins({
  process,
  console: ownConsole,
  crypto: webcrypto,
  timers: ownTimers,
  fileSystem,
  fail,
}: BuiltinOptions) {
  const cache = new Map<string, unknown>();
  const make = (name: string): unknown => {
    if (harmless.has(name)) return hostRequire(`node:${name}`);
    if (name in effects) {
      return refusing(name, hostRequire(`node:${name}`) as object, effects[name] as readonly string[], fail);
    }
    switch (name) {
      case "process":
        return process;
      case "console":
        return Object.assign(Object.create(ownConsole), { Console: console.Console, default: ownConsole });
      case "crypto":
        return syncCrypto(webcrypto, fail);
      case "zlib":
        return syncZlib(fail);
      case "fs":
        return fileSystem.module;
      case "fs/promises":
        return fileSystem.module.promises;
      case "timers":
        return timers(ownTimers as Record<string, unknown>);
      case "timers/promises":
        return timerPromises(fail);
      case "perf_hooks":
        return { ...(hostRequire("node:perf_hooks") as object), performance: globalThis.performance };
      case "os":
        return { ...(hostRequire("node:os") as object), hostname: () => "169.254.0.1", tmpdir: () => "/tmp" };
      default:
        return refused(`require("${name}")`, fail)();
    }
  };
  return (name: string): unknown => {
    if (!cache.has(name)) cache.set(name, make(name));
    return cache.get(name);
  };
}

function syncZlib(fail: Fail): object {
  const names = Object.keys(zlib).filter(
    (name) => typeof (zlib as Record<string, unknown>)[`${name}Sync`] === "function",
  );
  const streams = Object.keys(zlib).filter(
    (name) => name.startsWith("create") || /^(Gzip|Gunzip|Deflate|Inflate|Brotli|Unzip|Zstd)/.test(name),
  );
  const copy: Record<string, unknown> = refusing("zlib", zlib as object as Record<string, unknown>, streams, fail);
  for (const name of names) {
    copy[name] = viaCallback(
      (zlib as unknown as Record<string, (...args: never[]) => unknown>)[`${name}Sync`] as never,
    );
  }
  return copy;
}

function syncCrypto(webcrypto: object, fail: Fail): object {
  const slow = ["checkPrime", "generatePrime", "sign", "verify"];
  const copy = refusing("crypto", crypto as object as Record<string, unknown>, ["diffieHellman"], fail);
  const sync = crypto as unknown as Record<string, (...args: never[]) => unknown>;
  for (const name of ["pbkdf2", "scrypt", "hkdf", "generateKey", "randomFill"]) {
    copy[name] = viaCallback(sync[`${name}Sync`] as never);
  }
  copy["generateKeyPair"] = refused("crypto.generateKeyPair", fail);
  for (const name of slow) {
    const original = sync[name] as (...args: unknown[]) => unknown;
    copy[name] = (...args: unknown[]) =>
      typeof args.at(-1) === "function" ? refused(`crypto.${name} with a callback`, fail)() : original(...args);
  }
  copy["randomInt"] = randomInt;
  copy["webcrypto"] = webcrypto;
  copy["subtle"] = (webcrypto as { subtle: object }).subtle;
  return copy;
}

/** Node's own fills a cache of random bytes in the thread pool. */
function randomInt(...args: unknown[]): number | void {
  const callback = typeof args.at(-1) === "function" ? (args.pop() as (error: null, value: number) => void) : undefined;
  const [low, high] = args.length > 1 ? (args as [number, number]) : [0, args[0] as number];
  const value = low + Math.floor(Math.random() * (high - low));
  if (!callback) return value;
  process.nextTick(callback, null, value);
}

/** Timers to clear are looked up when called: the clock is put in place after modules load. */
function timers({ setTimeout, setInterval, setImmediate }: Readonly<Record<string, unknown>>): object {
  const late = (name: "clearTimeout" | "clearInterval" | "clearImmediate") => (timer: never) => globalThis[name](timer);
  return {
    setTimeout,
    setInterval,
    setImmediate,
    clearTimeout: late("clearTimeout"),
    clearInterval: late("clearInterval"),
    clearImmediate: late("clearImmediate"),
  };
}

function timerPromises(fail: Fail): object {
  const wait = (delay?: number, value?: unknown, options: { signal?: AbortSignal } = {}) =>
    new Promise((resolve, reject) => {
      const { signal } = options;
      const aborted = () =>
        Object.assign(new Error("The operation was aborted"), { name: "AbortError", code: "ABORT_ERR" });
      if (signal?.aborted) return reject(aborted());
      const timer = globalThis.setTimeout(() => resolve(value), delay);
      signal?.addEventListener("abort", () => {
        globalThis.clearTimeout(timer);
        reject(aborted());
      });
    });
  return {
    setTimeout: wait,
    setImmediate: (value?: unknown) => wait(0, value),
    setInterval: refused("timers/promises.setInterval", fail),
    scheduler: { wait: (delay?: number) => wait(delay), yield: () => wait(0) },
  };
}

/** `subtle.digest` by the synchronous hash; the rest of it works in the thread pool. */
export function syncWebcrypto(fail: Fail): object {
  const subtle = new Proxy(globalThis.crypto.subtle, {
    get: (_, key) =>
      key === "digest" ? promisify(viaCallback(digest)) : refused(`crypto.subtle.${String(key)}`, fail),
  });
  return {
    subtle,
    getRandomValues: (view: never) => globalThis.crypto.getRandomValues(view),
    randomUUID: () => globalThis.crypto.randomUUID(),
  };
}

function digest(algorithm: string | { name: string }, data: ArrayBuffer | ArrayBufferView): ArrayBuffer {
  const name = (typeof algorithm === "string" ? algorithm : algorithm.name).toLowerCase().replace("sha-", "sha");
  const bytes = ArrayBuffer.isView(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : Buffer.from(data);
  return new Uint8Array(crypto.createHash(name).update(bytes).digest()).buffer;
}
