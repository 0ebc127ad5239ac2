import { ascii, bytes, u16, u16le, u24, u32, u32le } from "./media-bytes";

/** The name under which the sandbox's recognizer looks for a transcript. */
const ATTACHMENT_NAME = "SANDBOX_TRANSCRIPT";
const ATTACHMENT_FOURCC = "sbtx";

/** Longer ones would not be small: 8 kHz, 8 bits, one channel are 8,000 bytes a second. */
const LONGEST_WAV = 60_000;

/** A RIFF/WAVE file of silence. */
export function wavFile(durationMs: number, attachment: Buffer | undefined): Buffer {
  if (durationMs > LONGEST_WAV) throw new Error(`A wav of ${durationMs} ms is large: at most ${LONGEST_WAV} ms here.`);
  const format = Buffer.concat([u16le(1), u16le(1), u32le(8000), u32le(8000), u16le(1), u16le(8)]);
  const chunks = Buffer.concat([
    ascii("WAVE"),
    chunk("fmt ", format),
    ...(attachment ? [chunk(ATTACHMENT_FOURCC, attachment)] : []),
    chunk("data", Buffer.alloc(durationMs * 8, 0x80)),
  ]);
  return Buffer.concat([ascii("RIFF"), u32le(chunks.length), chunks]);
}

function chunk(id: string, content: Buffer): Buffer {
  return Buffer.concat([ascii(id), u32le(content.length), content, Buffer.alloc(content.length % 2)]);
}

/** A FLAC file (RFC 9639) of metadata blocks only: 8 kHz, mono, 16 bits, as many samples as the duration has. */
export function flacFile(durationMs: number, attachment: Buffer | undefined): Buffer {
  const samples = durationMs * 8;
  // Rate 20 bits, channels - 1 three bits, depth - 1 five bits, samples 36 bits.
  const rate = u24(8000 << 4);
  const rest = bytes(0xf0 | Math.floor(samples / 2 ** 32));
  const info = [u16(4096), u16(4096), u24(0), u24(0), rate, rest, u32(samples % 2 ** 32), Buffer.alloc(16)];
  const blocks = [Buffer.concat(info), ...(attachment ? [Buffer.concat([ascii(ATTACHMENT_FOURCC), attachment])] : [])];
  const types = [0, 2];
  const framed = blocks.map((block, i) => {
    const last = i === blocks.length - 1 ? 0x80 : 0;
    return Buffer.concat([bytes((types[i] as number) | last), u24(block.length), block]);
  });
  return Buffer.concat([ascii("fLaC"), ...framed]);
}

/** Milliseconds of one frame at 48 kHz: the duration of an mp3 is a multiple of it. */
const MP3_FRAME = 24;

/** An mp3 of an ID3v2.4 tag and a few frames, the first of which says in its Info header how many there should be. */
export function mp3File(durationMs: number, attachment: Buffer | undefined): Buffer {
  const owner = ascii(`${ATTACHMENT_NAME}\0`);
  const tag = attachment ? id3([frame("PRIV", Buffer.concat([owner, attachment]))]) : Buffer.alloc(0);
  // MPEG-1 layer III, 32 kbit/s, 48 kHz, mono, no checksum: 96 bytes, 17 of side information.
  const silence = Buffer.alloc(96);
  silence.set(bytes(0xff, 0xfb, 0x14, 0xc0));
  const info = Buffer.from(silence);
  info.set([...ascii("Info"), ...u32(1), ...u32(Math.round(durationMs / MP3_FRAME))], 4 + 17);
  return Buffer.concat([tag, info, silence, silence]);
}

function id3(frames: readonly Buffer[]): Buffer {
  const body = Buffer.concat(frames);
  return Buffer.concat([ascii("ID3"), bytes(4, 0, 0), synchsafe(body.length), body]);
}

function frame(id: string, content: Buffer): Buffer {
  return Buffer.concat([ascii(id), synchsafe(content.length), u16(0), content]);
}

/** Seven bits a byte. */
function synchsafe(value: number): Buffer {
  return bytes((value >> 21) & 0x7f, (value >> 14) & 0x7f, (value >> 7) & 0x7f, value & 0x7f);
}

/** Narrow-band AMR (RFC 4867) of frames without data, 20 ms each. It has no place for a transcript. */
export function amrFile(durationMs: number): Buffer {
  return Buffer.concat([ascii("#!AMR\n"), Buffer.alloc(Math.round(durationMs / 20), 0x7c)]);
}
