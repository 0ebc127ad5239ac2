import type * as HuutDomain from "@huut/domain";
import type { Baselines, DecidedTag, Decisions, TallyItem, TrendScope, VoteItem, VoteStore } from "@huut/domain";
import type { Dynamo } from "../shared/dynamo";
import { queried, queryAll } from "../shared/query";
import { someAtOnce } from "../shared/some-at-once";

/** What decisions are read from. */
export interface ReviewDesk {
  readonly domain: typeof HuutDomain;
  readonly dynamo: Dynamo;
  readonly tables: { readonly trends: string };
  /** The instant that they are to be in force at. */
  readonly asOf: string;
}

/** What a computation of trends reads from, and the instant that it is for. */
export interface TrendDesk extends ReviewDesk {
  readonly tables: { readonly "tag-activity": string; readonly trends: string };
}

/** Partitions that are read at a time. */
const READS_AT_ONCE = 16;

/**
 * Votes that are read, at the most: a million take 300 MB (`npm run bench`), and a function that runs out of memory says
 * nothing of why.
 */
const MOST_VOTES = 3_000_000;

/** Every vote of the hours that trends at an instant follow from, that was cast by then. */
export async function readVotes({ domain, dynamo, tables, asOf }: TrendDesk): Promise<VoteStore> {
  const store = new domain.VoteStore();
  const { from, to } = domain.voteHours(asOf);
  const hours = Array.from({ length: to - from + 1 }, (_, back) => to - back);
  const until = Date.parse(asOf);
  await someAtOnce(hours.flatMap(domain.voteShards), READS_AT_ONCE, async (shard) => {
    const query = { table: tables["tag-activity"], partition: ["hourShard", shard] } as const;
    for await (const item of queried<VoteItem>(dynamo, query)) {
      const vote = domain.voteOf(item);
      if (vote === undefined || Date.parse(domain.startOfHour(vote.hour)) + vote.second * 1_000 > until) continue;
      if (store.length === MOST_VOTES) {
        throw new Error(`There are over ${MOST_VOTES} votes in ${hours.length} hours: raise MOST_VOTES and the memory`);
      }
      store.add(vote);
    }
  });
  return store;
}

/** What past weeks had of the tags that may trend now. Each tally is added and forgotten. */
export async function readBaselines(desk: TrendDesk, store: VoteStore): Promise<Baselines> {
  const { domain, dynamo, tables, asOf } = desk;
  const wanted = domain.trendCandidates(store, asOf);
  const baselines = new domain.Baselines(asOf, wanted);
  const ranges = [...wanted.keys()].flatMap((scope) => tallyRanges(desk, scope));
  await someAtOnce(ranges, READS_AT_ONCE, async ({ scope, first, last }) => {
    const between = tallyKeys(domain, scope, first, last);
    const query = { table: tables.trends, partition: ["scope", scope], between } as const;
    for await (const item of queried<TallyItem>(dynamo, query)) baselines.add(domain.tallyOf(item));
  });
  return baselines;
}

/** The runs of hours that baselines have, a week each. */
function tallyRanges({ domain, asOf }: TrendDesk, scope: TrendScope) {
  const weeks = Map.groupBy(domain.tallyHours(asOf), (hour) =>
    Math.floor((domain.hourOf(asOf) - hour) / domain.WEEK_HOURS),
  );
  return [...weeks.values()].map((hours) => ({ scope, first: Math.min(...hours), last: Math.max(...hours) }));
}

function tallyKeys(domain: typeof HuutDomain, scope: TrendScope, first: number, last: number) {
  const key = (hour: number) => domain.tallyKey(scope, hour).windowStart;
  return ["windowStart", key(first), key(last)] as const;
}

/** The hours between two, both included, that there are no tallies of yet. Everyone's tally is written last, so it speaks for all. */
export async function untallied(desk: TrendDesk, first: number, last: number): Promise<number[]> {
  const { domain, dynamo, tables } = desk;
  const found = await queryAll<TallyItem>(dynamo, {
    table: tables.trends,
    partition: ["scope", "global"],
    between: tallyKeys(domain, "global", first, last),
    fields: ["windowStart"],
  });
  const known = new Set(found.map(({ windowStart }) => windowStart));
  const hours = Array.from({ length: Math.max(0, last - first + 1) }, (_, place) => first + place);
  return hours.filter((hour) => !known.has(domain.tallyKey("global", hour).windowStart));
}

/** What moderators have decided about tags. */
export async function readDecisions({ domain, dynamo, tables, asOf }: ReviewDesk): Promise<Decisions> {
  const items = await queryAll<DecidedTag>(dynamo, {
    table: tables.trends,
    partition: ["scope", "holds"],
    fields: ["windowStart", "decision", "until"],
  });
  return new domain.Decisions(items, asOf);
}
