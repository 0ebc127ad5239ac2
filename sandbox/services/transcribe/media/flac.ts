import { ATTACHMENT_FOURCC } from "./attachment";
import { BrokenMedia, type Bytes, type ContainerFacts } from "./reader";

const STREAMINFO = 0;
const APPLICATION = 2;

/** FLAC (RFC 9639): rate, channels and samples are those of the STREAMINFO block. */
export function readFlac(file: Bytes): ContainerFacts {
  let facts: ContainerFacts | undefined;
  let attachment: Uint8Array | undefined;
  for (let at = 4, last = false; !last;) {
    const head = file.u8(at);
    last = head >= 0x80;
    const size = file.u24(at + 1);
    const content = at + 4;
    if ((head & 0x7f) === STREAMINFO) facts = streamInfo(file, content);
    if ((head & 0x7f) === APPLICATION && file.text(content, 4) === ATTACHMENT_FOURCC) {
      attachment = file.slice(content + 4, size - 4);
    }
    at = content + size;
  }
  if (!facts) throw new BrokenMedia("There is no STREAMINFO block.");
  return { ...facts, attachment };
}

/** 20 bits of rate, 3 of channels, 5 of depth, 36 of samples. */
function streamInfo(file: Bytes, at: number): ContainerFacts {
  const sampleRate = file.u24(at + 10) >> 4;
  const channels = ((file.u8(at + 12) >> 1) & 7) + 1;
  const samples = (file.u8(at + 13) & 15) * 2 ** 32 + file.u32(at + 14);
  if (sampleRate === 0) throw new BrokenMedia("The stream has no sample rate.");
  return { durationMs: Math.round((samples * 1000) / sampleRate), sampleRate, channels };
}
