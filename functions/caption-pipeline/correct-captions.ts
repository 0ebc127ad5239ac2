import type * as HuutDomain from "@huut/domain";
import type {
  CaptionItem,
  CorrectedCaptions,
  CueCorrection,
  HttpAnswer,
  HttpCall,
  StoredTranscript,
} from "@huut/domain";
import { isNamed, loadDynamo, transactInTurn, type Dynamo } from "../shared/dynamo";
import { environment } from "../shared/environment";
import { lazily } from "../shared/lazily";
import { answerCall, loadLogger, type ApiEvent, type ApiResult } from "./api-call";
import { readFile } from "./api-files";
import { loadSqs, sendAll, type Sqs } from "./api-queues";
import { pause, readCaptions, readCorrections } from "./api-tables";
import { loadS3, type S3 } from "./objects";

/** What the route works with. */
interface Tools {
  readonly domain: typeof HuutDomain;
  readonly dynamo: Dynamo;
  readonly s3: S3;
  readonly sqs: () => Promise<Sqs>;
  readonly tables: { readonly captions: string };
  readonly curated: string;
  readonly published: string;
  readonly queueUrl: string;
  readonly now: string;
}

/** How often the files are made anew because somebody else has written them meanwhile. */
const MAX_TRIES = 6;

/** `PUT /v1/posts/{id}/captions/{language}/cues/{n}` */
async function correctCue(tools: Tools, call: HttpCall): Promise<HttpAnswer> {
  const { domain, dynamo, tables } = tools;
  const parsed = domain.parseCorrection(call);
  if (!parsed.ok) return domain.problemAnswer(parsed.problem);
  const correction = parsed.value;
  const found = await readCaptions(dynamo, tables.captions, correction.postId, true);
  const refusal = domain.correctionRefusal(correction, found);
  const item = domain.captionsIn(found, correction.language);
  if (item === undefined || refusal !== undefined) return domain.problemAnswer(refusal as HuutDomain.Problem);
  const stored = await readTranscript(tools, item);
  if (stored === undefined) {
    const key = domain.transcriptKey(item.postId, item.mediaVersion);
    if (found.media?.pending === undefined) throw new Error(`The transcript ${key} is not there, or may not be read`);
    // It is written last but one, after the captions themselves.
    return domain.problemAnswer(domain.changedCaptions(correction));
  }
  const written = await writeCorrection(tools, correction, item, stored);
  if ("problem" in written) return domain.problemAnswer(written.problem);
  const made = await makeFiles(tools, correction, stored);
  if ("problem" in made) return domain.problemAnswer(made.problem);
  if (item.source === "transcribed") {
    await sendAll(await tools.sqs(), tools.queueUrl, domain.translationsToRenew(made.found));
  }
  return domain.correctionAnswer(correction, {
    cues: domain.cuesOf(stored, made.captions.cues, correction.cue),
    revision: written.revision,
    captionsRevision: made.captions.revision,
  });
}

async function readTranscript(
  { domain, s3, curated }: Tools,
  item: CaptionItem,
): Promise<StoredTranscript | undefined> {
  const key = domain.transcriptKey(item.postId, item.mediaVersion);
  const file = await readFile(s3, { bucket: curated, key });
  return file && (JSON.parse(file.text) as StoredTranscript);
}

type Written = { readonly revision: number } | { readonly problem: HuutDomain.Problem };

/** The correction first: once it is written, it is in every file that is made from then on. */
async function writeCorrection(
  { domain, dynamo, tables, now }: Tools,
  correction: CueCorrection,
  item: CaptionItem,
  stored: StoredTranscript,
): Promise<Written> {
  const { postId, language } = correction;
  for (let attempt = 1; ; attempt += 1) {
    const corrections = await readCorrections(dynamo, tables.captions, { postId, language, consistent: true });
    const current = corrections.find(({ cue }) => cue === correction.cue);
    const step = domain.correctionStep(correction, { item, stored, written: current, now });
    if (step.kind === "refuse") return step;
    if (step.kind === "there") return step;
    const reasons = await transactInTurn(dynamo, domain.correctionWrites(step.item, item), tables);
    if (reasons === undefined) return step.item;
    if (reasons[1]?.code === "ConditionalCheckFailed") return { problem: domain.changedCaptions(correction) };
    // Somebody was faster: what is there now decides.
    if (attempt === MAX_TRIES) throw new Error("A correction was not written: the cue changes all the time");
  }
}

