import { isFeedError, parseFeedLine, type FeedEntry } from "@huut/domain";
import { generateSamples } from "../samples/generate";

const day = 86_400_000;
/** What one run of the samples' generator spans. */
const sampleDays = 3;

/** How a feed is made larger than the samples. */
export interface FeedSize {
  /** Messages, exactly. */
  readonly events: number;
  /** Days that they spread over, in steps of three. More events in the same days are more people who post. */
  readonly days: number;
}

/**
 * A feed like the samples, of any size: runs of the samples' generator with other seeds and other people, laid over
 * and after each other. Posts come whole (with their updates, repetitions and late inserts) but for the last one.
 */
export function feedOf({ events, days }: FeedSize): FeedEntry[] {
  const spans = Math.ceil(days / sampleDays);
  const share = Math.ceil(events / spans);
  const entries = Array.from({ length: spans }, (_, span) =>
    spanOf(span, Math.min(share, events - span * share)),
  ).flat();
  entries.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return entries.map((entry, i) => ({ ...entry, line: i + 1 }));
}

/** The messages of three days: as many posts, from as many crowds, as make up the number. */
function spanOf(span: number, events: number): FeedEntry[] {
  const chosen: FeedEntry[] = [];
  for (let crowd = 0; chosen.length < events; crowd++) {
    for (const messages of postsOf(span, crowd)) {
      if (chosen.length + messages.length > events) {
        chosen.push(...messages.slice(0, events - chosen.length));
        break;
      }
      chosen.push(...messages);
    }
  }
  return chosen;
}

/** The messages of one run of the generator by post, bad messages each on their own; moved to their days. */
function postsOf(span: number, crowd: number): FeedEntry[][] {
  const { feed } = generateSamples(1 + span * 1_000 + crowd);
  const byPost = new Map<string, FeedEntry[]>();
  for (const [i, text] of feed.trimEnd().split("\n").entries()) {
    const entry = parseFeedLine(renamed(text, span, crowd), i + 1);
    if (!entry || isFeedError(entry)) throw new Error(`The samples' line ${i + 1} is no feed entry: ${text}`);
    const post = /"postId":"(p-[\d-]+)"/.exec(entry.body)?.[1] ?? `line ${i}`;
    const list = byPost.get(post);
    if (list) list.push(entry);
    else byPost.set(post, [entry]);
  }
  return scattered([...byPost.values()]);
}

/** A prime above the number of posts in a run: its multiples visit all of them, from one end of the days to the other. */
const stride = 7_919;

/** So that a part of the posts spreads over all the days. */
function scattered<T>(items: readonly T[]): T[] {
  return items.map((_, i) => items[(i * stride) % items.length] as T);
}

/** Names of posts and users of their own for each crowd, and every instant in its days. */
function renamed(text: string, span: number, crowd: number): string {
  const mine = text.replace(/\b([pu])-(\d{3,4})\b/g, `$1-${span}-${crowd}-$2`);
  if (span === 0) return mine;
  return mine.replace(/\b2026-11-\d\dT[\d:.]+Z/g, (instant) => {
    const time = Date.parse(instant);
    return Number.isNaN(time) ? instant : new Date(time + span * sampleDays * day).toISOString();
  });
}
