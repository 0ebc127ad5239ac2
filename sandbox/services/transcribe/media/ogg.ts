import { ATTACHMENT_NAME } from "./attachment";
import { BrokenMedia, Bytes, type ContainerFacts } from "./reader";

/** Ogg (RFC 3533) with Opus (RFC 7845) or Vorbis: as long as the last page's position says. */
export function readOgg(file: Bytes): ContainerFacts {
  const { packets, position } = pagesOf(file);
  const head = packets[0];
  if (!head) throw new BrokenMedia("There is no packet.");
  const stream = streamOf(head);
  const comments = packets[1];
  const length = Math.max(0, position - stream.skipped) / stream.clock;
  return {
    durationMs: Math.round(length * 1000),
    sampleRate: stream.sampleRate,
    channels: stream.channels,
    attachment: comments && attachmentIn(comments, stream.commentsAt),
  };
}

/** The packets of the headers, and the position of the last page that has one. */
function pagesOf(file: Bytes): { readonly packets: readonly Bytes[]; readonly position: number } {
  const packets: Bytes[] = [];
  let parts: Uint8Array[] = [];
  let position = 0;
  for (let at = 0; at < file.length;) {
    if (file.text(at, 4) !== "OggS") throw new BrokenMedia("A page is not where it should be.");
    const count = file.u8(at + 26);
    const lengths = file.slice(at + 27, count);
    let content = at + 27 + count;
    for (const length of lengths) {
      if (packets.length < 2) parts.push(file.slice(content, length));
      content += length;
      // A lacing value below 255 ends the packet; one may go on over pages.
      if (length === 255 || packets.length >= 2) continue;
      packets.push(new Bytes(Buffer.concat(parts)));
      parts = [];
    }
    if (content > file.length) throw new BrokenMedia("The last page is not whole.");
    const granule = file.u64(at + 6, true);
    if (granule < 2 ** 63) position = granule;
    at = content;
  }
  return { packets, position };
}

function streamOf(head: Bytes) {
  if (head.length >= 19 && head.text(0, 8) === "OpusHead") {
    const [channels, skipped, sampleRate] = [head.u8(9), head.u16(10, true), head.u32(12, true)];
    return { channels, skipped, sampleRate, clock: 48_000, commentsAt: 8 };
  }
  if (head.length >= 30 && head.text(1, 6) === "vorbis") {
    const sampleRate = head.u32(12, true);
    if (sampleRate === 0) throw new BrokenMedia("The stream has no sample rate.");
    return { channels: head.u8(11), skipped: 0, sampleRate, clock: sampleRate, commentsAt: 7 };
  }
  throw new BrokenMedia("The stream is neither Opus nor Vorbis.");
}

/** Comments are `NAME=text`, each with its length before it, behind the vendor's name. */
function attachmentIn(packet: Bytes, from: number): Uint8Array | undefined {
  let at = from + 4 + packet.u32(from, true);
  const count = packet.u32(at, true);
  at += 4;
  for (let i = 0; i < count; i++) {
    const length = packet.u32(at, true);
    const comment = packet.slice(at + 4, length);
    const name = `${ATTACHMENT_NAME}=`;
    if (Buffer.from(comment.subarray(0, name.length)).toString("latin1") === name) return comment.subarray(name.length);
    at += 4 + length;
  }
  return undefined;
}
