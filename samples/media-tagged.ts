import { ascii, bytes, f64, u16le, u32, u32le, u64le } from "./media-bytes";

/** The comment or tag in which the sandbox's recognizer looks for a transcript. */
const ATTACHMENT_NAME = "SANDBOX_TRANSCRIPT";

const OPUS_CLOCK = 48;
const SERIAL = 0x68757574;

/** Ogg with Opus (RFC 7845): the headers and one packet of silence, on a page whose position is the end. */
export function oggFile(durationMs: number, attachment: Buffer | undefined): Buffer {
  const head = Buffer.concat([ascii("OpusHead"), bytes(1, 1), u16le(0), u32le(16_000), u16le(0), bytes(0)]);
  const comments = attachment ? [Buffer.concat([ascii(`${ATTACHMENT_NAME}=`), attachment])] : [];
  const vendor = ascii("samples");
  const sized = [vendor, ...comments].map((text) => Buffer.concat([u32le(text.length), text]));
  const [first, ...others] = sized as [Buffer, ...Buffer[]];
  const tags = Buffer.concat([ascii("OpusTags"), first, u32le(others.length), ...others]);
  const headers = [...pagesOf(head, 0, 2), ...pagesOf(tags, 1, 0)];
  const silence = page(
    { flags: 4, granule: durationMs * OPUS_CLOCK, sequence: headers.length },
    bytes(0xf8, 0xff, 0xfe),
    true,
  );
  return Buffer.concat([...headers, silence]);
}

/** What fits on a page: 255 lacing values of 255 bytes. */
const PAGE = 255 * 255;

/** A header packet, over as many pages as it takes. */
function pagesOf(packet: Buffer, sequence: number, flags: number): Buffer[] {
  const pages: Buffer[] = [];
  for (let at = 0; at <= packet.length; at += PAGE) {
    const part = packet.subarray(at, at + PAGE);
    const continued = at > 0 ? 1 : flags;
    pages.push(
      page({ flags: continued, granule: 0, sequence: sequence + pages.length }, part, at + PAGE > packet.length),
    );
  }
  return pages;
}

interface PageHead {
  readonly flags: number;
  readonly granule: number;
  readonly sequence: number;
}

function page({ flags, granule, sequence }: PageHead, content: Buffer, ends: boolean): Buffer {
  const full = Math.floor(content.length / 255);
  const lacing = [...Array<number>(full).fill(255), ...(ends ? [content.length % 255] : [])];
  const head = [ascii("OggS"), bytes(0, flags), u64le(granule), u32le(SERIAL), u32le(sequence)];
  const whole = Buffer.concat([...head, u32le(0), bytes(lacing.length, ...lacing), content]);
  whole.writeUInt32LE(checksum(whole), 22);
  return whole;
}

/** CRC-32 of the polynomial 0x04c11db7, not reflected (RFC 3533). */
function checksum(data: Buffer): number {
  let crc = 0;
  for (const byte of data) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  }
  return crc >>> 0;
}

/** WebM (RFC 9559): information, an Opus track without frames, and tags. */
export function webmFile(durationMs: number, attachment: Buffer | undefined): Buffer {
  const header = element(
    "1a45dfa3",
    element("4286", bytes(1)),
    element("4282", ascii("webm")),
    element("4287", bytes(4)),
  );
  const info = element("1549a966", element("2ad7b1", u32(1_000_000)), element("4489", f64(durationMs)), apps());
  const audio = element("e1", element("b5", f64(48_000)), element("9f", bytes(1)));
  const number = [element("d7", bytes(1)), element("73c5", bytes(1)), element("83", bytes(2))];
  const tracks = element("1654ae6b", element("ae", ...number, element("86", ascii("A_OPUS")), audio));
  const simple = attachment && element("67c8", element("45a3", ascii(ATTACHMENT_NAME)), element("4487", attachment));
  const tags = simple ? [element("1254c367", element("7373", element("63c0"), simple))] : [];
  return Buffer.concat([header, element("18538067", info, tracks, ...tags)]);
}

function apps(): Buffer {
  return Buffer.concat([element("4d80", ascii("samples")), element("5741", ascii("samples"))]);
}

/** An element of Matroska; its size in four bytes. */
function element(id: string, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from(id, "hex"), u32((0x10000000 | body.length) >>> 0), body]);
}
