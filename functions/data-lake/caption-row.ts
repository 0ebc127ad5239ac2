import type { CaptionItem, CaptionQuality, MediaItem } from "@huut/domain";

/** An item, or what is kept of it. */
type Image = Readonly<Record<string, unknown>>;

/** What an item was before its change, and is after it. */
export interface Images {
  readonly before: Image | undefined;
  readonly after: Image | undefined;
}

/** What somebody counts by. What was said stays behind, as does what the pipeline only notes for itself. */
const KEPT = [
  "postId",
  "language",
  "postVersion",
  "mediaVersion",
  "state",
  "reason",
  "updatedAt",
  "mediaKey",
  "statedLanguage",
  "jobName",
  "beganAt",
  "attempts",
  "spokenLanguage",
  "durationMs",
  "transcriptKey",
  "source",
  "revision",
  "vttKey",
  "srtKey",
] as const satisfies readonly (keyof MediaItem | keyof CaptionItem)[];

/**
 * What a change of the table `captions` leaves in the raw zone, or nothing where no field that is kept has changed.
 *
 * | field | is |
 * | --- | --- |
 * | `recordedAt` | when DynamoDB made the change, with microseconds: the partition, and the order of an item's rows |
 * | `kind` | `media`: how far a post's media has come (`language` is `media`); `captions`: those of one language |
 * | `deleted` | whether the change was the item's deletion, by a person: withdrawn captions stay, with their state |
 * | {@link KEPT} | as of the item |
 * | `cues`, `readableCues`, … | the counts of the item's quality report, side by side: a name in a nested column may have no hyphen |
 *
 * `postId`, `language` and `recordedAt` name a change, also one that comes twice. The newest row of an item is the one with the highest
 * `postVersion`, and of those the latest `recordedAt`: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds.html
 *
 * Corrections leave no rows: the captions' `revision` counts them.
 *
 * @param changedAt `2026-11-02T05:31:07.120345Z`
 * @throws Error when the item has no version to order it by
 */
export function captionRow({ before, after }: Images, changedAt: string | undefined): Image | undefined {
  const item = after ?? before ?? {};
  const kind = kindOf(String(item["language"]));
  if (kind === undefined) return undefined;
  if (before && after && sameBut("updatedAt", fieldsOf(before), fieldsOf(after))) return undefined;
  if (typeof item["postVersion"] !== "number") {
    throw new Error(`A change of captions has no postVersion to order it by: ${JSON.stringify(item["postVersion"])}`);
  }
  return { recordedAt: changedAt, kind, deleted: after === undefined, ...fieldsOf(item) };
}

/** What an item is, by its sort key: as `kindOfItem` of the domain has it, for what leaves a row. */
function kindOf(language: string): "media" | "captions" | undefined {
  const media: MediaItem["language"] = "media";
  if (language === media) return media;
  return language.includes("#") ? undefined : "captions";
}

function fieldsOf(item: Image): Image {
  const kept = KEPT.filter((field) => item[field] !== undefined).map((field) => [field, item[field]] as const);
  return { ...Object.fromEntries(kept), ...figuresOf(item["quality"] as CaptionQuality | undefined) };
}

/** Counts, so that those of many files add up; shares follow from them. */
function figuresOf(quality: CaptionQuality | undefined): Image {
  if (quality === undefined) return {};
  const { cues, readable, fastest, boundary, coverage, confidence, passes, flags } = quality;
  return {
    cues,
    readableCues: readable,
    fastestCue: fastest,
    boundaryBy: boundary.by,
    boundaryCues: boundary.cues,
    ...(coverage && { words: coverage.words, coveredWords: coverage.covered }),
    ...(confidence !== undefined && { confidence }),
    passes,
    flags,
  };
}

function sameBut(field: (typeof KEPT)[number], a: Image, b: Image): boolean {
  return JSON.stringify({ ...a, [field]: undefined }) === JSON.stringify({ ...b, [field]: undefined });
}
