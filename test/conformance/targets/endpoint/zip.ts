import { crc32 } from "node:zlib";

/** A ZIP archive whose files are stored as they are. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
export function zip(files: Readonly<Record<string, Buffer>>): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, data] of Object.entries(files)) {
    const name = Buffer.from(path);
    const common = commonFields(name, data);
    const local = Buffer.concat([Buffer.from("504b0304", "hex"), common, name, data]);
    directory.push(entry(common, name, offset));
    bodies.push(local);
    offset += local.byteLength;
  }
  const entries = Buffer.concat(directory);
  return Buffer.concat([...bodies, entries, end(directory.length, entries.byteLength, offset)]);
}

/** What a file's own header and its entry in the directory share: version 2.0, stored, 1980-01-01, check sum and sizes. */
function commonFields(name: Buffer, data: Buffer): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(33, 8);
  fields.writeUInt32LE(crc32(data), 10);
  fields.writeUInt32LE(data.byteLength, 14);
  fields.writeUInt32LE(data.byteLength, 18);
  fields.writeUInt16LE(name.byteLength, 22);
  return fields;
}

function entry(common: Buffer, name: Buffer, offset: number): Buffer {
  const rest = Buffer.alloc(14);
  // External attributes: a regular file that everybody may read, as Lambda needs it.
  rest.writeUInt32LE(((0o100644 << 16) >>> 0) as number, 6);
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([Buffer.from("504b01021403", "hex"), common, rest, name]);
}

function end(count: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(22);
  record.write("504b0506", 0, "hex");
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(size, 12);
  record.writeUInt32LE(offset, 16);
  return record;
}
