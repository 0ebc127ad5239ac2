import {
  answerBytes,
  etagOf,
  isKnown,
  jsonAnswer,
  MAX_ANSWER_BYTES,
  problemAnswer,
  type HttpAnswer,
} from "../../http/answer";
import { problem } from "../../http/problem";
import { CAPTION_MEDIA_TYPES, type CaptionFormat } from "../caption-keys";
import type { CaptionItem } from "../items";
import type { CaptionsQuery } from "./get-call";

/** What the choice of language and form hangs on, for caches. */
const VARY = "Accept, Accept-Language";

/** Files change when a cue is corrected: the platform's own reader may show one for a minute without asking. */
const FILE_CACHING = "private, max-age=60";
/** Documents name revisions, which corrections need: they are asked for each time, and mostly answered by 304. */
const DOCUMENT_CACHING = "private, no-cache";

/** A file as the published bucket holds it. */
export interface StoredFile {
  readonly text: string;
  /** With its quotes. */
  readonly etag: string;
}

/** A caption file, or 304 for a caller who has it. */
export function fileAnswer(
  query: CaptionsQuery,
  item: CaptionItem,
  format: CaptionFormat,
  { text, etag }: StoredFile,
): HttpAnswer {
  const headers = {
    "content-type": CAPTION_MEDIA_TYPES[format],
    "cache-control": FILE_CACHING,
    "x-content-type-options": "nosniff",
    ...validators(item, etag),
  };
  return sent(query, { status: 200, headers, body: text });
}

/** The document, or 304 for a caller who has it. */
export function documentAnswer(query: CaptionsQuery, item: CaptionItem, document: object): HttpAnswer {
  const answer = jsonAnswer(200, document, { "cache-control": DOCUMENT_CACHING });
  return sent(query, { ...answer, headers: { ...answer.headers, ...validators(item, etagOf(answer.body)) } });
}

function validators({ language }: CaptionItem, etag: string): Readonly<Record<string, string>> {
  return { etag, vary: VARY, "content-language": language };
}

function sent({ path, ifNoneMatch }: CaptionsQuery, answer: HttpAnswer): HttpAnswer {
  if (isKnown(ifNoneMatch, answer.headers["etag"] ?? "")) {
    const headers = Object.entries(answer.headers).filter(([name]) => name !== "content-type");
    return { status: 304, headers: Object.fromEntries(headers), body: "" };
  }
  if (answerBytes(answer) <= MAX_ANSWER_BYTES) return answer;
  const cure = "read the published file, or ask for format=srt, which is the smallest";
  return problemAnswer(
    problem("not-acceptable", path, `the answer is larger than the API may send; ${cure}`, { cure }),
  );
}
