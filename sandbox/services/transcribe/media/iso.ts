import { ATTACHMENT_UUID } from "./attachment";
import { BrokenMedia, type Bytes, type ContainerFacts } from "./reader";

interface Box {
  readonly type: string;
  /** Where its content begins and ends in the file. */
  readonly from: number;
  readonly to: number;
}

/**
 * The ISO base media file format (ISO/IEC 14496-12), mp4 and m4a: the duration is the movie header's, the sample rate and
 * the channels are those of the first audio track.
 */
export function readIso(file: Bytes): ContainerFacts {
  const top = boxesOf(file, 0, file.length);
  const movie = top.find(({ type }) => type === "moov");
  if (!movie) throw new BrokenMedia("There is no moov box.");
  const inside = boxesOf(file, movie.from, movie.to);
  const header = inside.find(({ type }) => type === "mvhd");
  if (!header) throw new BrokenMedia("There is no mvhd box.");
  const id = ATTACHMENT_UUID.replaceAll("-", "");
  const attached = top.find(({ type, from }) => type === "uuid" && hex(file.slice(from, 16)) === id);
  return {
    durationMs: durationOf(file, header.from),
    ...audioOf(file, inside),
    attachment: attached && file.slice(attached.from + 16, attached.to - attached.from - 16),
  };
}

function boxesOf(file: Bytes, from: number, to: number): Box[] {
  const boxes: Box[] = [];
  for (let at = from; at < to;) {
    const short = file.u32(at);
    const type = file.text(at + 4, 4);
    const size = short === 1 ? file.u64(at + 8) : short === 0 ? to - at : short;
    const head = short === 1 ? 16 : 8;
    if (size < head || at + size > to) throw new BrokenMedia(`The box ${type} is not whole.`);
    boxes.push({ type, from: at + head, to: at + size });
    at += size;
  }
  return boxes;
}

/** `mvhd` of version 1 has 64-bit times. */
function durationOf(file: Bytes, at: number): number {
  const long = file.u8(at) === 1;
  const timescale = file.u32(at + (long ? 20 : 12));
  const duration = long ? file.u64(at + 24) : file.u32(at + 16);
  if (timescale === 0) throw new BrokenMedia("The movie header has no time scale.");
  return Math.round((duration * 1000) / timescale);
}

/** Path from a track to its sample descriptions. */
const toDescriptions = ["mdia", "minf", "stbl", "stsd"] as const;

function audioOf(file: Bytes, movie: readonly Box[]): { sampleRate?: number; channels?: number } {
  for (const track of movie.filter(({ type }) => type === "trak")) {
    let boxes = boxesOf(file, track.from, track.to);
    let description: Box | undefined;
    for (const name of toDescriptions) {
      description = boxes.find(({ type }) => type === name);
      if (!description || name === "stsd") break;
      boxes = boxesOf(file, description.from, description.to);
    }
    if (description?.to === undefined || file.u32(description.from + 4) === 0) continue;
    const entry = boxesOf(file, description.from + 8, description.to)[0];
    if (entry?.type !== "mp4a") continue;
    return { channels: file.u16(entry.from + 16), sampleRate: file.u16(entry.from + 24) };
  }
  return {};
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
