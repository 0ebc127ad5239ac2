import {
  mediaOf,
  parsePostEvent,
  type CaptionItem,
  type FeedEntry,
  type MediaItem,
  type StoredTranscript,
} from "@huut/domain";
import type { MediaObject } from "../../samples/speeches";
import type { Sandbox, StackGraph } from "../../sandbox";
import type { S3Service } from "../../sandbox/services/s3";
import { readTable } from "../start/evidence";
import { replay } from "../start/replay";
import type { Published } from "./measure";

const MINUTE = 60_000;

/** What became of the recordings of a feed. */
export interface Recordings {
  readonly published: readonly Published[];
  /** Captions of transcribed recordings that are not ready, nor for good impossible. */
  readonly missing: readonly Unready[];
  /** Recordings without captions, and why. */
  readonly without: readonly Unready[];
}

export interface Unready {
  readonly post: string;
  readonly language: string;
  readonly state: string;
  readonly reason?: string;
}

/** The events of posts that have media, or had some. Messages that are no events of posts are left out. */
export function withMedia(feed: readonly FeedEntry[], posts: readonly string[] | undefined): FeedEntry[] {
  const events = feed.flatMap((entry) => {
    const parsed = parsePostEvent(entry.body, entry.attributes);
    return parsed.ok ? [{ entry, post: parsed.event.post }] : [];
  });
  const having = new Set(events.filter(({ post }) => mediaOf(post) !== undefined).map(({ post }) => post.postId));
  return events
    .filter(({ post }) => having.has(post.postId) && (posts?.includes(post.postId) ?? true))
    .map(({ entry }) => entry);
}

/**
 * Replays events of a feed, a minute apart in their order, and reads what became of their recordings: days without recordings would only
 * pass.
 */
export async function replayRecordings(
  graph: StackGraph,
  feed: readonly FeedEntry[],
  media: readonly MediaObject[],
  seed: number,
): Promise<Recordings> {
  const start = Date.parse(feed[0]?.at ?? "");
  const entries = feed.map((entry, index) => ({ ...entry, at: new Date(start + index * MINUTE).toISOString() }));
  const until = start + (entries.length + 120) * MINUTE;
  const { sandbox, stack } = await replay({ graphs: [graph], seed, feed: entries, media, until });
  try {
    return readRecordings(sandbox, stack);
  } finally {
    sandbox.close();
  }
}

function readRecordings(sandbox: Sandbox, stack: string): Recordings {
  const outputs = sandbox.outputs(stack);
  const table = (output: string) => readTable(sandbox, String(outputs[output]));
  const items = table("captionsTable") as unknown as (MediaItem | CaptionItem)[];
  const captions = items.filter((item): item is CaptionItem => "source" in item);
  const media = items.filter((item): item is MediaItem => item.language === "media");
  const translations = new Map(
    table("translationCacheTable").map(({ digest, text }) => [String(digest), String(text)]),
  );
  const { store } = sandbox.cloud.service<S3Service>("s3");
  const read = (bucket: string, key: string | undefined): string => {
    const object = store.bucket(String(outputs[bucket])).current(key ?? "");
    if (object === undefined) throw new Error(`There is no object ${key} in ${String(outputs[bucket])}`);
    return Buffer.from(object.body).toString("utf8");
  };
  const transcripts = new Map(
    media.flatMap(({ postId, transcriptKey }) =>
      transcriptKey === undefined
        ? []
        : [[postId, JSON.parse(read("curatedBucket", transcriptKey)) as StoredTranscript] as const],
    ),
  );
  const published = captions.flatMap((item): Published[] => {
    const stored = transcripts.get(item.postId);
    if (item.state !== "ready" || stored === undefined) return [];
    const [vtt, srt] = [read("publishedBucket", item.vttKey), read("publishedBucket", item.srtKey)];
    return [{ item, vtt, srt, stored, translations }];
  });
  const ended = ["ready", "unsupported", "withdrawn"];
  return {
    published: published.sort((a, b) => (nameOf(a.item) < nameOf(b.item) ? -1 : 1)),
    missing: captions.filter(({ state }) => !ended.includes(state)).map(unready),
    without: media.filter(({ state }) => state !== "transcribed").map(unready),
  };
}

const nameOf = ({ postId, language }: Pick<CaptionItem, "postId" | "language">): string => `${postId} ${language}`;

function unready({ postId, language, state, reason }: MediaItem | CaptionItem): Unready {
  return { post: postId, language, state, ...(reason === undefined ? {} : { reason }) };
}
