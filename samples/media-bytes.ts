/** Bytes that the writers of media put together. */
export const ascii = (text: string): Buffer => Buffer.from(text, "latin1");

export const bytes = (...values: number[]): Buffer => Buffer.from(values);

export const u16 = (value: number): Buffer => bytes(value >> 8, value & 0xff);

export const u24 = (value: number): Buffer => bytes((value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff);

export function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
}

export function u16le(value: number): Buffer {
  return u16(value).reverse();
}

export function u32le(value: number): Buffer {
  return u32(value).reverse();
}

export function u64le(value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt(value));
  return buffer;
}

export function f64(value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeDoubleBE(value);
  return buffer;
}