type Made =
  | { readonly captions: CorrectedCaptions; readonly found: HuutDomain.FoundCaptions }
  | { readonly problem: HuutDomain.Problem };

/**
 * The files from all corrections, then the item. A file is only written over the one that was there before the corrections were read:
 * so no file that lacks a correction replaces one that has it. Whoever is refused reads again, and writes what all have corrected.
 */
async function makeFiles(tools: Tools, correction: CueCorrection, stored: StoredTranscript): Promise<Made> {
  const { domain, dynamo, tables, now } = tools;
  const { postId, language } = correction;
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    if (attempt > 1) await pause(attempt);
    const before = await publishedFiles(tools, correction, stored.mediaVersion);
    const found = await readCaptions(dynamo, tables.captions, postId, true);
    const refusal = domain.correctionRefusal(correction, found);
    const item = domain.captionsIn(found, language);
    if (item === undefined || refusal !== undefined) return { problem: refusal as HuutDomain.Problem };
    if (item.mediaVersion !== stored.mediaVersion) return { problem: domain.changedCaptions(correction) };
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
    if (!(await replaceFiles(tools, captions, before))) continue;
    // Refused: somebody has told of the same corrections or of more, or the captions have gone, files and all.
    await transactInTurn(dynamo, [domain.correctedWrite(item, captions, now)], tables);
    // A translation that knew of no correction may have been published in between. What comes later is held to what the item says.
    const after = await publishedFiles(tools, correction, stored.mediaVersion);
    const shown = after && [after.vtt.text, after.srt.text];
    if (shown !== undefined && captions.files.every(({ body }) => shown.includes(body))) return { captions, found };
  }
  return { problem: domain.busyCaptions(correction) };
}

interface Published {
  readonly vtt: HuutDomain.StoredFile;
  readonly srt: HuutDomain.StoredFile;
}

/** @returns nothing when one of them is not there: it was withdrawn, which the item then says */
async function publishedFiles(
  { domain, s3, published }: Tools,
  { postId, language }: CueCorrection,
  mediaVersion: string,
): Promise<Published | undefined> {
  const read = (format: "vtt" | "srt") =>
    readFile(s3, { bucket: published, key: domain.captionKey({ postId, mediaVersion, language, format }) });
  const [vtt, srt] = await Promise.all([read("vtt"), read("srt")]);
  return vtt && srt && { vtt, srt };
}

/** @returns whether both files are the new ones; not when somebody was faster */
async function replaceFiles(
  { domain, s3, published }: Tools,
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

/** Makes the handler of the route by which an author corrects a cue. */
export function makeCorrectCaptions() {
  const dynamo = lazily(loadDynamo);
  const s3 = lazily(loadS3);
  const sqs = lazily(loadSqs);
  const logger = lazily(loadLogger);

  return async (event: ApiEvent): Promise<ApiResult> => {
    const domain = await import("@huut/domain");
    const answer = async (call: HttpCall, now: string): Promise<HttpAnswer> => {
      const env = environment("CAPTIONS_TABLE", "CURATED_BUCKET", "PUBLISHED_BUCKET", "TRANSLATIONS_QUEUE_URL");
      const tools: Tools = {
        domain,
        dynamo: await dynamo(),
        s3: await s3(),
        sqs,
        tables: { captions: env.CAPTIONS_TABLE },
        curated: env.CURATED_BUCKET,
        published: env.PUBLISHED_BUCKET,
        queueUrl: env.TRANSLATIONS_QUEUE_URL,
        now,
      };
      return correctCue(tools, call);
    };
    const route = { scope: domain.CAPTIONS_WRITE_SCOPE, answer };
    return answerCall(event, { "PUT /v1/posts/{id}/captions/{language}/cues/{n}": route }, logger);
  };
}
