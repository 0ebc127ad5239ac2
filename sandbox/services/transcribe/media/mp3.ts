import { ATTACHMENT_NAME } from "./attachment";
import { BrokenMedia, type Bytes, type ContainerFacts } from "./reader";

/** Kilobits a second of layer III, by the index in the frame header, for MPEG-1 and for MPEG-2 and 2.5. */
const BITRATES = [
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
] as const;
const SAMPLE_RATES = [44_100, 48_000, 32_000] as const;

interface Frame {
  readonly sampleRate: number;
  readonly channels: number;
  readonly samples: number;
  readonly bytes: number;
  /** Where a Xing header lies in it. */
  readonly xing: number;
}

/** MPEG audio, layer III: the number of frames by the Xing or Info header, else by walking them. */
export function readMp3(file: Bytes): ContainerFacts {
  const { end, attachment } = tagsOf(file);
  const first = frameAt(file, end);
  if (!first) throw new BrokenMedia("There is no frame of MPEG audio.");
  const frames = announced(file, end, first) ?? counted(file, end);
  const { sampleRate, channels, samples } = first;
  return { durationMs: Math.round((frames * samples * 1000) / sampleRate), sampleRate, channels, attachment };
}

/** Whether an MPEG frame begins at a position. */
export function isMp3Frame(file: Bytes, at: number): boolean {
  return file.length >= at + 4 && frameAt(file, at) !== undefined;
}

/** ID3v2.3 and 2.4: https://id3.org/id3v2.4.0-structure */
function tagsOf(file: Bytes): { readonly end: number; readonly attachment?: Uint8Array | undefined } {
  if (file.text(0, 3) !== "ID3") return { end: 0 };
  const version = file.u8(3);
  const end = 10 + synchsafe(file, 6);
  for (let at = 10; at + 10 <= end;) {
    const size = version === 4 ? synchsafe(file, at + 4) : file.u32(at + 4);
    const owner = `${ATTACHMENT_NAME}\0`;
    if (file.text(at, 4) === "PRIV" && file.text(at + 10, Math.min(size, owner.length)) === owner) {
      return { end, attachment: file.slice(at + 10 + owner.length, size - owner.length) };
    }
    if (file.u8(at) === 0) break;
    at += 10 + size;
  }
  return { end };
}

/** Seven bits a byte. */
function synchsafe(file: Bytes, at: number): number {
  return [0, 1, 2, 3].reduce((sum, i) => sum * 128 + (file.u8(at + i) & 0x7f), 0);
}

function frameAt(file: Bytes, at: number): Frame | undefined {
  const head = file.u32(at);
  const layer = (head >>> 17) & 3;
  const version = (head >>> 19) & 3;
  if (head >>> 21 !== 0x7ff || layer !== 1 || version === 1) return undefined;
  const first = version === 3;
  const bitrate = BITRATES[first ? 0 : 1][(head >>> 12) & 15];
  const base = SAMPLE_RATES[(head >>> 10) & 3];
  if (!bitrate || base === undefined) return undefined;
  const sampleRate = base / (first ? 1 : version === 2 ? 2 : 4);
  const channels = ((head >>> 6) & 3) === 3 ? 1 : 2;
  const samples = first ? 1152 : 576;
  const bytes = Math.floor((samples * 125 * bitrate) / sampleRate) + ((head >>> 9) & 1);
  const sideInfo = first ? (channels === 1 ? 17 : 32) : channels === 1 ? 9 : 17;
  return { sampleRate, channels, samples, bytes, xing: 4 + sideInfo };
}

function announced(file: Bytes, at: number, { xing }: Frame): number | undefined {
  const position = at + xing;
  if (file.length < position + 12 || !/^(Xing|Info)$/.test(file.text(position, 4))) return undefined;
  return file.u32(position + 4) & 1 ? file.u32(position + 8) : undefined;
}

function counted(file: Bytes, from: number): number {
  let count = 0;
  for (let at = from; at + 4 <= file.length;) {
    const frame = frameAt(file, at);
    if (!frame) break;
    count++;
    at += frame.bytes;
  }
  return count;
}
