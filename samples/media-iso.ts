import { ascii, bytes, u16, u32 } from "./media-bytes";

/** The `uuid` box in which the sandbox's recognizer looks for a transcript. */
const ATTACHMENT_UUID = "73616e64626f78208000" + "7472616e7363";

const SAMPLE_RATE = 44_100;
const TIMESCALE = 1000;

/** The identity matrix of movie and track headers, 16.16 and 2.30 fixed point. */
const MATRIX = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000].map(u32);

/**
 * An ISO base media file (ISO/IEC 14496-12) of one AAC track without samples: everything that says how long it is, and
 * nothing to hear.
 * @param brand `M4A `, `isom` or `qt  `
 */
export function isoFile(brand: string, durationMs: number, attachment: Buffer | undefined): Buffer {
  return Buffer.concat([
    box("ftyp", ascii(brand), u32(0x200), ascii(brand), ascii("mp42")),
    box("moov", movieHeader(durationMs), track(durationMs)),
    ...(attachment ? [box("uuid", Buffer.from(ATTACHMENT_UUID, "hex"), attachment)] : []),
    box("mdat"),
  ]);
}

function box(type: string, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([u32(body.length + 8), ascii(type), body]);
}

/** A box with version 0 and flags. */
function fullBox(type: string, flags: number, ...content: Buffer[]): Buffer {
  return box(type, u32(flags), ...content);
}

const zeros = (count: number): Buffer => Buffer.alloc(count);

function movieHeader(duration: number): Buffer {
  const times = [u32(0), u32(0), u32(TIMESCALE), u32(duration)];
  return fullBox("mvhd", 0, ...times, u32(0x10000), u16(0x100), zeros(10), ...MATRIX, zeros(24), u32(2));
}

function track(duration: number): Buffer {
  const header = [u32(0), u32(0), u32(1), u32(0), u32(duration), zeros(8), zeros(4), u16(0x100), u16(0)];
  return box(
    "trak",
    fullBox("tkhd", 3, ...header, ...MATRIX, zeros(8)),
    box(
      "mdia",
      // The language is "und", five bits a letter.
      fullBox("mdhd", 0, u32(0), u32(0), u32(TIMESCALE), u32(duration), u16(0x55c4), u16(0)),
      fullBox("hdlr", 0, u32(0), ascii("soun"), zeros(12), ascii("sample\0")),
      box(
        "minf",
        fullBox("smhd", 0, zeros(4)),
        box("dinf", fullBox("dref", 0, u32(1), fullBox("url ", 1))),
        box("stbl", descriptions(), ...["stts", "stsc", "stco"].map(empty), fullBox("stsz", 0, u32(0), u32(0))),
      ),
    ),
  );
}

const empty = (type: string): Buffer => fullBox(type, 0, u32(0));

function descriptions(): Buffer {
  const entry = box("mp4a", zeros(6), u16(1), zeros(8), u16(1), u16(16), zeros(4), u16(SAMPLE_RATE), u16(0), decoder());
  return fullBox("stsd", 0, u32(1), entry);
}

/** AAC-LC, 44.1 kHz, mono (ISO/IEC 14496-1, 7.2.6). */
function decoder(): Buffer {
  const specific = bytes(0x05, 2, 0x12, 0x08);
  const config = Buffer.concat([bytes(0x04, 13 + specific.length, 0x40, 0x15), zeros(3), zeros(8), specific]);
  return fullBox("esds", 0, bytes(0x03, 3 + config.length + 3, 0, 1, 0), config, bytes(0x06, 1, 2));
}
