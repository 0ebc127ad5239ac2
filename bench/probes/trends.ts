import {
  Baselines,
  computeTrends,
  hourOf,
  tallyHour,
  tallyHours,
  trendCandidates,
  voteHours,
  voteOf,
  voteShards,
  VoteStore,
  type VoteItem,
} from "@huut/domain";

/** Run as plain JavaScript with the layer's modules, as on Lambda. */
export interface TrendsArgs {
  readonly events: number;
  readonly authors: number;
  readonly tags: number;
}

export interface Scored {
  /** From an item of the table to the ranked lists, milliseconds; pages are made in between and not counted. */
  readonly cpu: number;
  readonly wall: number;
  /** Parts of `cpu`: reading votes, finding candidates and adding tallies, scoring. */
  readonly parts: readonly [number, number, number];
  readonly votes: number;
  readonly scopes: number;
  readonly candidates: number;
  readonly tallies: number;
  readonly trends: number;
  /** Highest resident set of the process, bytes. */
  readonly maxRss: number;
}

const { events, authors, tags } = JSON.parse(process.argv[2] as string) as TrendsArgs;
const NOW = "2026-11-09T13:30:00.000Z";
/** New tags of the last three hours. */
const SURGES = 50;
const LANGUAGES = ["hi", "bn", "ta", "te", "mr", "gu", "kn", "ml", "pa", "or", "ur", "en"];

let state = 1;
/** Numbers of mulberry32. */
function random(): number {
  state = (state + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

/** A tag by Zipf's law; each is mostly of one language. */
const rank = () => Math.floor(tags ** random()) - 1;

const { from, to } = voteHours(NOW);
const shards = voteShards(0).length;

/** A partition of the table as a query gives it: an hour's votes of some authors, sorted by tag. Events are spread evenly over hours. */
function partition(hour: number, shard: number, size: number): VoteItem[] {
  const hourShard = voteShards(hour)[shard]!;
  const items = Array.from({ length: size }, (_, i) => {
    const surge = to - hour < 3 && random() < 0.3;
    const tag = surge ? tags + (i % SURGES) : rank();
    const createdAt = new Date(hour * 3_600_000 + Math.floor(random() * 3_600_000)).toISOString();
    const language = LANGUAGES[random() < 0.8 ? tag % LANGUAGES.length : Math.floor(random() * LANGUAGES.length)];
    const print = [random(), random()]
      .map((half) =>
        Math.floor(half * 2 ** 32)
          .toString(16)
          .padStart(8, "0"),
      )
      .join("");
    const live = random() > 0.03;
    const author = Math.floor((random() * authors) / shards) * shards + shard;
    return {
      hourShard,
      tagAuthor: `#टैग${tag}#u-${author}`,
      expiresAt: 0,
      [`post:p-${hour}-${i}`]: { createdAt, version: 1, live, language, ...(live && { print }) },
    };
  });
  return items.sort((a, b) => (a.tagAuthor < b.tagAuthor ? -1 : 1));
}

const took = [0, 0, 0] as [number, number, number];
let wall = 0;
function timed<T>(part: 0 | 1 | 2, run: () => T): T {
  const [before, clock] = [process.cpuUsage(), performance.now()];
  const value = run();
  const { user, system } = process.cpuUsage(before);
  took[part] += (user + system) / 1_000;
  wall += performance.now() - clock;
  return value;
}

const store = new VoteStore();
let votes = 0;
const size = Math.ceil(events / ((to - from + 1) * shards));
for (let part = 0; part < (to - from + 1) * shards; part++) {
  const page = partition(from + Math.floor(part / shards), part % shards, size);
  timed(0, () => {
    for (const each of page) {
      const vote = voteOf(each);
      if (vote === undefined) continue;
      store.add(vote);
      votes += 1;
    }
  });
}
const candidates = timed(1, () => trendCandidates(store, NOW));
const baselines = new Baselines(NOW, candidates);
let tallies = 0;
// The weeks before were like this one without its surges, so most tags are as usual.
for (const { scope, tags: counts } of tallyHour(store, hourOf(NOW) - 12)) {
  for (const hour of tallyHours(NOW)) {
    timed(1, () => baselines.add({ scope, hour, tags: counts }));
    tallies += 1;
  }
}
const lists = timed(2, () => computeTrends(store, baselines, { asOf: NOW }));
const scored: Scored = {
  cpu: took[0] + took[1] + took[2],
  wall,
  parts: took,
  votes,
  scopes: candidates.size,
  candidates: [...candidates.values()].reduce((sum, { size }) => sum + size, 0),
  tallies,
  trends: lists.reduce((sum, list) => sum + list.trends.length, 0),
  maxRss: process.resourceUsage().maxRSS * 1_024,
};
process.send?.(scored, () => process.disconnect());
