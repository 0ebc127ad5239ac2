import { expect } from "chai";
import { CONTAINERS, cutShort, makeMedia, speakingTime } from "../../samples/media";

const text = "आज सुबह से बारिश हो रही है, और चाय की दुकान पर भीड़ है।";

describe("Sample media", () => {
  it("are small, however long, and the same bytes every time", () => {
    const hour = 3_600_000;
    for (const container of CONTAINERS.filter((each) => each !== "wav" && each !== "amr")) {
      const sample = { container, durationMs: hour, language: "hi-IN", text } as const;
      const media = Buffer.from(makeMedia(sample));
      expect(media.length, container).to.be.below(1_500);
      expect(media.equals(Buffer.from(makeMedia(sample)))).to.equal(true);
    }
    expect(makeMedia({ container: "wav", durationMs: 3_000 }).length).to.equal(44 + 24_000);
    expect(makeMedia({ container: "amr", durationMs: 3_000 }).length).to.equal(6 + 150);
  });

  it("begin as their containers do", () => {
    const heads: Record<(typeof CONTAINERS)[number], string> = {
      amr: "2321414d520a",
      flac: "664c6143800000221000",
      m4a: "00000018667479704d344120",
      mov: "00000018667479707174202",
      mp3: "fffb14c0",
      mp4: "000000186674797069736f6d",
      ogg: "4f67675300020000000000000000",
      wav: "52494646e45d000057415645666d7420100000000100010040",
      webm: "1a45dfa3",
    };
    for (const container of CONTAINERS) {
      const media = Buffer.from(makeMedia({ container, durationMs: 3_000 }));
      expect(media.toString("hex"), container).to.match(new RegExp(`^${heads[container]}`));
    }
  });

  it("have checksums on the pages of ogg", () => {
    const media = Buffer.from(makeMedia({ container: "ogg", durationMs: 1_000 }));
    for (let at = 0; at < media.length;) {
      const count = media[at + 26] as number;
      const length = 27 + count + media.subarray(at + 27, at + 27 + count).reduce((sum, lacing) => sum + lacing, 0);
      const page = Buffer.from(media.subarray(at, at + length));
      const told = page.readUInt32LE(22);
      page.writeUInt32LE(0, 22);
      expect(told).to.equal(crc(page));
      at += length;
    }
  });

  it("are as long as speech takes at an easy pace", () => {
    const words = text.split(" ").length;
    const seconds = speakingTime({ text: `${text} `.repeat(10).trim() }) / 1000;
    expect((words * 10) / seconds).to.be.within(1.8, 3.3);
    expect(speakingTime({ segments: [{ text }, { text }] })).to.be.greaterThan(speakingTime({ text }) * 1.8);
    expect(speakingTime({ text: "" })).to.equal(1_000);
  });

  it("can be cut short", () => {
    const whole = makeMedia({ container: "mp4", durationMs: 1_000 });
    expect(cutShort(whole).length).to.be.below(whole.length);
  });
});

/** CRC-32 of Ogg by long division over the bits of the message: slow, and written otherwise than what it checks. */
function crc(data: Buffer): number {
  const bits = [...data, 0, 0, 0, 0].flatMap((byte) => [...byte.toString(2).padStart(8, "0")].map(Number));
  const polynomial = [...(0x104c11db7).toString(2)].map(Number);
  for (let i = 0; i + 32 < bits.length; i++) {
    if (bits[i] === 1) polynomial.forEach((bit, j) => (bits[i + j] = (bits[i + j] as number) ^ bit));
  }
  return parseInt(bits.slice(-32).join(""), 2);
}
