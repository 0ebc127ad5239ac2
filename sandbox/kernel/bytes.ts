/**
 * The bytes in memory that is theirs, for what is kept: a slice keeps the whole buffer that it lies in, which for a small
 * one is a slab of Node's pool (64 KiB), for the output of zlib a chunk of 16 KiB.
 */
export function compact(bytes: Uint8Array): Buffer {
  const { buffer, byteOffset, byteLength } = bytes;
  if (byteLength === buffer.byteLength) return Buffer.from(buffer, byteOffset, byteLength);
  const copy = Buffer.alloc(byteLength);
  copy.set(bytes);
  return copy;
}
