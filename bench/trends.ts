import type { Figure } from "./figures";
import { inLayer } from "./in-layer";
import type { Scored, TrendsArgs } from "./probes/trends";

/** What the platform promises of trends. */
export const trendLimits = { events: 1_000_000, time: 5_000, memory: 300_000_000 } as const;

/**
 * What a function of 512 MB would be given, for the heap to be collected before it is larger: the arrays lie beside it. Without a bound
 * Node lets garbage of the items that are read grow to twice this.
 */
const HEAP = ["--max-old-space-size=128", "--max-semi-space-size=8"];

/** Others on the machine take caches away, which only adds: the least of several is the one that they disturbed least. */
const RUNS = 3;

/** A million votes of three days, from the table's items to the ranked lists of every scope and window. */
export async function trends(): Promise<Figure[]> {
  const args: TrendsArgs = { events: trendLimits.events, authors: 200_000, tags: 100_000 };
  const scored = await inLayer(async (probe) => {
    const runs: Scored[] = [];
    for (let i = 0; i < RUNS; i++) runs.push(await probe<TrendsArgs, Scored>("trends", args, HEAP));
    return runs.sort((a, b) => a.cpu - b.cpu)[0] as Scored;
  });
  const { cpu, wall, parts, votes, scopes, candidates, tallies, maxRss } = scored;
  if (votes < trendLimits.events) throw new Error(`${votes} votes were read, fewer than ${trendLimits.events}.`);
  if (scored.trends === 0) throw new Error("No tag trends: there is nothing scored about it.");
  const seconds = parts.map((each) => (each / 1_000).toFixed(1));
  return [
    {
      group: "trends",
      name: "a million tag events scored",
      value: cpu,
      unit: "ms",
      limit: { most: trendLimits.time },
      note:
        `CPU time, the first run of its process, the least of ${RUNS}; ${(wall / 1_000).toFixed(1)} s wall. Reading votes ${seconds[0]} s, candidates and ` +
        `${tallies} tallies ${seconds[1]} s, scoring ${scopes} scopes with ${candidates} candidates ${seconds[2]} s; ` +
        `${scored.trends} trends`,
    },
    {
      group: "trends",
      name: "peak memory of it",
      value: maxRss,
      unit: "bytes",
      limit: { most: trendLimits.memory },
      note: "highest resident set of the whole process, Node, the layer's code and the making of the votes included; heap bounded to 128 MB, arrays beside it",
    },
  ];
}
