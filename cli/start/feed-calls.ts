import { feedProfile, type PostOfText } from "@huut/domain";
import type { Sandbox } from "../../sandbox";
import { callApi, insightsApiOf } from "./api";
import { readTable } from "./evidence";

/** A feed as its user was answered, for people to look at. */
export interface ShownFeed {
  /** Path and query of the call. */
  readonly call: string;
  readonly userId: string;
  readonly status: number;
  readonly reader: "new" | "returning";
  /** What the user writes about. */
  readonly topics: readonly { readonly tag: string; readonly weight: number }[];
  readonly posts: readonly {
    readonly postId: string;
    readonly language: string;
    /** The beginning of what it says. */
    readonly text: string;
    readonly reason: string;
  }[];
}

/** Whom a feed is asked for. */
interface FeedUser {
  readonly userId: string;
  readonly query: string;
}

const POSTS_SHOWN = 5;
const TEXT_SHOWN = 40;

/** Calls the API for the feed of a new user, who reads the two commonest languages, and for that of the user who writes about most topics. */
export async function feedsToShow(sandbox: Sandbox, stack: string): Promise<readonly ShownFeed[]> {
  const posts = readTable(sandbox, String(sandbox.outputs(stack)["postsTable"])) as unknown as readonly PostOfText[];
  const standing = posts.filter(({ deleted }) => deleted !== true);
  const texts = new Map(standing.map(({ postId, text = "" }) => [postId, text] as const));
  const feeds: ShownFeed[] = [];
  for (const { userId, query } of [newUser(standing), returningUser(standing)]) {
    const call = `/v1/feed?${query}`;
    const answer = await callApi(sandbox, insightsApiOf(sandbox, stack), call, userId);
    const body = JSON.parse(Buffer.from(answer.body).toString("utf8")) as Partial<ShownFeed>;
    const { reader = "new", topics = [], posts: found = [] } = body;
    const shown = found.map(({ postId, language = "", reason }) => {
      return { postId, language, text: beginning(texts.get(postId) ?? ""), reason };
    });
    feeds.push({ call, userId, status: answer.statusCode, reader, topics, posts: shown });
  }
  return feeds;
}

function newUser(posts: readonly PostOfText[]): FeedUser {
  const languages = [...Map.groupBy(posts, ({ language = "" }) => language)].filter(([language]) => language !== "");
  languages.sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1));
  const common = languages.slice(0, 2).map(([language]) => language);
  const read = common.length === 0 ? "" : `languages=${common.join(",")}&`;
  return { userId: "u-new", query: `${read}limit=${POSTS_SHOWN}` };
}

function returningUser(posts: readonly PostOfText[]): FeedUser {
  const users = [...Map.groupBy(posts, ({ userId }) => userId)].map(([userId, own]) => {
    const last = own.map(({ createdAt }) => createdAt).reduce((a, b) => (a > b ? a : b));
    return { userId, topics: feedProfile(own, new Map(), last).topics.length, posts: own.length };
  });
  users.sort((a, b) => b.topics - a.topics || b.posts - a.posts || (a.userId < b.userId ? -1 : 1));
  return { userId: users[0]?.userId ?? "u-001", query: `limit=${POSTS_SHOWN}` };
}

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/** The first graphemes of a text, in one line. */
export function beginning(text: string): string {
  const all = Array.from(graphemes.segment(text.replaceAll(/\s+/gu, " ")), ({ segment }) => segment);
  return all.length > TEXT_SHOWN ? `${all.slice(0, TEXT_SHOWN).join("")}…` : all.join("");
}

/** Prints feeds, each post with its reason. */
export function printFeeds(feeds: readonly ShownFeed[], heading: (text: string) => void): void {
  for (const { call, userId, status, reader, topics, posts } of feeds) {
    heading(`GET ${call} of ${userId}, a ${reader} user, answered ${status}`);
    if (topics.length > 0) console.log(`  writes about ${topics.map(({ tag }) => tag).join(", ")}`);
    if (posts.length === 0) console.log("  no posts");
    for (const { postId, language, text, reason } of posts) {
      console.log(`  ${postId} ${language}: ${text}\n    ${reason}`);
    }
  }
}
