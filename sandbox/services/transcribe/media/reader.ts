/** What a container says of itself. */
export interface ContainerFacts {
  readonly durationMs: number;
  readonly sampleRate?: number;
  readonly channels?: number;
  /** The attached transcript, JSON. */
  readonly attachment?: Uint8Array | undefined;
}

/** A file that is no valid media of the format that it claims to be. */
export class BrokenMedia extends Error {
  override readonly name = "BrokenMedia";
}

/** Bytes read by position; a read past the end is broken media, not a crash. */
export class Bytes {
  private readonly view: DataView;

  constructor(readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.bytes.length;
  }

  u8(at: number): number {
    this.check(at, 1);
    return this.view.getUint8(at);
  }

  u16(at: number, littleEndian = false): number {
    this.check(at, 2);
    return this.view.getUint16(at, littleEndian);
  }

  u24(at: number): number {
    return (this.u8(at) << 16) | this.u16(at + 1);
  }

  u32(at: number, littleEndian = false): number {
    this.check(at, 4);
    return this.view.getUint32(at, littleEndian);
  }

  /** A 64-bit number; sizes and durations of files stay far below 2^53. */
  u64(at: number, littleEndian = false): number {
    this.check(at, 8);
    return Number(this.view.getBigUint64(at, littleEndian));
  }

  f32(at: number): number {
    this.check(at, 4);
    return this.view.getFloat32(at);
  }

  f64(at: number): number {
    this.check(at, 8);
    return this.view.getFloat64(at);
  }

  text(at: number, length: number): string {
    return Buffer.from(this.slice(at, length)).toString("latin1");
  }

  slice(at: number, length: number): Uint8Array {
    this.check(at, length);
    return this.bytes.subarray(at, at + length);
  }

  private check(at: number, length: number): void {
    if (at < 0 || length < 0 || at + length > this.length) throw new BrokenMedia("The file ends too early.");
  }
}
