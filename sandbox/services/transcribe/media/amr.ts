import { BrokenMedia, type Bytes, type ContainerFacts } from "./reader";

/** Bytes of a frame by its type, the type's byte included (RFC 4867): narrow band and wide band, 20 ms each. */
const NARROW = [13, 14, 16, 18, 20, 21, 27, 32, 6, 1, 1, 1, 1, 1, 1, 1] as const;
const WIDE = [18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 1, 1, 1, 1, 1, 1] as const;

/** Adaptive multi-rate speech: as long as its frames. */
export function readAmr(file: Bytes): ContainerFacts {
  const wide = file.text(0, 9) === "#!AMR-WB\n";
  const sizes = wide ? WIDE : NARROW;
  let frames = 0;
  for (let at = wide ? 9 : 6; at < file.length; frames++) {
    const size = sizes[(file.u8(at) >> 3) & 15] as number;
    if (at + size > file.length) throw new BrokenMedia("The last frame is not whole.");
    at += size;
  }
  return { durationMs: frames * 20, sampleRate: wide ? 16_000 : 8_000, channels: 1 };
}
