import type { ConditionalWrite, Tally, VoteStore } from "@huut/domain";
import { loadDynamo, write } from "../shared/dynamo";
import { environment } from "../shared/environment";
import { lazily } from "../shared/lazily";
import { someAtOnce } from "../shared/some-at-once";
import { loadTools } from "../shared/tools";
import { readBaselines, readDecisions, readVotes, untallied, type TrendDesk } from "./read-votes";

/** Items that are written at a time. */
const WRITES_AT_ONCE = 8;

/** Hours that one run tallies: after an outage the next runs make up for the rest, the oldest first. */
const TALLIED_A_RUN = 6;

/** The part of an hour after which the one before is tallied again: its late votes are there, and few runs of an hour do it. */
const LATE_VOTES_AFTER = 0.75;

/** What EventBridge Scheduler sends: when the run was due. Without it, an operator has called, and now is meant. */
export interface ComputeTrendsEvent {
  readonly at?: string;
}

/** What a run did. */
export interface TrendsReport {
  readonly asOf: string;
  readonly votes: number;
  readonly lists: number;
  readonly trends: number;
  readonly review: number;
  /** Hours of which tallies were written. */
  readonly tallied: readonly string[];
}

async function writeAll({ dynamo, tables }: TrendDesk, writes: readonly ConditionalWrite<"trends">[]): Promise<void> {
  // Refused: a later computation was there before.
  await someAtOnce(writes, WRITES_AT_ONCE, (each) => write(dynamo, each, tables));
}

/**
 * Tallies finished hours: those that have none, and at the end of an hour the one before again, for votes that came late.
 * A tally has the votes of 24 hours, and those of the first hours that were read reach back no further.
 */
async function tally(desk: TrendDesk, store: VoteStore): Promise<string[]> {
  const { domain, asOf } = desk;
  const { from, to } = domain.voteHours(asOf);
  const [first, last] = [from + domain.WINDOW_HOURS.day - 1, to - 1];
  const missing = await untallied(desk, first, last);
  const newest = missing.includes(last) || domain.elapsedPart(to, asOf) >= LATE_VOTES_AFTER ? [last] : [];
  const hours = [...new Set([...missing.slice(0, TALLIED_A_RUN), ...newest])];
  for (const hour of hours) {
    const tallies = domain.tallyHour(store, hour);
    const [own, everyones] = [tallies.filter(({ scope }) => scope !== "global"), globalOf(tallies, hour)];
    await writeAll(
      desk,
      own.map((each) => domain.tallyWrite(each, asOf)),
    );
    await writeAll(desk, [domain.tallyWrite(everyones, asOf)]);
  }
  return hours.map(domain.hourText);
}

/** An hour without any vote has a tally, too: it is known that there was nothing. */
function globalOf(tallies: readonly Tally[], hour: number): Tally {
  return tallies.find(({ scope }) => scope === "global") ?? { scope: "global", hour, tags: {} };
}

/** Makes the handler that a schedule invokes: the trends of every scope and window, and the tallies that later ones are held against. */
export function makeComputeTrends() {
  const clients = lazily(loadDynamo);
  const tools = lazily(loadTools);

  return async (event: ComputeTrendsEvent): Promise<TrendsReport> => {
    const env = environment("TAG_ACTIVITY_TABLE", "TRENDS_TABLE");
    const domain = await import("@huut/domain");
    const { logger, metrics } = await tools();
    const asOf = domain.parseInstant(event.at ?? new Date().toISOString());
    if (asOf === undefined)
      throw new Error(`at: "${event.at}" is no instant; give one such as 2026-11-02T05:31:07.120Z`);
    const tables = { "tag-activity": env.TAG_ACTIVITY_TABLE, trends: env.TRENDS_TABLE };
    const desk: TrendDesk = { domain, dynamo: await clients(), tables, asOf };
    const [store, decisions] = await Promise.all([readVotes(desk), readDecisions(desk)]);
    const lists = domain.computeTrends(store, await readBaselines(desk, store), { asOf, decisions });
    await writeAll(desk, [...lists.map(domain.trendWrite), domain.heldWrite(lists, asOf)]);
    const tallied = await tally(desk, store);
    const sum = (of: "trends" | "review") => lists.reduce((all, list) => all + list[of].length, 0);
    const report = { asOf, votes: store.length, lists: lists.length, trends: sum("trends"), review: sum("review") };
    metrics.addMetric("VotesRead", "Count", report.votes);
    metrics.addMetric("TrendsComputed", "Count", report.lists);
    metrics.addMetric("TrendsForReview", "Count", report.review);
    metrics.publishStoredMetrics();
    logger.info("Computed trends", { ...report, tallied });
    return { ...report, tallied };
  };
}
