import { parseLanguage } from "../captions/language-tag";
import { taggedAnswer, type HttpAnswer } from "../http/answer";
import { accept, invalid, refuse, strangeParameter, subjectOf, wholeNumber } from "../http/call";
import type { Checked, HttpCall } from "../http/call";
import { problem } from "../http/problem";
import type { Instant } from "../time";
import type { FeedCandidate, FeedReader } from "./candidates";
import { MAX_FEED_LANGUAGES } from "./profile";
import { feedReason } from "./reasons";

/** The scope that reading one's own feed takes. */
export const FEED_READ_SCOPE = "feed/read";

/** Most posts of an answer. */
export const MAX_FEED_POSTS = 50;

/** What `GET /v1/feed` asks for. */
export interface FeedQuery {
  readonly userId: string;
  /** ISO 639, each once; absent where the user's earlier posts tell them. */
  readonly languages?: readonly string[];
  readonly limit: number;
  readonly ifNoneMatch?: string;
}

/** Checks a call for a feed. A feed tells what its user has written about, so nobody else reads it. */
export function parseGetFeed(call: HttpCall): Checked<FeedQuery> {
  const { path, query, headers } = call;
  const stranger = strangeParameter(call, ["userId", "languages", "limit"]);
  if (stranger !== undefined) return refuse(stranger);
  const subject = subjectOf(call);
  if (!subject.ok) return subject;
  const userId = query["userId"] ?? subject.value;
  if (userId !== subject.value) {
    const cure = "leave it out, or ask with a token of that user";
    const detail = `userId: "${userId}" is not whose token this is; ${cure}`;
    return refuse(problem("not-the-user", path, detail, { parameter: "userId", cure }));
  }
  const languages = query["languages"] === undefined ? undefined : languagesOf(path, query["languages"]);
  if (languages?.ok === false) return languages;
  const limit = wholeNumber(call, "limit", "20", MAX_FEED_POSTS);
  if (!limit.ok) return limit;
  const ifNoneMatch = headers["if-none-match"];
  return accept({
    userId,
    ...(languages !== undefined && { languages: languages.value }),
    limit: limit.value,
    ...(ifNoneMatch !== undefined && { ifNoneMatch }),
  });
}

function languagesOf(path: string, text: string): Checked<readonly string[]> {
  const languages = new Set<string>();
  for (const each of text.split(",")) {
    const language = parseLanguage(each)?.language;
    if (language === undefined) {
      const cure = "give language tags with commas between them, as in hi,ta-IN, or leave it out";
      return refuse(invalid(path, "languages", `"${each}" is no language`, cure));
    }
    languages.add(language);
  }
  if (languages.size <= MAX_FEED_LANGUAGES) return accept([...languages]);
  const cure = `give at most ${MAX_FEED_LANGUAGES}, those that are read most`;
  return refuse(invalid(path, "languages", `are ${languages.size}`, cure));
}

/** The instant that a feed is made for: the last whole minute, so that the same call within it gets the same answer. */
export function feedInstant(now: Instant): Instant {
  return `${now.slice(0, 16)}:00.000Z`;
}

/** A feed as its reader sees it: each post with its reason. `304` where the caller has it already. */
export function feedAnswer({ ifNoneMatch }: FeedQuery, reader: FeedReader, feed: readonly FeedCandidate[]): HttpAnswer {
  const { userId, languages, topics } = reader;
  const document = {
    userId,
    reader: topics.length === 0 ? "new" : "returning",
    languages,
    topics: topics.map(({ tags, weight }) => ({ tag: tags[0], weight: Math.round(weight * 1_000) / 1_000 })),
    posts: feed.map(shown),
  };
  return taggedAnswer(document, ifNoneMatch);
}

function shown({ postId, userId, createdAt, language, score, matches: [first] }: FeedCandidate): object {
  const { tag, source, because } = first;
  const post = { postId, userId, createdAt, ...(language !== undefined && { language }) };
  return { ...post, score, kind: because.kind, tag, source, reason: feedReason(first) };
}
