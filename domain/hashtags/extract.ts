import { normalizeTag } from "../tags";
import { linkSpans, type Span } from "./links";

/**
 * Hashtags in running text, by Unicode's extended hashtag identifiers (UAX #31, requirement R8,
 * https://www.unicode.org/reports/tr31/#R8): Start is `#`, `﹟` or `＃`; Continue is XID_Continue, Extended_Pictographic,
 * Emoji_Component, `_`, `-` and `+`, without the three Starts.
 *
 * The profile, that is, what differs from the requirement, with the reason:
 * - `-` is Medial: `#covid-19` is whole, and the dash after `#दिवाली-` is punctuation.
 * - `*` is left out but for the keycap `*️⃣`: it is how many keyboards write bold text.
 * - ZWNJ and ZWJ are Continue (in XID_Continue since Unicode 15.1), because words of India and of Urdu have them inside. At the end of a
 *   tag a joiner joins nothing and is left out, but for a ZWJ after a virama: so chillus of Malayalam were written before Unicode 5.1.
 * - A tag begins with no mark, joiner or invisible character: `#️⃣` is an emoji, not a tag.
 * - A tag has a letter, an emoji or a flag: `#1` and `#१०८` are numbers.
 * - A Start after a letter, mark, digit, joiner or `_` begins nothing, as the annex recommends; one after an emoji does, because people
 *   put them side by side. Nor does one in a link, or after `&` (`&#39;` is a character of HTML).
 * - Longer tags than `MAX_TAG_LENGTH` are left out, not cut.
 */
export interface FoundTag extends Span {
  /** Normalized: NFC, lower case, with `#`. */
  readonly tag: string;
  /** As the author wrote it, in NFC. */
  readonly written: string;
}

const START = /[#﹟＃]/gu;
const MEDIAL = "-";
const CONTINUE = /^[\p{XID_Continue}\p{Extended_Pictographic}\p{Emoji_Component}_+\u200c]$/u;
const NEVER_FIRST = /^[\p{M}\p{Cf}]$/u;
const SUBSTANCE = /[\p{L}\p{Extended_Pictographic}\p{Regional_Indicator}]/u;
/** Marks that belong to emoji: variation selector and keycap are no part of a word. */
const WORD_BEFORE = /[\p{L}\p{M}\p{N}_\u200c\u200d]$/u;
const EMOJI_BEFORE =
  /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\ufe0f\u20e3\u{e0020}-\u{e007f}]$/u;
/** Viramas of the scripts of India and of Sinhala. */
const VIRAMA = /[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca]$/u;
const ZWNJ = "\u200c";
const ZWJ = "\u200d";
const KEYCAP_OF_STAR = /^\*\ufe0f?\u20e3/u;

/** The hashtags of a text in their order, repetitions included. Positions are those in the text's NFC. */
export function findTags(text: string): readonly FoundTag[] {
  const nfc = text.normalize("NFC");
  const links = linkSpans(nfc);
  const found: FoundTag[] = [];
  // Starts and links are both in the order of the text: one pass over each.
  let next = 0;
  for (const { index } of nfc.matchAll(START)) {
    while ((links[next]?.end ?? Infinity) <= index) next += 1;
    const link = links[next];
    if (!mayBegin(nfc, index) || (link !== undefined && link.start <= index)) continue;
    const end = endOf(nfc.slice(0, link?.start), index + 1);
    const written = nfc.slice(index, end);
    const tag = normalizeTag(written);
    if (tag !== undefined && isHashtag(tag)) found.push({ tag, written, start: index, end });
  }
  return found;
}

/** The hashtags of a text, normalized, in the order of their first use, each once. */
export function extractTags(text: string): readonly string[] {
  return [...new Set(findTags(text).map(({ tag }) => tag))];
}

/** Whether a normalized tag says something: no number alone, no mark or joiner before everything else. */
export function isHashtag(tag: string): boolean {
  const first = String.fromCodePoint(tag.codePointAt(1) ?? 0);
  return !NEVER_FIRST.test(first) && SUBSTANCE.test(tag);
}

/** Whether a Start at this place follows no word. */
function mayBegin(text: string, start: number): boolean {
  // Eight units hold the longest tail of an emoji that matters here.
  const before = text.slice(Math.max(0, start - 8), start);
  if (before.endsWith("&")) return false;
  return EMOJI_BEFORE.test(before) || !WORD_BEFORE.test(before);
}

/** Where the identifier that begins here ends: after the last Continue that only Continues and single Medials come before. */
function endOf(text: string, from: number): number {
  let end = from;
  let medial = false;
  for (let at = from; at < text.length;) {
    const character = String.fromCodePoint(text.codePointAt(at) as number);
    const next = at + character.length;
    if (
      CONTINUE.test(character) &&
      !isStart(character) &&
      !(character === "*" && !KEYCAP_OF_STAR.test(text.slice(at)))
    ) {
      end = next;
      medial = false;
    } else if (character === MEDIAL && !medial && at > from) medial = true;
    else break;
    at = next;
  }
  return withoutIdleJoiners(text, from, end);
}

function isStart(character: string): boolean {
  return character === "#" || character === "﹟" || character === "＃";
}

/** Joiners at the end join nothing, but for one that writes a letter with the virama before it. */
function withoutIdleJoiners(text: string, from: number, end: number): number {
  let last = end;
  while (last > from && isIdleJoiner(text.slice(from, last))) last -= 1;
  return last;
}

function isIdleJoiner(text: string): boolean {
  return text.endsWith(ZWNJ) || (text.endsWith(ZWJ) && !VIRAMA.test(text.slice(-2, -1)));
}
