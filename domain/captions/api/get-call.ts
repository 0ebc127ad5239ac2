import { accept, invalid, refuse, strangeParameter, type Checked, type HttpCall } from "../../http/call";
import { preferredType } from "../../http/negotiation";
import { problem } from "../../http/problem";
import { isIdentifier } from "../../post-event";
import { CAPTION_FORMATS, CAPTION_MEDIA_TYPES } from "../caption-keys";
import { parseLanguage } from "../language-tag";

/** The scope that reading captions and requests takes. */
export const CAPTIONS_READ_SCOPE = "captions/read";
/** The scope that asking for captions and correcting them takes. */
export const CAPTIONS_WRITE_SCOPE = "captions/write";

export const ANSWER_FORMATS = ["json", ...CAPTION_FORMATS] as const;
export type AnswerFormat = (typeof ANSWER_FORMATS)[number];

/** What `GET /v1/posts/{id}/captions` asks for. */
export interface CaptionsQuery {
  readonly path: string;
  readonly postId: string;
  /** ISO 639; absent where the caller leaves the choice to `acceptLanguage` and to what is ready. */
  readonly language?: string;
  readonly format: AnswerFormat;
  readonly acceptLanguage?: string;
  readonly ifNoneMatch?: string;
}

const PARAMETERS = ["language", "format"];

/** Media types as callers name them: without the parameters that answers have. */
const TYPES: readonly (readonly [AnswerFormat, string])[] = [
  ["json", "application/json"],
  ...CAPTION_FORMATS.map((format) => [format, bare(CAPTION_MEDIA_TYPES[format])] as const),
];

/** Checks a call for captions. The format is the parameter's, else the one that `Accept` prefers, else JSON. */
export function parseGetCaptions(call: HttpCall): Checked<CaptionsQuery> {
  const { path, query, headers } = call;
  const stranger = strangeParameter(call, PARAMETERS);
  if (stranger !== undefined) return refuse(stranger);
  const postId = postIdOf(call);
  if (!postId.ok) return postId;
  const format = formatOf(call);
  if (!format.ok) return format;
  const language = query["language"] === undefined ? undefined : parseLanguage(query["language"])?.language;
  if (query["language"] !== undefined && language === undefined) {
    const cure = "give a language tag such as hi or en-IN";
    return refuse(invalid(path, "language", `"${query["language"]}" is no language`, cure));
  }
  const acceptLanguage = headers["accept-language"];
  const ifNoneMatch = headers["if-none-match"];
  return accept({
    path,
    postId: postId.value,
    format: format.value,
    ...(language === undefined ? {} : { language }),
    ...(acceptLanguage === undefined ? {} : { acceptLanguage }),
    ...(ifNoneMatch === undefined ? {} : { ifNoneMatch }),
  });
}

/** The post that the path names. */
export function postIdOf({ path, parameters }: HttpCall): Checked<string> {
  const id = parameters["id"] ?? "";
  if (isIdentifier(id)) return accept(id);
  const cure = "give a post's identifier: 1 to 128 letters, digits, '.', '_', ':' or '-'";
  return refuse(invalid(path, "id", `"${id}" is no identifier`, cure));
}

function formatOf({ path, query, headers }: HttpCall): Checked<AnswerFormat> {
  const asked = query["format"];
  if (asked !== undefined) {
    const known = ANSWER_FORMATS.find((format) => format === asked);
    if (known !== undefined) return accept(known);
    const cure = `use one of: ${ANSWER_FORMATS.join(", ")}`;
    return refuse(invalid(path, "format", `"${asked}" is no format`, cure));
  }
  const types = TYPES.map(([, type]) => type);
  const type = preferredType(headers["accept"], types);
  const format = TYPES.find(([, each]) => each === type)?.[0];
  if (format !== undefined) return accept(format);
  const cure = `accept one of: ${types.join(", ")}, or name a format in the query`;
  const detail = `Accept: "${headers["accept"] ?? ""}" admits none of the forms; ${cure}`;
  return refuse(problem("not-acceptable", path, detail, { parameter: "Accept", cure }));
}

function bare(type: string): string {
  return type.split(";")[0] ?? type;
}
