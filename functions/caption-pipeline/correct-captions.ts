import type * as HuutDomain from "@huut/domain";
import type { CaptionItem, CueCorrection, HttpAnswer, HttpCall, StoredTranscript } from "@huut/domain";
import { loadDynamo, transactInTurn } from "../shared/dynamo";
import { environment } from "../shared/environment";
import { lazily } from "../shared/lazily";
import { loadSqs, sendAll, type Sqs } from "../shared/queues";
import { loadS3 } from "../shared/s3";
import { answerCall, loadLogger, type ApiEvent, type ApiResult } from "../shared/api-call";
import { readFile } from "./api-files";
import { readCaptions, readCorrections } from "./api-tables";
import { makeFiles, markPaid, type FilesDesk } from "./corrected-files";

/** What the route works with. */
interface Tools extends FilesDesk {
  readonly sqs: () => Promise<Sqs>;
  readonly curated: string;
  readonly queueUrl: string;
  readonly now: string;
}

/** How often a correction is decided anew because somebody else has written the cue meanwhile. */
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
  if (made.kind === "busy") return domain.problemAnswer(domain.busyCaptions(correction));
  if (made.kind === "gone") {
    const why = domain.correctionRefusal(correction, made.found) ?? domain.changedCaptions(correction);
    return domain.problemAnswer(why);
  }
  if (item.source === "transcribed") {
    await sendAll(await tools.sqs(), tools.queueUrl, domain.translationsToRenew(made.found));
  }
  await markPaid(tools, stored, written.debts);
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

type Written =
  { readonly revision: number; readonly debts: readonly string[] } | { readonly problem: HuutDomain.Problem };

/** The correction first, and what is owed for it: once it is written, it is in every file that is made from then on. */
async function writeCorrection(
  { domain, dynamo, tables, now }: Tools,
  correction: CueCorrection,
  item: CaptionItem,
  stored: StoredTranscript,
): Promise<Written> {
  const { postId, language } = correction;
  const key = domain.correctionKey(language, correction.cue);
  for (let attempt = 1; ; attempt += 1) {
    const corrections = await readCorrections(dynamo, tables.captions, { postId, language, consistent: true });
    const current = corrections.find(({ cue }) => cue === correction.cue);
    const step = domain.correctionStep(correction, { item, stored, written: current, now });
    if (step.kind === "refuse") return step;
    const debts = (revision: number) => (revision === 0 ? [] : [domain.debtOf({ language: key, revision })]);
    if (step.kind === "there") return { revision: step.revision, debts: debts(step.revision) };
    const writes = domain.correctionWrites(step.item, item, { stored, now });
    const reasons = await transactInTurn(dynamo, writes, tables);
    if (reasons === undefined) return { revision: step.item.revision, debts: debts(step.item.revision) };
    if (reasons.slice(1).some(({ code }) => code === "ConditionalCheckFailed"))
      return { problem: domain.changedCaptions(correction) };
    // Somebody was faster: what is there now decides.
    if (attempt === MAX_TRIES) throw new Error("A correction was not written: the cue changes all the time");
  }
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
