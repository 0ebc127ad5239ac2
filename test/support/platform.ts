import { join } from "node:path";
import type { FeedEntry } from "@huut/domain";
import { readFeed } from "../../cli/start/feed";
import { replay } from "../../cli/start/replay";
import { summarize } from "../../cli/start/summary";
import { sampleMedia, type MediaObject } from "../../samples/speeches";
import { graphsOf, type FaultPlan, type StackGraph } from "../../sandbox";
import manifest = require("../../samples/manifest.json");

export const project = join(__dirname, "..", "..");

const evaluated = new Map<string, Promise<StackGraph[]>>();

/** The real program's graph for a stack, evaluated once in a test run. */
export function graphOf(stack: string): Promise<StackGraph[]> {
  let graphs = evaluated.get(stack);
  if (!graphs) evaluated.set(stack, (graphs = graphsOf({ project, stacks: [stack] })));
  return graphs;
}

/** The three sample days. */
export function sampleFeed(): Promise<FeedEntry[]> {
  return readFeed(join(project, "samples", "posts.ndjson"));
}

/** Those of the samples' media that the posts of a part of their feed name. */
export function mediaIn(feed: readonly FeedEntry[]): MediaObject[] {
  return sampleMedia().filter(({ key }) => feed.some(({ body }) => body.includes(`"${key}"`)));
}

/**
 * A few hours with everything in them: all bad messages of the samples, posts with all their updates, removals, late
 * inserts and duplicates, squeezed together in their order, `gap` milliseconds apart.
 */
export async function busyHours(posts: number, gap = 60_000): Promise<FeedEntry[]> {
  const feed = await sampleFeed();
  const byPost = new Map<string, FeedEntry[]>();
  const bad: FeedEntry[] = [];
  const badLines = new Set(manifest.bad.map(({ line }) => line));
  for (const entry of feed) {
    if (badLines.has(entry.line)) {
      bad.push(entry);
      continue;
    }
    const { postId } = (JSON.parse(entry.body) as { post: { postId: string } }).post;
    const list = byPost.get(postId) ?? [];
    list.push(entry);
    byPost.set(postId, list);
  }
  const eventful = [...byPost.values()].sort((a, b) => interest(b) - interest(a)).slice(0, posts);
  const chosen = [...eventful.flat(), ...bad].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.line - b.line));
  const start = Date.parse("2026-11-02T03:00:00.000Z");
  return chosen.map((entry, i) => ({ ...entry, at: new Date(start + i * gap).toISOString() }));
}

/** Removals, late inserts and repeated messages make a post interesting; very long histories do not. */
function interest(entries: readonly FeedEntry[]): number {
  const removed = entries.some(({ body }) => body.includes('"REMOVE"')) ? 4 : 0;
  const late = (entries[0] as FeedEntry).body.includes('"INSERT"') ? 0 : 4;
  const repeated = new Set(entries.map(({ body }) => body)).size < entries.length ? 4 : 0;
  return removed + late + repeated - entries.length / 10;
}

/** What `--json` writes of a run until noon of the day after the feed. */
export async function summaryOf(feed: readonly FeedEntry[], seed: number, faults?: FaultPlan): Promise<string> {
  const run = await replay({ graphs: await graphOf("dev"), seed, feed, ...(faults && { faults }) });
  try {
    return JSON.stringify(summarize(run, seed), null, 2);
  } finally {
    run.sandbox.close();
  }
}
