import type { ConditionalWrite } from "../../conditional-write";
import { problem, type Problem } from "../../http/problem";
import type { CancellationReason } from "../../post-transaction";
import { secondsToTomorrow, type Instant } from "../../time";
import { LANGUAGE_TABLE } from "../language-table";
import { whyNever } from "./possible";
import {
  allowanceKey,
  expiryOf,
  MAX_LANGUAGES_A_DAY,
  wantedKey,
  type LanguageState,
  type RequestItem,
} from "./request-item";

export type RequestsWrite = ConditionalWrite<"requests">;

/**
 * Makes a request, takes its languages off the subject's allowance of the day, and notes them as wanted of the post: all or nothing.
 * What is wanted is written before the state of the captions is read, so that either the plan of the translations finds it, or the
 * reader finds the transcript.
 */
export function orderWrites(request: RequestItem, now: Instant): readonly RequestsWrite[] {
  const possible = request.languages.filter((language) => whyNever(language, undefined) === undefined);
  return [
    making(request, now),
    allowance(request, now),
    ...(possible.length === 0 ? [] : [wanting(request, possible)]),
  ];
}

function making(request: RequestItem, now: Instant): RequestsWrite {
  return {
    table: "requests",
    item: { ...request },
    condition: "attribute_not_exists(#requestId) OR #expiresAt <= :now",
    names: { "#requestId": "requestId", "#expiresAt": "expiresAt" },
    values: { ":now": Math.floor(Date.parse(now) / 1000) },
  };
}

function allowance({ requestedBy, languages }: RequestItem, now: Instant): RequestsWrite {
  return {
    table: "requests",
    key: { requestId: allowanceKey(requestedBy, now) },
    update: "SET #expiresAt = :expiresAt ADD #asked :count",
    condition: "attribute_not_exists(#asked) OR #asked <= :room",
    names: { "#expiresAt": "expiresAt", "#asked": "asked" },
    values: {
      ":expiresAt": expiryOf(now, 2),
      ":count": languages.length,
      ":room": MAX_LANGUAGES_A_DAY - languages.length,
    },
  };
}

function wanting({ postId, expiresAt }: RequestItem, languages: readonly string[]): RequestsWrite {
  return {
    table: "requests",
    key: { requestId: wantedKey(postId) },
    update: "SET #expiresAt = :expiresAt ADD #languages :languages",
    // Always true: only languages of the table are wanted.
    condition: "attribute_not_exists(#languages) OR size(#languages) <= :most",
    names: { "#expiresAt": "expiresAt", "#languages": "languages" },
    values: { ":expiresAt": expiresAt, ":languages": new Set(languages), ":most": LANGUAGE_TABLE.length },
  };
}

/** Notes what was answered, once everything was sent: from then on the call that comes again sends nothing. */
export function answeredWrite({ requestId }: RequestItem, answered: readonly LanguageState[]): RequestsWrite {
  return {
    table: "requests",
    key: { requestId },
    update: "SET #answered = :answered",
    condition: "attribute_exists(#requestId)",
    names: { "#answered": "answered", "#requestId": "requestId" },
    values: { ":answered": answered },
  };
}

/** What became of the writes of a request. */
export type OrderOutcome =
  | { readonly kind: "made" }
  /** The key was used before: by this request. */
  | { readonly kind: "there"; readonly request: RequestItem }
  | { readonly kind: "used-up" };

/** @throws Error for a condition that always holds */
export function orderOutcome(reasons: readonly CancellationReason[] | undefined): OrderOutcome {
  if (reasons === undefined) return { kind: "made" };
  const [made, allowed] = reasons;
  if (made?.code === REFUSED && made.item !== undefined) {
    return { kind: "there", request: made.item as unknown as RequestItem };
  }
  if (allowed?.code === REFUSED) return { kind: "used-up" };
  throw new Error(`The request was not written: ${reasons.map(({ code }) => code).join(", ")}`);
}

/** The subject has asked for as many languages as a day allows: the problem, and the seconds until the next UTC day. */
export function allowanceRefusal(path: string, now: Instant): { readonly refusal: Problem; readonly seconds: number } {
  const cure = "ask again tomorrow (UTC)";
  const detail = `you have asked for ${MAX_LANGUAGES_A_DAY} languages today; ${cure}`;
  return { refusal: problem("too-many-requests", path, detail, { cure }), seconds: secondsToTomorrow(now) };
}

const REFUSED = "ConditionalCheckFailed";
