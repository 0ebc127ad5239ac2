import type { Figure } from "./figures";
import { inLayer } from "./in-layer";
import type { SearchArgs, Searched } from "./probes/search";

/** What the platform promises of search. */
export const searchLimits = { posts: 100_000, time: 50 } as const;

const QUERIES = 300;

/** Searches over a hundred thousand posts: what a handler does beside waiting for the table. */
export async function search(): Promise<Figure[]> {
  const args: SearchArgs = { posts: searchLimits.posts, queries: QUERIES };
  const searched = await inLayer((probe) => probe<SearchArgs, Searched>("search", args));
  const { cpu, postings, mostPostings, found, mixed, terms, indexing } = searched;
  if (found < QUERIES / 2)
    throw new Error(`Only ${found} of ${QUERIES} queries found anything: the index is not what is searched.`);
  const at = (part: number) => cpu[Math.min(cpu.length - 1, Math.floor(cpu.length * part))] ?? NaN;
  return [
    {
      group: "search",
      name: `search over ${searchLimits.posts} posts, slowest but one in a hundred`,
      value: at(0.99),
      unit: "ms",
      limit: { most: searchLimits.time },
      note:
        `CPU time of parsing, unmarshalling, ranking and writing the page, ${cpu.length} queries of one to four words; median ` +
        `${at(0.5).toFixed(1)} ms. ${postings.toFixed(0)} postings a query, ${mostPostings} at most, of ${terms} terms; ` +
        `${found} found something, ${mixed} a post through its translation`,
    },
    {
      group: "search",
      name: "terms of a document weighed",
      value: indexing,
      unit: "ms/event",
      note: "CPU time, 6 to 19 words; without a limit",
    },
  ];
}
