import { accept, invalid, invalidField, refuse, type Checked, type HttpCall } from "./call";
import { problem } from "./problem";

/**
 * The revision that the caller has seen of what it changes, 0 for what nobody has changed yet: the body's, or that of `If-Match`; where both are
 * there, they agree.
 *
 * @param field the body's `revision`
 * @param cure where the caller finds it
 */
export function revisionOf({ path, headers }: HttpCall, field: unknown, cure: string): Checked<number> {
  const header = headers["if-match"];
  if (field !== undefined && !(Number.isSafeInteger(field) && (field as number) >= 0)) {
    return invalidField(path, "revision", "is no whole number from 0", cure);
  }
  const [, tag] = header === undefined ? [] : (/^"(\d{1,9})"$/.exec(header.trim()) ?? []);
  if (header !== undefined && tag === undefined) {
    return refuse(invalid(path, "If-Match", `${header} is no revision`, `${cure}, in quotes`));
  }
  if (tag !== undefined && field !== undefined && Number(tag) !== field) {
    return refuse(
      invalid(path, "If-Match", `${header ?? ""} is not the body's revision`, "give one, or the same twice"),
    );
  }
  if (field !== undefined) return accept(field as number);
  if (tag !== undefined) return accept(Number(tag));
  const detail = `revision: is missing, and there is no If-Match; ${cure}`;
  return refuse(problem("revision-required", path, detail, { parameter: "revision", cure }));
}
