import type { ErasureState, ErasureStep, Receipt } from "@huut/domain";
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { comeBack } from "../shared/come-back";
import { isNamed } from "../shared/dynamo";
import { eachMessage } from "../shared/each-message";
import { lazily } from "../shared/lazily";
import { readItem } from "../shared/read-item";
import { loadTools } from "../shared/tools";
import { type Desk, loadDesk, type OpenErasure, postsOf, save, type Step, SUPERSEDED } from "./desk";
import { curate, curated, history, invalidate, raw } from "./lake-steps";
import { tags } from "./tag-step";
import { erasePost, list, mark, removePost, scan } from "./post-steps";
import { deleteItems } from "./tables";

/** The message of the queue `erasures`: go on with it. */
export interface ErasureMessage {
  readonly erasureId: string;
}

/** Passes after which a person has to look. */
const MOST_PASSES = 10;
/** Between passes: what still follows is quiet by then. */
const BETWEEN_PASSES_SECONDS = 120;
/** What a piece of work takes at most; none is begun that would not end in time. */
const PIECE_MS = 60_000;
/** The longest that SQS holds a message back. */
const MOST_DELAY_SECONDS = 900;

/** Ends the erasure when a pass has found nothing, else begins another one. */
async function check(desk: Desk, state: OpenErasure): Promise<OpenErasure> {
  const { domain, tools } = desk;
  const now = desk.now();
  if (state.found > 0) {
    if (state.pass < MOST_PASSES) return save(desk, domain.nextPass(state, now, BETWEEN_PASSES_SECONDS));
    tools.metrics.addMetric("ErasuresFailed", "Count", 1);
    tools.logger.error("An erasure finds something again and again", { erasureId: state.erasureId, pass: state.pass });
    return save(desk, { ...domain.erasureAfter(state, { phase: "failed" }, now), open: undefined } as never);
  }
  if (state.receipt !== undefined) return close(desk, state, state.receipt);
  const posts = await postsOf(desk, state);
  const regions = desk.places.map(({ region }) => region);
  const receipt = domain.receiptOf(state, posts, regions, desk.retention, now);
  tools.metrics.addMetric("Erased", "Count", 1);
  tools.logger.info("Erased", { erasureId: state.erasureId, passes: state.pass, posts: posts.length });
  return save(desk, domain.erasureAfter(state, { phase: "erased", receipt, dueAt: receipt.looksAgainAt }, now));
}

/** Nothing can come late any more: the posts are forgotten, and then the user. */
async function close(desk: Desk, state: OpenErasure, receipt: Receipt): Promise<OpenErasure> {
  const { domain, dynamo, erasures } = desk;
  const posts = await postsOf(desk, state);
  const keys = posts.map(({ erasureId, part }) => ({ erasureId, part }));
  await deleteItems(dynamo, erasures, keys);
  const now = desk.now();
  const { removed, invalidations, pass } = state;
  const last = { ...receipt, removed, invalidations, passes: pass, closedAt: now };
  const next = domain.erasureAfter(state, { phase: "closed", receipt: last }, now);
  return save(desk, { ...next, userId: undefined, open: undefined, cursor: undefined } as never);
}

const STEPS: Readonly<Record<ErasureStep, Step>> = {
  mark,
  list,
  remove: removePost,
  posts: erasePost,
  scan,
  raw,
  curate,
  history,
  curated,
  tags,
  invalidate,
  check,
};

/** An erasure whose receipt is there is looked at once more. */
function again(desk: Desk, state: OpenErasure): OpenErasure {
  const next = desk.domain.nextPass(state, desk.now(), 0);
  return { ...next, phase: "running" } as OpenErasure;
}

async function goOn(desk: Desk, erasureId: string, context: Context): Promise<void> {
  const part = desk.domain.STATE_PART;
  const found = await readItem<ErasureState>(desk.dynamo, desk.erasures, { erasureId, part });
  if (found?.userId === undefined || found.open === undefined) return;
  let state = found as OpenErasure;
  const isDue = () => state.dueAt <= desk.now();
  if (state.phase === "erased") {
    if (!isDue()) return;
    state = await save(desk, again(desk, state));
  }
  while (state.phase === "running" && isDue() && context.getRemainingTimeInMillis() > PIECE_MS) {
    state = await STEPS[state.step](desk, state);
  }
  if (state.phase === "running") await sendOn(desk, state);
}

/** Has the work go on, at once or when it is due. */
export async function sendOn(
  { queueUrl, sqs, now }: Pick<Desk, "queueUrl" | "sqs" | "now">,
  { erasureId, dueAt }: Pick<ErasureState, "erasureId" | "dueAt">,
) {
  const { sdk, client } = await sqs();
  const message: ErasureMessage = { erasureId };
  const seconds = Math.ceil((Date.parse(dueAt) - Date.parse(now())) / 1000);
  const DelaySeconds = Math.min(MOST_DELAY_SECONDS, Math.max(0, seconds));
  await client.send(
    new sdk.SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message), DelaySeconds }),
  );
}

/**
 * Makes the handler of the queue `erasures`: a message has an erasure go on for as long as the function may, and the next message is sent. Every
 * piece of work can be done twice; whose state is refused stops, because another one has gone on.
 */
export function makeRunErasure() {
  const tools = lazily(loadTools);
  const desks = lazily(async () => loadDesk(await tools(), await import("@huut/domain")));

  return async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const desk = await desks();
    return eachMessage(event, context, desk.tools, async (record) => {
      const { erasureId } = JSON.parse(record.body) as ErasureMessage;
      try {
        await goOn(desk, erasureId, context);
      } catch (error) {
        if (isNamed(error, SUPERSEDED)) return;
        await comeBack(desk.queueUrl, record, desk.tools);
        throw error;
      }
    });
  };
}
