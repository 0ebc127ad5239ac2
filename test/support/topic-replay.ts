import type { FeedEntry } from "@huut/domain";
import { replay } from "../../cli/start/replay";
import type { MediaObject } from "../../samples/speeches";
import type { FaultPlan, Sandbox, StackGraph } from "../../sandbox";
import { parseArn } from "../../sandbox/kernel/arn";
import { topicLines, type TopicLines } from "./topic-checksums";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Between runs of `compute-trends`. */
const EVERY = 15 * MINUTE;
/** How long a step of a rebuild takes to get through every queue: the longest part is the five seconds in which texts are gathered. */
const REST = 20_000;
/** Days after the feed that a rebuild begins: more than the 71 hours that the schedule's own runs look back, less than the week that votes live. */
const DAYS_LATER = 6;

/** What is done before everything is let come to rest: events are published, or trends are computed as of an instant. */
export type RebuildStep = readonly FeedEntry[] | { readonly computeAt: number };

/** How much of a feed is under way at a time. */
export type Pace =
  /** One event after another. */
  | "one by one"
  /** All up to a run of trends, an edit or removal, or another event of the same post. */
  | "in slices";

/** A world of its own, and what happens in it. */
export interface WorldOptions {
  readonly seed: number;
  readonly faults?: FaultPlan;
  /** What lies in the application's bucket beforehand; without it, posts with speech have none. */
  readonly media?: readonly MediaObject[];
}

/** The first instant after the feed's last whole hour has ended: lists until then are compared. */
export function endOf(feed: readonly FeedEntry[]): number {
  return Math.ceil((Date.parse((feed.at(-1) as FeedEntry).at) + 1) / HOUR) * HOUR;
}

/** The feed at its own times, and what the tables say of it. */
export async function live(
  graphs: readonly StackGraph[],
  feed: readonly FeedEntry[],
  options: WorldOptions,
): Promise<{ readonly lines: TopicLines; readonly struck: readonly number[] }> {
  // The last messages come to rest, and no later run replaces a list.
  const until = endOf(feed) + EVERY - 5 * MINUTE;
  const run = await replay({ graphs, feed, until, ...options });
  const struck = run.sandbox.world.faults.counts().map((fault) => fault.struck);
  return { lines: close(run.sandbox, run.stack, feed), struck };
}

/** The steps that rebuild the tables (docs/decisions.md, 74): a feed in the order of its arrival, with the schedule's runs where they were. */
export function rebuildSteps(feed: readonly FeedEntry[], pace: Pace): readonly RebuildStep[] {
  const from = midnightOf(feed);
  const steps: RebuildStep[] = [{ computeAt: from }];
  let run = from + EVERY;
  let slice: FeedEntry[] = [];
  const said = new Map<string, string>();
  const underWay = new Set<string>();
  const rest = () => {
    if (slice.length > 0) steps.push(slice);
    slice = [];
    underWay.clear();
  };
  for (const entry of feed) {
    for (; Date.parse(entry.at) >= run; run += EVERY) {
      rest();
      steps.push({ computeAt: run });
    }
    const { postId, says } = contentOf(entry);
    const isEdit = (said.get(postId) ?? says) !== says;
    if (pace === "one by one" || isEdit || underWay.has(postId)) rest();
    slice.push(entry);
    underWay.add(postId);
    said.set(postId, says);
    if (isEdit) rest();
  }
  rest();
  for (; run <= endOf(feed); run += EVERY) steps.push({ computeAt: run });
  return steps;
}

/** What tags follow from: not likes. A message that cannot be read is a post of its own. */
function contentOf({ body }: FeedEntry): { readonly postId: string; readonly says: string } {
  try {
    const { eventName, post } = JSON.parse(body) as { eventName: string; post: Record<string, unknown> };
    const { postId, text, tags, language, audioFile, videoFile } = post;
    return {
      postId: String(postId),
      says: JSON.stringify([eventName === "REMOVE", text, tags, language, audioFile, videoFile]),
    };
  } catch {
    return { postId: body, says: "" };
  }
}

/** The tables of an empty stack, days later, after these steps. */
export async function rebuilt(
  graphs: readonly StackGraph[],
  feed: readonly FeedEntry[],
  steps: readonly RebuildStep[],
  options: WorldOptions,
): Promise<TopicLines> {
  const start = midnightOf(feed) + DAYS_LATER * DAY + MINUTE;
  const time = (step: number) => start + step * REST;
  const instant = (step: number) => new Date(time(step)).toISOString();
  const later = steps.flatMap((step, place) =>
    "computeAt" in step ? [] : step.map((entry) => ({ ...entry, at: instant(place) })),
  );
  const onDeployed = (sandbox: Sandbox) => {
    for (const [place, step] of steps.entries()) {
      if ("computeAt" in step) sandbox.world.at(time(place), () => compute(sandbox, step.computeAt));
    }
  };
  const run = await replay({ graphs, feed: later, until: time(steps.length) + 5 * MINUTE, onDeployed, ...options });
  return close(run.sandbox, run.stack, feed);
}

/** As an operator does it. */
async function compute(sandbox: Sandbox, at: number): Promise<void> {
  const [stack = ""] = sandbox.stacks.keys();
  const outputs = sandbox.outputs(stack);
  const { account, region } = parseArn(String(outputs["topicArn"]));
  const caller = { principal: { kind: "root", account }, place: { account, region } } as const;
  const Payload = Buffer.from(JSON.stringify({ at: new Date(at).toISOString() }));
  const input = { FunctionName: String(outputs["computeTrendsFunction"]), InvocationType: "Event", Payload };
  await sandbox.cloud.call({ ...caller, service: "lambda", operation: "Invoke", input });
}

function close(sandbox: Sandbox, stack: string, feed: readonly FeedEntry[]): TopicLines {
  try {
    return topicLines(sandbox, stack, new Date(endOf(feed)).toISOString());
  } finally {
    sandbox.close();
  }
}

function midnightOf(feed: readonly FeedEntry[]): number {
  return Math.floor(Date.parse((feed[0] as FeedEntry).at) / DAY) * DAY;
}
