import {
  markerKey,
  parseQuery,
  rankPosts,
  RANK_PARAMETERS,
  SEARCH_SOURCES,
  termShard,
  weighTerms,
  withoutRemoved,
  type Posting,
  type PostMarker,
  type SearchDocument,
  type SearchSource,
} from "@huut/domain";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";

/** Run as plain JavaScript with the layer's modules, as on Lambda. */
export interface SearchArgs {
  readonly posts: number;
  readonly queries: number;
}

export interface Searched {
  /** CPU time of each query's part of the handler, milliseconds, sorted: from the parameters and DynamoDB's answers to the page's JSON. */
  readonly cpu: readonly number[];
  /** Postings that were read, on average and at most. */
  readonly postings: number;
  readonly mostPostings: number;
  /** Queries that found something, and those whose page has several languages. */
  readonly found: number;
  readonly mixed: number;
  readonly terms: number;
  /** CPU time of weighing the terms of a document, milliseconds. */
  readonly indexing: number;
}

const { posts, queries } = JSON.parse(process.argv[2] as string) as SearchArgs;
const NOW = "2026-11-20T10:00:00.000Z";
/** Syllables that words of six scripts are made of. */
const SYLLABLES = [
  "कखगचजटडतदनपबमरलसह",
  "কখগচজটডতদনপবমরলসহ",
  "கசடதநபமயரலவளறன",
  "కగచజటడతదనపబమరలసహ",
  "بپتجچدرزسشکگلمن",
  "bcdfghjklmnprstv",
];
const VOWELS = ["ािीुेो", "ািীুেো", "ாிீுெொ", "ాిీుెొ", "اویےا", "aeiou"];
const LANGUAGES = ["hi", "bn", "ta", "te", "ur", "en"];
const VOCABULARY = 30_000;

let state = 1;
/** Numbers of mulberry32. */
function random(): number {
  state = (state + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

/** The word of a rank, in a language's script: always the same one. */
function word(rank: number, language: number): string {
  const [consonants, vowels] = [SYLLABLES[language]!, VOWELS[language]!];
  let text = "";
  for (let rest = rank + 40; rest > 0; rest = Math.floor(rest / 50)) {
    text += consonants[rest % consonants.length]! + vowels[Math.floor(rest / 7) % vowels.length]!;
  }
  return text;
}
/** A rank by Zipf's law. */
const rank = () => Math.floor(VOCABULARY ** random()) - 1;

/** What the table holds of a posting, without its keys' repetition: a hundred thousand posts have over a million. */
interface Held {
  readonly post: number;
  readonly document: string;
  readonly source: SearchSource;
  readonly weight: number;
}
const index = new Map<string, Held[]>();
const madeAt = (post: number) =>
  new Date(Date.parse(NOW) - Math.floor(((posts - post) / posts) * 90 * 86_400_000)).toISOString();
const order = { version: 1, occurredAt: NOW, eventId: "e" };

const began = process.cpuUsage();
let documents = 0;
for (let post = 0; post < posts; post++) {
  const own = Math.floor(random() * LANGUAGES.length);
  const ranks = Array.from({ length: 6 + Math.floor(random() * 14) }, rank);
  // Every third post has a translation into English, of the same ranks.
  const inLanguages = post % 3 === 0 && own !== 5 ? [own, 5] : [own];
  for (const [i, language] of inLanguages.entries()) {
    const source = i === 0 ? SEARCH_SOURCES[0] : SEARCH_SOURCES[3];
    const document: SearchDocument = {
      postId: `p-${post}`,
      createdAt: madeAt(post),
      source,
      language: LANGUAGES[language]!,
      order,
      text: ranks.map((each) => word(each, language)).join(" "),
      tags: i === 0 ? [`#${word(ranks[0]!, language)}`] : [],
    };
    documents += 1;
    for (const { term, weight } of weighTerms(document)) {
      let held = index.get(term);
      if (held === undefined) index.set(term, (held = []));
      held.push({ post, document: `doc:${i === 0 ? "text" : "captions"}#${LANGUAGES[language]!}`, source, weight });
    }
  }
}
const spent = process.cpuUsage(began);

/** What a query of the term's partitions gives: the newest, as DynamoDB writes them. */
function answer(term: string, most: number) {
  const held = (index.get(term) ?? []).slice(-most).reverse();
  return held.map(({ post, document, source, weight }) => {
    const [postId, createdAt] = [`p-${post}`, madeAt(post)];
    return marshall({
      termShard: termShard(term, postId, createdAt),
      postId,
      createdAt,
      [document]: { weight, source, version: 1 },
    });
  });
}

/** A query of one to four words in a language; half of them English, which finds others through translations. */
function ask(): string {
  const language = random() < 0.5 ? 5 : Math.floor(random() * 5);
  return Array.from({ length: 1 + Math.floor(random() * 4) }, () => word(rank(), language)).join(" ");
}

const cpu: number[] = [];
let [read, mostRead, found, mixed] = [0, 0, 0, 0];
for (let i = 0; i < queries; i++) {
  const q = ask();
  const parsed = parseQuery(q);
  if (!parsed.ok) throw new Error(parsed.reason);
  const { terms } = parsed.query;
  const answers = terms.map((term) => answer(term, Math.floor(RANK_PARAMETERS.postings / terms.length)));
  const size = answers.reduce((sum, each) => sum + each.length, 0);
  read += size;
  mostRead = Math.max(mostRead, size);
  const ids = new Set(answers.flat().map(({ postId }) => postId?.S ?? ""));
  const markers = Array.from(ids, (id) => marshall({ ...markerKey(id), removed: false, ...order }));

  const before = process.cpuUsage();
  const query = parseQuery(q);
  if (!query.ok) throw new Error(query.reason);
  const postings = new Map(
    query.query.terms.map((term, at) => [term, answers[at]!.map((item) => unmarshall(item) as Posting)]),
  );
  const hits = rankPosts(query.query, postings, { now: NOW, posts });
  const wanted = markers.slice(0, RANK_PARAMETERS.candidates).map((item) => unmarshall(item) as PostMarker);
  const body = JSON.stringify({ posts: withoutRemoved(hits, wanted).slice(0, 20) });
  const { user, system } = process.cpuUsage(before);
  // The first ones are the process's warming up, as a function's first call is.
  if (i >= 20) cpu.push((user + system) / 1_000);
  if (hits.length > 0 && body.length > 0) found += 1;
  if (new Set(hits.slice(0, 20).flatMap((hit) => hit.terms.map(({ language }) => language))).size > 0) {
    mixed += hits.slice(0, 20).some(({ terms: [first] }) => first?.source === "captions-translation") ? 1 : 0;
  }
}
const searched: Searched = {
  cpu: cpu.sort((a, b) => a - b),
  postings: read / queries,
  mostPostings: mostRead,
  found,
  mixed,
  terms: index.size,
  indexing: (spent.user + spent.system) / 1_000 / documents,
};
process.send?.(searched, () => process.disconnect());
