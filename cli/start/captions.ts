import type { CaptionItem, MediaItem } from "@huut/domain";
import type { Sandbox } from "../../sandbox";
import type { S3Service } from "../../sandbox/services/s3";
import { verifySrt, verifyVtt, type Verified } from "../captions/verify";
import { readTable } from "./evidence";

/** What became of the posts' media, read from table and bucket. */
export interface CaptionsSummary {
  /** Posts by the state of their media, such as `transcribed`. */
  readonly media: Readonly<Record<string, number>>;
  /** Captions by language. */
  readonly languages: readonly {
    readonly language: string;
    /** Posts that speak it, with captions. */
    readonly transcribed: number;
    readonly translated: number;
    /** Of both, those below the quality gate. */
    readonly flagged: number;
    /** Captions that are not there, by state. */
    readonly missing: Readonly<Record<string, number>>;
  }[];
  /** Caption files, each read back by a parser that shares nothing with the writer. */
  readonly files: {
    readonly count: number;
    readonly cues: number;
    readonly refused: readonly { readonly key: string; readonly problems: readonly string[] }[];
  };
  /** Posts whose media has no captions, and why. */
  readonly without: readonly {
    readonly postId: string;
    readonly mediaKey: string;
    readonly state: string;
    readonly reason: string;
  }[];
}

export function summarizeCaptions(sandbox: Sandbox, stack: string): CaptionsSummary {
  const items = readTable(sandbox, String(sandbox.outputs(stack)["captionsTable"])).sort(byPost);
  const media = items.filter((item): item is Item<MediaItem> => item["language"] === "media");
  const captions = items.filter((item): item is Item<CaptionItem> => /^[a-z]{2,3}$/.test(String(item["language"])));
  return {
    media: countBy(media, ({ state }) => state),
    languages: languagesOf(captions),
    files: readBack(sandbox, stack),
    without: media
      .filter(({ state }) => state !== "transcribed")
      .map(({ postId, mediaKey = "", state, reason = "" }) => ({ postId, mediaKey, state, reason })),
  };
}

type Item<Kind> = Kind & Record<string, unknown>;

function byPost(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): number {
  const [left, right] = [a, b].map((item) => `${String(item["postId"])}#${String(item["language"])}`) as [
    string,
    string,
  ];
  return left < right ? -1 : left > right ? 1 : 0;
}

function countBy<T>(list: readonly T[], key: (one: T) => string): Record<string, number> {
  const groups = [...Map.groupBy(list, key)].map(([name, group]) => [name, group.length] as const);
  return Object.fromEntries(groups.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function languagesOf(captions: readonly CaptionItem[]): CaptionsSummary["languages"] {
  const byLanguage = [...Map.groupBy(captions, ({ language }) => language)].sort(([a], [b]) => (a < b ? -1 : 1));
  return byLanguage.map(([language, all]) => {
    const ready = all.filter(({ state }) => state === "ready");
    const missing = all.filter(({ state }) => state !== "ready");
    return {
      language,
      transcribed: ready.filter(({ source }) => source === "transcribed").length,
      translated: ready.filter(({ source }) => source === "translated").length,
      flagged: ready.filter(({ quality }) => quality?.passes === false).length,
      missing: countBy(missing, ({ state }) => state),
    };
  });
}

function readBack(sandbox: Sandbox, stack: string): CaptionsSummary["files"] {
  const bucket = sandbox.cloud.service<S3Service>("s3").store.bucket(String(sandbox.outputs(stack)["publishedBucket"]));
  const refused: { key: string; problems: readonly string[] }[] = [];
  let [count, cues] = [0, 0];
  for (const key of bucket.keysFrom("captions/")) {
    const object = bucket.current(key);
    if (!object) continue;
    const read = verified(key, object.body.toString("utf8"));
    count += 1;
    cues += read.cues.length;
    if (read.problems.length > 0) refused.push({ key, problems: read.problems });
  }
  return { count, cues, refused };
}

function verified(key: string, text: string): Verified {
  return key.endsWith(".srt") ? verifySrt(text) : verifyVtt(text);
}

/** A post's caption files, for people to look at. */
export interface ShownCaptions {
  readonly postId: string;
  readonly files: readonly { readonly key: string; readonly text: string }[];
}

/** The captions of the first post of middling length, in its own language and in another: enough to see, not to scroll. */
export function captionsToShow(sandbox: Sandbox, stack: string): ShownCaptions | undefined {
  const items = readTable(sandbox, String(sandbox.outputs(stack)["captionsTable"])).sort(byPost);
  const ready = items.filter((item): item is Item<CaptionItem> => item["state"] === "ready");
  const isMiddling = ({ quality }: CaptionItem) => quality !== undefined && quality.cues >= 3 && quality.cues <= 6;
  const spoken = ready.find((item) => item.source === "transcribed" && isMiddling(item));
  if (!spoken) return undefined;
  const others = ready.filter((item) => item.postId === spoken.postId && item.source === "translated");
  const other = others.find(({ language }) => language === "en") ?? others[0];
  const bucket = sandbox.cloud.service<S3Service>("s3").store.bucket(String(sandbox.outputs(stack)["publishedBucket"]));
  const files = [spoken, ...(other ? [other] : [])].flatMap(({ vttKey: key = "" }) => {
    const object = bucket.current(key);
    return object ? [{ key, text: object.body.toString("utf8") }] : [];
  });
  return { postId: spoken.postId, files };
}
