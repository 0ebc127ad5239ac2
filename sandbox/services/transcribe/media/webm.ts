import { ATTACHMENT_NAME } from "./attachment";
import { BrokenMedia, type Bytes, type ContainerFacts } from "./reader";

/** Ids of Matroska's elements (RFC 9559), and which of them hold others. */
const SEGMENT = 0x18538067;
const INFO = 0x1549a966;
const TIMESTAMP_SCALE = 0x2ad7b1;
const DURATION = 0x4489;
const TRACKS = 0x1654ae6b;
const TRACK_ENTRY = 0xae;
const AUDIO = 0xe1;
const SAMPLING_FREQUENCY = 0xb5;
const CHANNELS = 0x9f;
const TAGS = 0x1254c367;
const TAG = 0x7373;
const SIMPLE_TAG = 0x67c8;
const TAG_NAME = 0x45a3;
const TAG_STRING = 0x4487;
const parents = new Set([SEGMENT, INFO, TRACKS, TRACK_ENTRY, AUDIO, TAGS, TAG, SIMPLE_TAG]);

/** WebM: the duration is the segment information's. */
export function readWebm(file: Bytes): ContainerFacts {
  const found = { scale: 1_000_000, duration: undefined as number | undefined, sampleRate: 0, channels: 1 };
  let tagName = "";
  let attachment: Uint8Array | undefined;
  walk(file, 0, file.length, (id, at, size) => {
    if (id === TIMESTAMP_SCALE) found.scale = unsigned(file, at, size);
    if (id === DURATION) found.duration = float(file, at, size);
    if (id === SAMPLING_FREQUENCY) found.sampleRate = float(file, at, size);
    if (id === CHANNELS) found.channels = unsigned(file, at, size);
    if (id === TAG_NAME) tagName = file.text(at, size);
    if (id === TAG_STRING && tagName === ATTACHMENT_NAME) attachment = file.slice(at, size);
  });
  const { scale, duration, sampleRate, channels } = found;
  if (duration === undefined) throw new BrokenMedia("The segment has no duration.");
  return {
    durationMs: Math.round((duration * scale) / 1_000_000),
    ...(sampleRate > 0 && { sampleRate, channels }),
    attachment,
  };
}

function walk(file: Bytes, from: number, to: number, visit: (id: number, at: number, size: number) => void): void {
  for (let at = from; at < to;) {
    const id = variable(file, at, true);
    const size = variable(file, at + id.bytes, false);
    const content = at + id.bytes + size.bytes;
    // All ones say that the size is unknown, as in a live stream: up to the end of the parent.
    const length = size.value === 2 ** (7 * size.bytes) - 1 ? to - content : size.value;
    if (content + length > to) throw new BrokenMedia("An element is not whole.");
    if (parents.has(id.value)) walk(file, content, content + length, visit);
    else visit(id.value, content, length);
    at = content + length;
  }
}

/** A number whose leading zero bits say how long it is; ids keep the marker. */
function variable(file: Bytes, at: number, keepMarker: boolean): { readonly value: number; readonly bytes: number } {
  const first = file.u8(at);
  const bytes = Math.clz32(first) - 23;
  if (bytes > 8) throw new BrokenMedia("An element has no valid id or size.");
  let value = keepMarker ? first : first & (0xff >> bytes);
  for (let i = 1; i < bytes; i++) value = value * 256 + file.u8(at + i);
  return { value, bytes };
}

function unsigned(file: Bytes, at: number, size: number): number {
  let value = 0;
  for (let i = 0; i < size; i++) value = value * 256 + file.u8(at + i);
  return value;
}

function float(file: Bytes, at: number, size: number): number {
  return size === 8 ? file.f64(at) : file.f32(at);
}
