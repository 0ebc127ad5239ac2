import type { AuthorMarker, EraseAnswer, EraseRequest, ErasureState } from "@huut/domain";
import { isNamed, loadDynamo } from "../shared/dynamo";
import { environment } from "../shared/environment";
import { lazily } from "../shared/lazily";
import { loadSqs } from "../shared/queues";
import { readItem } from "../shared/read-item";
import { loadTools } from "../shared/tools";
import { save, SUPERSEDED } from "./desk";
import { sendOn } from "./run-erasure";

/** Messages that are late by more than this are sent again: the queue has given them up, or they were never sent. */
const STUCK_SECONDS = 3_600;

function settings() {
  const env = environment("ERASURES_TABLE", "ERASED_AUTHORS_TABLE", "OPEN_INDEX", "QUEUE_URL");
  return {
    erasures: env.ERASURES_TABLE,
    authors: env.ERASED_AUTHORS_TABLE,
    index: env.OPEN_INDEX,
    queueUrl: env.QUEUE_URL,
  };
}

async function loadDesk() {
  const [dynamo, domain, tools] = [await loadDynamo(), await import("@huut/domain"), await loadTools()];
  return { ...settings(), dynamo, domain, sqs: lazily(loadSqs), tools, now: () => new Date().toISOString() };
}
type Desk = Awaited<ReturnType<typeof loadDesk>>;

function told({ erasureId, phase, step, pass, startedAt, removed, receipt }: ErasureState): EraseAnswer {
  return { erasureId, phase, step, pass, startedAt, removed, ...(receipt && { receipt }) };
}

function stateOf({ dynamo, erasures, domain }: Desk, erasureId: string): Promise<ErasureState | undefined> {
  return readItem<ErasureState>(dynamo, erasures, { erasureId, part: domain.STATE_PART });
}

/** The erasure that refuses the author's events now, or another one in its place. */
async function claim({ dynamo, authors, domain, now }: Desk, userId: string, seen?: AuthorMarker): Promise<string> {
  const { sdk, client, marshall } = dynamo;
  const { randomUUID } = await import("node:crypto");
  const erasureId = `${domain.ERASURE_PREFIX}${randomUUID()}`;
  const input = {
    TableName: authors,
    Item: marshall(domain.authorMarker(userId, erasureId, now())),
    ...(seen === undefined
      ? { ConditionExpression: "attribute_not_exists(author)" }
      : {
          ConditionExpression: "erasureId = :seen",
          ExpressionAttributeValues: marshall({ ":seen": seen.erasureId }),
        }),
  };
  await client.send(new sdk.PutItemCommand(input));
  return erasureId;
}

/** Begins an erasure; one that is under way goes on instead, and the call may be repeated. */
async function begin(desk: Desk, userId: string): Promise<EraseAnswer> {
  const { domain, dynamo, authors, now } = desk;
  if (!domain.isIdentifier(userId))
    throw new Error("userId: expected an identifier of 1 to 128 letters, digits, '.', '_', ':' or '-'");
  const marker = await readItem<AuthorMarker>(dynamo, authors, { author: domain.authorDigest(userId) });
  const known = marker && (await stateOf(desk, marker.erasureId));
  const goesOn = marker !== undefined && (known === undefined || known.phase === "running");
  const erasureId = goesOn ? marker.erasureId : await claim(desk, userId, marker);
  const state = known !== undefined && goesOn ? known : await made(desk, domain.beginErasure(erasureId, userId, now()));
  await sendOn(desk, { erasureId, dueAt: now() });
  return told(state);
}

async function made(desk: Desk, state: ErasureState): Promise<ErasureState> {
  try {
    return await save(desk, state);
  } catch (error) {
    const known = isNamed(error, SUPERSEDED) ? await stateOf(desk, state.erasureId) : undefined;
    if (known === undefined) throw error;
    return known;
  }
}

/** Sends on what is due and has no message of its own, or has lost it. */
async function sweep(desk: Desk): Promise<{ readonly sent: number }> {
  const { domain, dynamo, erasures, index, tools, now } = desk;
  const { sdk, client, marshall, unmarshall } = dynamo;
  const { Items = [] } = await client.send(
    new sdk.QueryCommand({
      TableName: erasures,
      IndexName: index,
      KeyConditionExpression: "#open = :open AND #dueAt <= :late",
      ExpressionAttributeNames: { "#open": "open", "#dueAt": "dueAt" },
      ExpressionAttributeValues: marshall({ ":open": domain.OPEN, ":late": domain.later(now(), -STUCK_SECONDS) }),
    }),
  );
  for (const item of Items) {
    const { erasureId, dueAt } = unmarshall(item) as ErasureState;
    await sendOn(desk, { erasureId, dueAt });
  }
  tools.metrics.addMetric("ErasuresDue", "Count", Items.length);
  tools.metrics.publishStoredMetrics();
  return { sent: Items.length };
}

/** Makes the function that a person invokes to have a user erased, and to be told how far it is. */
export function makeEraseUser() {
  const desks = lazily(loadDesk);

  return async (request: EraseRequest): Promise<EraseAnswer | { readonly sent: number }> => {
    const desk = await desks();
    if ("sweep" in request) return sweep(desk);
    if ("userId" in request) return begin(desk, request.userId);
    const state = await stateOf(desk, String(request.erasureId));
    if (state === undefined) throw new Error(`There is no erasure ${String(request.erasureId)}`);
    return told(state);
  };
}
