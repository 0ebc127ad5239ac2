import * as crypto from "node:crypto";
import type { Random } from "./random";

/**
 * The process's sources of chance. They are replaced once, before the SDK and the handlers load (several modules keep
 * the functions they find), and ask the active world, if there is one, else the originals.
 */
const original = {
  random: Math.random,
  randomUUID: crypto.randomUUID,
  randomBytes: crypto.randomBytes,
  getRandomValues: crypto.webcrypto.getRandomValues.bind(crypto.webcrypto),
};

let active: Random | undefined;

/** Makes `random` the source of `Math.random` and `crypto`; `undefined` gives the originals back. */
export function useRandom(random: Random | undefined): void {
  active = random;
}

type BytesCallback = (error: Error | null, bytes: Buffer) => void;

function randomBytes(size: number, callback?: BytesCallback): Buffer | void {
  if (!active) return callback ? original.randomBytes(size, callback) : original.randomBytes(size);
  const bytes = Buffer.alloc(size);
  active.fill(bytes);
  if (!callback) return bytes;
  process.nextTick(callback, null, bytes);
}

function getRandomValues<T extends ArrayBufferView>(view: T): T {
  if (!active) return original.getRandomValues(view as never) as T;
  active.fill(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  return view;
}

function randomUUID(options?: crypto.RandomUUIDOptions): string {
  return active ? active.uuid() : original.randomUUID(options);
}

Math.random = () => (active ? active.next() : original.random());
// The namespace object of an import is frozen, the module itself is not.
// eslint-disable-next-line @typescript-eslint/no-require-imports
Object.assign(require("node:crypto"), { randomBytes, randomUUID });
Object.defineProperties(globalThis.crypto, {
  getRandomValues: { value: getRandomValues, configurable: true },
  randomUUID: { value: randomUUID, configurable: true },
});
