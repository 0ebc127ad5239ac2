import { isStopWord, termsOf, type CaptionItem, type PostOfText, type Trend, type TrendItem } from "@huut/domain";
import type { Sandbox } from "../../sandbox";
import { callApi, insightsApiOf } from "./api";
import { readTable } from "./evidence";
import { beginning } from "./feed-calls";

/** What people talk about: for people to look at. Trends are those of the table, for the API tells those of now only. */
export interface ShownTopics {
  readonly trends: readonly ShownTrends[];
  readonly tags: readonly ShownTags[];
  readonly search: ShownSearch | undefined;
}

/** The newest list of the day's trends that is not empty; without `asOf` there was none. */
interface ShownTrends {
  readonly scope: string;
  readonly asOf?: string;
  readonly trends: readonly Trend[];
}

/** A post's own tags, and those suggested beside them. */
interface ShownTags {
  readonly postId: string;
  readonly text: string;
  readonly manual: readonly string[];
  readonly automated: readonly { readonly tag: string; readonly why: string }[];
}

interface ShownSearch {
  /** Path and query of the call. */
  readonly call: string;
  /** Posts that were found, by the language that they are in. */
  readonly languages: Readonly<Record<string, number>>;
  /** The best post of each language, the best first. */
  readonly posts: readonly { readonly postId: string; readonly language: string; readonly text: string }[];
}

/** The part used of a tag, as the API tells it. */
interface AnsweredTag {
  readonly tag: string;
  readonly why: { readonly sentence: string };
}

const LANGUAGES_SHOWN = 3;
const TRENDS_SHOWN = 5;
const POSTS_SHOWN = 5;
/** As many as a search answers. */
const HITS_ASKED = 50;
/** Letters of a word that is searched: shorter ones say little. */
const WORD_LETTERS = 6;

/** Looks up trends of everyone and of three languages, and asks the API for tags of five posts, and for posts with an English word. */
export async function topicsToShow(sandbox: Sandbox, stack: string): Promise<ShownTopics> {
  const table = (output: string) => readTable(sandbox, String(sandbox.outputs(stack)[output]));
  const get = async <Answer>(call: string): Promise<Partial<Answer>> => {
    const { body } = await callApi(sandbox, insightsApiOf(sandbox, stack), call);
    return JSON.parse(Buffer.from(body).toString("utf8")) as Partial<Answer>;
  };
  const posts = (table("postsTable") as unknown as readonly PostOfText[]).filter(({ deleted }) => deleted !== true);
  const byId = new Map(posts.map((post) => [post.postId, post] as const));

  const trends = trendsOf(posts, table("trendsTable") as unknown as readonly TrendItem[]);
  const tags: ShownTags[] = [];
  for (const { postId, text = "" } of tagged(posts, table("hashtagsTable"))) {
    const call = `/v1/posts/${encodeURIComponent(postId)}/hashtags`;
    const { manual = [], automated = [] } = await get<{ manual: AnsweredTag[]; automated: AnsweredTag[] }>(call);
    const suggested = automated.map(({ tag, why }) => ({ tag, why: why.sentence }));
    tags.push({ postId, text: beginning(text), manual: manual.map(({ tag }) => tag), automated: suggested });
  }

  const word = commonWord(table("captionsTable") as unknown as readonly CaptionItem[]);
  if (word === undefined) return { trends, tags, search: undefined };
  const call = `/v1/search?q=${encodeURIComponent(word)}&limit=${HITS_ASKED}`;
  const { posts: hits = [] } = await get<{ posts: readonly { postId: string }[] }>(call);
  const found = Map.groupBy(hits, ({ postId }) => byId.get(postId)?.language ?? "und");
  const best = [...found].flatMap(([language, [first]]) =>
    first ? [{ postId: first.postId, language, text: beginning(byId.get(first.postId)?.text ?? "") }] : [],
  );
  const languages = Object.fromEntries([...found].map(([language, own]) => [language, own.length]));
  return { trends, tags, search: { call, languages, posts: best } };
}

