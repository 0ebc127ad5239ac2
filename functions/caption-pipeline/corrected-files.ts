import type * as HuutDomain from "@huut/domain";
import type { CorrectedCaptions, FoundCaptions, StoredTranscript } from "@huut/domain";
import { isNamed, transactInTurn, write, type Dynamo } from "../shared/dynamo";
import type { S3 } from "../shared/s3";
import { readFile } from "./api-files";
import { pause, readCaptions, readCorrections } from "./api-tables";

/** What corrected files are made with. */
export interface FilesDesk {
  readonly domain: typeof HuutDomain;
  readonly dynamo: Dynamo;
  readonly s3: S3;
  readonly tables: { readonly captions: string };
  /** The bucket. */
  readonly published: string;
}

/** Captions of one language. */
interface Which {
  readonly postId: string;
  readonly language: string;
}

/**
 * - `made`: files and item hold every correction, with what the table said just before
 * - `gone`: the captions are not ready any more, or of other media
 * - `busy`: others write them all the time
 */
export type Made =
  | { readonly kind: "made"; readonly captions: CorrectedCaptions; readonly found: FoundCaptions }
  | { readonly kind: "gone"; readonly found: FoundCaptions }
  | { readonly kind: "busy" };

/** How often the files are made anew because somebody else has written them meanwhile. */
const MAX_TRIES = 6;

/**
 * The files from all corrections, then the item. A file is only written over the one that was there before the corrections were read:
 * so no file that lacks a correction replaces one that has it. Whoever is refused reads again, and writes what all have corrected.
 *
 * @throws Error when files that the table tells of are not there
 */
export async function makeFiles(desk: FilesDesk, which: Which, stored: StoredTranscript): Promise<Made> {
  const { domain, dynamo, tables } = desk;
  const { postId, language } = which;
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    if (attempt > 1) await pause(attempt);
    const before = await publishedFiles(desk, which, stored.mediaVersion);
    const found = await readCaptions(dynamo, tables.captions, postId, true);
    const item = domain.captionsIn(found, language);
    const there = item?.state === "ready" && item.mediaVersion === stored.mediaVersion;
    if (item === undefined || !there || found.media?.state === "withdrawn") return { kind: "gone", found };
    if (before === undefined) {
      if (attempt < MAX_TRIES) continue;
      throw new Error(`Files of the captions of post ${postId} in ${language} are not there, or may not be read`);
    }
    const spoken = domain.normalizeLanguage(stored.language) ?? language;
    const lists = [...new Set([spoken, language])].map((each) =>
      readCorrections(dynamo, tables.captions, { postId, language: each, consistent: true }),
    );
    const corrections = (await Promise.all(lists)).flat();
    const captions = domain.correctedCaptions(item, stored, corrections, domain.fromSrt(before.srt.text));
    if (!(await replaceFiles(desk, captions, before))) continue;
    // Refused: somebody has told of the same corrections or of more, or the captions have gone, files and all.
    const now = new Date().toISOString();
    await transactInTurn(dynamo, [domain.correctedWrite(item, captions, now)], tables);
    // A translation that knew of no correction may have been published in between. What comes later is held to what the item says.
    const after = await publishedFiles(desk, which, stored.mediaVersion);
    const shown = after && [after.vtt.text, after.srt.text];
    if (shown !== undefined && captions.files.every(({ body }) => shown.includes(body))) {
      return { kind: "made", captions, found };
    }
  }
  return { kind: "busy" };
}

/** Takes debts off the captions of the spoken language, and those out of the index when nothing else is owed. */
export async function markPaid(
  { domain, dynamo, tables }: FilesDesk,
  { postId, mediaVersion, language: spoken }: StoredTranscript,
  debts: Iterable<string>,
): Promise<void> {
  const language = domain.normalizeLanguage(spoken) ?? spoken;
  for (const each of domain.paidWrites({ postId, language, mediaVersion }, debts)) await write(dynamo, each, tables);
}

interface Published {
  readonly vtt: HuutDomain.StoredFile;
  readonly srt: HuutDomain.StoredFile;
}

/** @returns nothing when one of them is not there: it was withdrawn, which the item then says */
async function publishedFiles(
  { domain, s3, published }: FilesDesk,
  { postId, language }: Which,
  mediaVersion: string,
): Promise<Published | undefined> {
  const read = (format: "vtt" | "srt") =>
    readFile(s3, { bucket: published, key: domain.captionKey({ postId, mediaVersion, language, format }) });
  const [vtt, srt] = await Promise.all([read("vtt"), read("srt")]);
  return vtt && srt && { vtt, srt };
}

/** @returns whether both files are the new ones; not when somebody was faster */
async function replaceFiles(
  { domain, s3, published }: FilesDesk,
  { files }: CorrectedCaptions,
  before: Published,
): Promise<boolean> {
  for (const { key, body, contentType, contentLanguage } of files) {
    const old = key.endsWith(".vtt") ? before.vtt : before.srt;
    if (old.text === body) continue;
    const headers = {
      ContentType: contentType,
      ContentLanguage: contentLanguage,
      CacheControl: domain.CAPTION_CACHING,
    };
    const input = { Bucket: published, Key: key, Body: body, ...headers, IfMatch: old.etag };
    try {
      await s3.client.send(new s3.sdk.PutObjectCommand(input));
    } catch (error) {
      const lost = ["PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey"];
      if (lost.some((name) => isNamed(error, name))) return false;
      throw error;
    }
  }
  return true;
}
