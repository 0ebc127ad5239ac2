import { ATTACHMENT_FOURCC } from "./attachment";
import { BrokenMedia, type Bytes, type ContainerFacts } from "./reader";

/** RIFF/WAVE: as long as its data at the format's bytes a second. */
export function readWav(file: Bytes): ContainerFacts {
  let format: { readonly channels: number; readonly sampleRate: number; readonly byteRate: number } | undefined;
  let data: number | undefined;
  let attachment: Uint8Array | undefined;
  for (let at = 12; at + 8 <= file.length;) {
    const id = file.text(at, 4);
    const size = file.u32(at + 4, true);
    if (id === "fmt ") {
      const [channels, sampleRate] = [file.u16(at + 10, true), file.u32(at + 12, true)];
      format = { channels, sampleRate, byteRate: file.u32(at + 16, true) };
    }
    if (id === "data") data = file.slice(at + 8, size).length;
    if (id === ATTACHMENT_FOURCC) attachment = file.slice(at + 8, size);
    // Chunks begin at even positions.
    at += 8 + size + (size % 2);
  }
  if (!format || format.byteRate === 0 || data === undefined) throw new BrokenMedia("There is no format or no data.");
  const { channels, sampleRate, byteRate } = format;
  return { durationMs: Math.round((data * 1000) / byteRate), channels, sampleRate, attachment };
}