/** Trends of everyone, and of the three languages in which most trends were seen; of those with as many, the one with more posts. */
function trendsOf(posts: readonly PostOfText[], items: readonly TrendItem[]): ShownTrends[] {
  const lists = Map.groupBy(
    items.filter(({ windowStart, trends }) => windowStart.startsWith("day#") && trends.length > 0),
    ({ scope }) => scope as string,
  );
  const languages = [...Map.groupBy(posts, ({ language = "" }) => language)].filter(([language]) => language !== "");
  const ranked = languages
    .map(([language, own]) => ({ scope: `lang#${language}`, posts: own.length }))
    .map((each) => ({ ...each, lists: lists.get(each.scope)?.length ?? 0 }))
    .sort((a, b) => b.lists - a.lists || b.posts - a.posts || (a.scope < b.scope ? -1 : 1));
  return ["global", ...ranked.slice(0, LANGUAGES_SHOWN).map(({ scope }) => scope)].map((scope) => {
    const newest = lists.get(scope)?.toSorted((a, b) => (a.asOf > b.asOf ? -1 : 1))[0];
    return newest === undefined
      ? { scope, trends: [] }
      : { scope, asOf: newest.asOf, trends: newest.trends.slice(0, TRENDS_SHOWN) };
  });
}

/** Posts that have tags of both kinds, of as many languages, the first of each. */
function tagged(posts: readonly PostOfText[], items: readonly Readonly<Record<string, unknown>>[]): PostOfText[] {
  const having = (source: string) =>
    new Set(
      items
        .filter(({ sourceTag, tags }) => sourceTag === source && (tags as readonly string[] | undefined)?.length)
        .map(({ postId }) => postId),
    );
  const [manual, automated] = [having("manual"), having("automated")];
  const both = posts
    .filter(({ postId, language }) => language !== undefined && manual.has(postId) && automated.has(postId))
    .sort((a, b) => (a.postId < b.postId ? -1 : 1));
  const firsts = [...Map.groupBy(both, ({ language }) => language).values()].flatMap(([first]) => first ?? []);
  return firsts.slice(0, POSTS_SHOWN);
}

/** The English word that stands in translated captions of most posts, none of which was spoken in English. */
function commonWord(captions: readonly CaptionItem[]): string | undefined {
  const posts = new Map<string, number>();
  for (const { language, state, source, text = "" } of captions) {
    if (language !== "en" || state !== "ready" || source !== "translated") continue;
    for (const word of new Set(termsOf(text, "en"))) {
      if (word.length >= WORD_LETTERS && !isStopWord(word, "en")) posts.set(word, (posts.get(word) ?? 0) + 1);
    }
  }
  return [...posts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0];
}

/** Prints trends with their reasons, tags beside suggestions, and what a search has found. */
export function printTopics({ trends, tags, search }: ShownTopics, heading: (text: string) => void): void {
  for (const { scope, asOf, trends: list } of trends) {
    heading(
      `Trends of the day, ${scope}${asOf === undefined ? "" : `, the newest list that is not empty: ${asOf.slice(0, 16)} UTC`}`,
    );
    if (list.length === 0) console.log("  none");
    for (const { tag, why } of list) console.log(`  ${tag}: ${why}`);
  }
  heading("Tags of authors, and suggestions beside them");
  if (tags.length === 0) console.log("  none yet");
  for (const { postId, text, manual, automated } of tags) {
    console.log(`  ${postId}: ${text}\n    ${manual.join(" ")}`);
    for (const { tag, why } of automated) console.log(`    + ${tag}: ${why}`);
  }
  if (search === undefined) return;
  const counts = Object.entries(search.languages).map(([language, count]) => `${count} in ${language}`);
  heading(`GET ${search.call} found ${counts.join(", ") || "nothing"}`);
  for (const { postId, language, text } of search.posts) console.log(`  ${postId} ${language}: ${text}`);
}
