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

/** Hours that follow each other, both ends included. */
interface HourRange {
  readonly first: number;
  readonly last: number;
}

/**
 * What past weeks had of the tags that may trend now. Each tally is added and forgotten. Everyone's are read first: a week that has none
 * of them has none of any scope.
 */
export async function readBaselines(desk: TrendDesk, store: VoteStore): Promise<Baselines> {
  const wanted = desk.domain.trendCandidates(store, desk.asOf);
  const baselines = new desk.domain.Baselines(desk.asOf, wanted);
  if (wanted.size === 0) return baselines;
  const weeks: HourRange[] = [];
  await someAtOnce(pastWeeks(desk), READS_AT_ONCE, async (week) => {
    if ((await addTallies(desk, baselines, "global", week)) > 0) weeks.push(week);
  });
  const others = [...wanted.keys()].filter((scope) => scope !== "global");
  const ranges = others.flatMap((scope) => weeks.map((week) => ({ scope, week })));
  await someAtOnce(ranges, READS_AT_ONCE, ({ scope, week }) => addTallies(desk, baselines, scope, week));
  return baselines;
}

/** @returns how many tallies there were */
async function addTallies(
  { domain, dynamo, tables }: TrendDesk,
  baselines: Baselines,
  scope: TrendScope,
  { first, last }: HourRange,
): Promise<number> {
  const between = tallyKeys(domain, scope, first, last);
  let found = 0;
  for await (const item of queried<TallyItem>(dynamo, { table: tables.trends, partition: ["scope", scope], between })) {
    baselines.add(domain.tallyOf(item));
    found += 1;
  }
  return found;
}

/** The runs of hours that baselines have, a week each. */
function pastWeeks({ domain, asOf }: TrendDesk): HourRange[] {
  const weeks = Map.groupBy(domain.tallyHours(asOf), (hour) =>
    Math.floor((domain.hourOf(asOf) - hour) / domain.WEEK_HOURS),
  );
  return [...weeks.values()].map((hours) => ({ first: Math.min(...hours), last: Math.max(...hours) }));
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
