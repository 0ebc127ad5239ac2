/**
 * SimHash: Moses Charikar, "Similarity estimation techniques from rounding algorithms" (STOC 2002). Each feature of a text
 * votes on 64 bits by its hash; texts that share most features share most bits. Features are runs of four characters, because a short
 * post has few words, and one that is changed would change too many of them.
 */

const RUN = 4;
/** Shorter texts are too common to tell anything: "happy diwali" is no conspiracy. */
const LEAST_LETTERS = 24;

/** What a copier changes for the sake of it: tags, mentions, addresses, digits, punctuation, emoji, space, case. */
const CHANGEABLE = /https?:\/\/\S+|[#＃@][\p{L}\p{M}\p{N}_\u200c\u200d]+|[^\p{L}\p{M}]+/gu;

/** 64 bits as two halves of 32. */
export interface Fingerprint {
  readonly high: number;
  readonly low: number;
}

/**
 * The fingerprint of a text's letters; `undefined` for a text with fewer than 24 of them once tags, mentions, addresses,
 * digits and punctuation are left out.
 */
export function fingerprintOf(text: string): Fingerprint | undefined {
  const letters = text.normalize("NFC").toLowerCase().replace(CHANGEABLE, "");
  if (letters.length < LEAST_LETTERS) return undefined;
  const votes = new Int32Array(64);
  const seen = new Set<string>();
  for (let at = 0; at + RUN <= letters.length; at++) {
    const run = letters.slice(at, at + RUN);
    if (seen.has(run)) continue;
    seen.add(run);
    const high = hash(run, 0x811c9dc5);
    const low = hash(run, 0x9e3779b9);
    for (let bit = 0; bit < 32; bit++) {
      votes[bit]! += (high >>> bit) & 1 ? 1 : -1;
      votes[32 + bit]! += (low >>> bit) & 1 ? 1 : -1;
    }
  }
  return { high: bitsOf(votes, 0), low: bitsOf(votes, 32) };
}

/** FNV-1a over UTF-16 units, finished by MurmurHash3's mixer: FNV's upper bits are weak on short inputs. */
export function hash(text: string, seed: number): number {
  let value = seed;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

function bitsOf(votes: Int32Array, from: number): number {
  let bits = 0;
  for (let bit = 0; bit < 32; bit++) if (votes[from + bit]! > 0) bits |= 1 << bit;
  return bits >>> 0;
}

/** In how many of 64 bits two fingerprints differ. */
export function distance(a: Fingerprint, b: Fingerprint): number {
  return ones(a.high ^ b.high) + ones(a.low ^ b.low);
}

/** How many bits of a 32-bit number are set (Warren, Hacker's Delight, 5-1). */
export function ones(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** 16 hexadecimal digits. */
export function fingerprintText({ high, low }: Fingerprint): string {
  return [high, low].map((half) => half.toString(16).padStart(8, "0")).join("");
}

/** @throws RangeError for what {@link fingerprintText} does not write */
export function parseFingerprint(text: string): Fingerprint {
  const [high, low] = text.length === 16 ? [digits(text, 0), digits(text, 8)] : [NaN, NaN];
  if (Number.isNaN(high + low)) throw new RangeError(`"${text}" is no fingerprint of 16 hexadecimal digits`);
  return { high, low };
}

/** Eight hexadecimal digits as a number, by hand: a million times it is most of what reading a vote takes. */
function digits(text: string, from: number): number {
  let value = 0;
  for (let at = from; at < from + 8; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) value = value * 16 + code - 48;
    else if (code >= 97 && code <= 102) value = value * 16 + code - 87;
    else return NaN;
  }
  return value;
}
