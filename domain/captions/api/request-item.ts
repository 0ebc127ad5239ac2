import { sha256 } from "../../digest";
import { dayOf, addDays, type Instant } from "../../time";
import type { TranscribeMessage, TranslateMessage } from "../messages";
import type { CaptionsOrder } from "./post-call";

/**
 * The table `requests`, by `requestId`:
 *
 * | key | item |
 * | --- | --- |
 * | 32 hexadecimal digits | {@link RequestItem}: one request |
 * | `subject#<digest>#<day>` | how many languages somebody has asked for in a UTC day |
 * | `post#<postId>` | {@link WantedItem}: languages asked for before there was a transcript |
 */

/** Days for which a request can be asked about, and its key is kept. */
export const REQUEST_DAYS = 7;

/**
 * Languages that one subject may ask for a UTC day. A counter costs one write, in the transaction that makes the request; counting
 * what is still open would take a write more for each language that ends. The day's limits of the pipeline bound what all pay together.
 */
export const MAX_LANGUAGES_A_DAY = 200;

/** - `unsupported`, `failed`: for good; `reason` says why */
export type RequestState = "pending" | "ready" | "unsupported" | "failed";

export interface LanguageState {
  readonly language: string;
  readonly state: RequestState;
  readonly reason?: string;
}

/** What is sent for a request, with the queue that it goes to. */
export type OrderedWork =
  | { readonly queue: "media"; readonly message: TranscribeMessage }
  | { readonly queue: "translations"; readonly message: TranslateMessage };

/** A request for captions. */
export interface RequestItem {
  readonly requestId: string;
  readonly requestedBy: string;
  readonly postId: string;
  readonly languages: readonly string[];
  /** Of the body. */
  readonly digest: string;
  readonly createdAt: Instant;
  /** Second since 1970 from which it may go. */
  readonly expiresAt: number;
  /** What was answered, once everything was sent: a repeated call is answered the same. */
  readonly answered?: readonly LanguageState[];
}

/** Languages that somebody wants captions of a post in: the plan of its translations adds them to the eager ones. */
export interface WantedItem {
  readonly requestId: string;
  /** A string set. */
  readonly languages: ReadonlySet<string>;
  readonly expiresAt: number;
}

export function requestItem(order: CaptionsOrder, now: Instant): RequestItem {
  const { requestId, subject, postId, languages, digest } = order;
  return { requestId, requestedBy: subject, postId, languages, digest, createdAt: now, expiresAt: expiryOf(now) };
}

/** DynamoDB deletes what has expired within days: until then it is there, and counts as gone. */
export function isGone({ expiresAt }: Pick<RequestItem, "expiresAt">, now: Instant): boolean {
  return expiresAt * 1000 <= Date.parse(now);
}

/** The second at which what is written now may go. */
export function expiryOf(now: Instant, days = REQUEST_DAYS): number {
  return Math.floor(Date.parse(`${addDays(dayOf(now), days)}${now.slice(10)}`) / 1000);
}

/** Subjects are of any length and characters. */
export function allowanceKey(subject: string, now: Instant): string {
  return `subject#${sha256(subject).slice(0, 32)}#${dayOf(now)}`;
}

export function wantedKey(postId: string): string {
  return `post#${postId}`;
}
