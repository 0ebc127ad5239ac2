import { sha256 } from "../../digest";
import { accept, bodyOf, callerOf, invalid, invalidField, refuse, type Checked, type HttpCall } from "../../http/call";
import { problem, type Problem } from "../../http/problem";
import { isIdentifier } from "../../post-event";
import { parseLanguage } from "../language-tag";

/** Most languages of one request: there are fewer that anything can be translated into. */
export const MAX_LANGUAGES = 25;

/** What `POST /v1/captions` asks for. */
export interface CaptionsOrder {
  readonly path: string;
  /** Derived from who asks and the key: the same call again is the same request. */
  readonly requestId: string;
  readonly subject: string;
  readonly postId: string;
  /** ISO 639, each once, in the order asked for. */
  readonly languages: readonly string[];
  /** What the key stands for: another body with the same key is refused. */
  readonly digest: string;
}

/** Checks a request for captions. */
export function parseOrder(call: HttpCall): Checked<CaptionsOrder> {
  const { path } = call;
  const subject = callerOf(call);
  if (!subject.ok) return subject;
  const key = keyOf(call);
  if (!key.ok) return key;
  const body = bodyOf(call, ["postId", "languages"]);
  if (!body.ok) return body;
  const { postId } = body.value;
  if (typeof postId !== "string" || !isIdentifier(postId)) {
    return invalidField(path, "postId", "is no identifier", "give the identifier of a post");
  }
  const languages = languagesOf(path, body.value["languages"]);
  if (!languages.ok) return languages;
  return accept({
    path,
    requestId: sha256(JSON.stringify(["request/1", subject.value, key.value])).slice(0, 32),
    subject: subject.value,
    postId,
    languages: languages.value,
    digest: sha256(JSON.stringify([postId, languages.value.toSorted()])),
  });
}

function keyOf({ path, headers }: HttpCall): Checked<string> {
  const key = headers["idempotency-key"] ?? "";
  if (/^[\x21-\x7e]{1,64}$/.test(key)) return accept(key);
  const cure = "send the header Idempotency-Key: 1 to 64 visible ASCII characters, new for each request";
  return refuse(invalid(path, "Idempotency-Key", key === "" ? "is missing" : "is no key", cure));
}

function languagesOf(path: string, list: unknown): Checked<readonly string[]> {
  const cure = `give a list of 1 to ${MAX_LANGUAGES} language tags such as hi or en-IN`;
  if (!Array.isArray(list)) return invalidField(path, "languages", "is no list", cure);
  if (list.length === 0 || list.length > MAX_LANGUAGES) {
    return invalidField(path, "languages", `has ${list.length} entries`, cure);
  }
  const languages = new Set<string>();
  for (const [index, each] of list.entries()) {
    const language = typeof each === "string" && each.length <= 64 ? parseLanguage(each)?.language : undefined;
    if (language === undefined) return invalidField(path, `languages[${index}]`, "is no language tag", cure);
    languages.add(language);
  }
  return accept([...languages]);
}

/** What `GET /v1/requests/{id}` asks for. */
export interface RequestQuery {
  readonly requestId: string;
  readonly subject: string;
}

/** Checks a call about a request. */
export function parseGetRequest(call: HttpCall): Checked<RequestQuery> {
  const { path, parameters } = call;
  const subject = callerOf(call);
  if (!subject.ok) return subject;
  const id = parameters["id"] ?? "";
  if (/^[0-9a-f]{32}$/.test(id)) return accept({ requestId: id, subject: subject.value });
  const cure = "give the requestId that POST /v1/captions answered";
  return refuse(invalid(path, "id", `"${id}" is no identifier of a request`, cure));
}

export function unknownRequest(path: string, requestId: string): Problem {
  const cure = "ask again with POST /v1/captions: requests are kept for seven days";
  const detail = `you have no request ${requestId}; ${cure}`;
  return problem("unknown-request", path, detail, { parameter: "id", cure });
}

/** The key stands for another body. */
export function otherOrder({ path }: CaptionsOrder): Problem {
  const cure = "send a new key with a new body";
  const detail = `Idempotency-Key: it was used for another body; ${cure}`;
  return problem("key-used-before", path, detail, { parameter: "Idempotency-Key", cure });
}
