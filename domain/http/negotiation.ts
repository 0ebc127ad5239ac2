import Negotiator = require("negotiator");

/**
 * The form that a caller prefers, the first one on equal terms. No header, or an empty one: any.
 *
 * @returns undefined when the caller takes none of them
 */
export function preferredType(header: string | undefined, offered: readonly string[]): string | undefined {
  return new Negotiator({ headers: { accept: header || undefined } }).mediaType([...offered]);
}

/**
 * The language that a caller prefers: `hi-IN` is content with `hi`, and a weight of 0 rules a language out.
 * https://www.rfc-editor.org/rfc/rfc9110#name-accept-language
 *
 * @param offered ISO 639 codes, the best one first: it is taken on equal terms, and where there is no header
 * @returns undefined when the caller reads none of them
 */
export function preferredLanguage(header: string | undefined, offered: readonly string[]): string | undefined {
  return new Negotiator({ headers: { "accept-language": header || undefined } }).language([...offered]);
}
