import { graphemesOf } from "../captions/graphemes";

/**
 * Most bytes of UTF-8 in a document of a batch, and for which there is a sentiment at all:
 * https://docs.aws.amazon.com/comprehend/latest/dg/guidelines-and-limits.html
 */
export const MAX_DOCUMENT_BYTES = 5_000;

/** Documents that are read of one text: twenty minutes of speech. Posts need one. */
export const MAX_DOCUMENTS = 5;

/** A part of a text that goes to Comprehend as a whole. */
export interface TextDocument {
  readonly text: string;
  /** Code points of the whole text before it: what is added to the offsets of what is found. */
  readonly offset: number;
}

/** What of a text is read. */
export interface CutText {
  readonly documents: readonly TextDocument[];
  /** Bytes of the whole text, and of what is read of it; blanks around documents are counted with neither. */
  readonly bytes: number;
  readonly readBytes: number;
}

const ENCODER = new TextEncoder();

/** Bytes of a text in UTF-8. */
export function utf8Bytes(text: string): number {
  return ENCODER.encode(text).length;
}

/** A text as it is analysed: NFC, without blanks around it, and lone surrogates, which UTF-8 does not have, replaced. */
export function readableText(text: string): string {
  return text.toWellFormed().normalize("NFC").trim();
}

/**
 * Cuts a text into documents of at most so many bytes, at blanks where there are any, and never within a user-perceived character; one that
 * alone is longer, which no writing has, is cut between code points.
 *
 * @param text as `readableText` gives it
 */
export function cutText(text: string, maxBytes = MAX_DOCUMENT_BYTES, maxDocuments = MAX_DOCUMENTS): CutText {
  const documents: TextDocument[] = [];
  let rest = text.trimStart();
  let offset = codePoints(text) - codePoints(rest);
  while (rest !== "" && documents.length < maxDocuments) {
    const piece = firstPiece(rest, maxBytes);
    const kept = piece.trimEnd();
    if (kept !== "") documents.push({ text: kept, offset });
    const after = rest.slice(piece.length).trimStart();
    offset += codePoints(rest) - codePoints(after);
    rest = after;
  }
  const readBytes = documents.reduce((sum, { text: each }) => sum + utf8Bytes(each), 0);
  return { documents, readBytes, bytes: readBytes + utf8Bytes(rest.trimEnd()) };
}

/** Where a text ends that has to fit: before the last blank that there is, else before the character that is too much. */
function firstPiece(text: string, maxBytes: number): string {
  if (utf8Bytes(text) <= maxBytes) return text;
  let [end, bytes, blank] = [0, 0, 0];
  // No character has less than a byte a unit, so that the piece ends within so many units; those at its end may be cut.
  for (const grapheme of graphemesOf(text.slice(0, maxBytes * 2))) {
    if (/^\s/u.test(grapheme) && end > 0) blank = end;
    bytes += utf8Bytes(grapheme);
    if (bytes > maxBytes) break;
    end += grapheme.length;
  }
  if (end === 0) return withinBytes(text, maxBytes);
  return text.slice(0, blank > 0 ? blank : end);
}

function withinBytes(text: string, maxBytes: number): string {
  let [piece, bytes] = ["", 0];
  for (const character of text) {
    bytes += utf8Bytes(character);
    if (bytes > maxBytes && piece !== "") break;
    piece += character;
  }
  return piece;
}

/** Characters as Comprehend counts them. */
export function codePoints(text: string): number {
  return [...text].length;
}
