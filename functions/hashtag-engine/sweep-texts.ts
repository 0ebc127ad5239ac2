import type * as HuutDomain from "@huut/domain";
import type { AnalysisStage, RawTextItem, TextMessage } from "@huut/domain";
import { loadDynamo, write } from "../shared/dynamo";
import { environment } from "../shared/environment";
import { lazily } from "../shared/lazily";
import { loadSqs, sendAll } from "../shared/queues";
import { loadTools, type Tools } from "../shared/tools";

/** The most posts of one shard that one sweep looks at: those that wait longest. The next sweep sees the next ones. */
const MOST_A_SHARD = 50;

/** What a sweep did. */
export interface TextSweepReport {
  /** Posts that wait, as far as they were looked at. */
  readonly waiting: Readonly<Record<AnalysisStage, number>>;
  readonly sent: number;
  readonly givenUp: number;
  readonly oldestMinutes: number;
}

function settings() {
  const env = environment("RAW_TEXT_TABLE", "PENDING_INDEX", "TEXTS_QUEUE_URL", "SUGGESTIONS_QUEUE_URL");
  return {
    tables: { rawText: env.RAW_TEXT_TABLE },
    index: env.PENDING_INDEX,
    queues: { analyse: env.TEXTS_QUEUE_URL, suggest: env.SUGGESTIONS_QUEUE_URL },
  };
}

async function loadClients() {
  const [dynamo, sqs] = await Promise.all([loadDynamo(), loadSqs()]);
  return { dynamo, sqs };
}

/** What every step of one sweep needs. */
interface Desk extends Readonly<ReturnType<typeof settings>>, Readonly<Awaited<ReturnType<typeof loadClients>>> {
  readonly domain: typeof HuutDomain;
  readonly tools: Tools;
  readonly now: string;
}

/** The posts that wait longest, of every shard. */
async function waitingFor({ domain, dynamo, tables, index }: Desk, stage: AnalysisStage): Promise<RawTextItem[]> {
  const { sdk, client, marshall, unmarshall } = dynamo;
  const found: RawTextItem[] = [];
  for (const pending of domain.analysisPendingKeys(stage)) {
    const { Items = [] } = await client.send(
      new sdk.QueryCommand({
        TableName: tables.rawText,
        IndexName: index,
        KeyConditionExpression: "#pending = :pending",
        ExpressionAttributeNames: { "#pending": "pending" },
        ExpressionAttributeValues: marshall({ ":pending": pending }),
        Limit: MOST_A_SHARD,
      }),
    );
    found.push(...Items.map((item) => unmarshall(item) as RawTextItem));
  }
  return found;
}

/** Notes that posts are sent, then sends their messages: one that is lost in between is sent by a later sweep. */
async function nudge(desk: Desk, items: readonly RawTextItem[]): Promise<{ sent: number; givenUp: number }> {
  const { domain, dynamo, tables, sqs, queues, now, tools } = desk;
  const messages: TextMessage[] = [];
  let givenUp = 0;
  for (const item of items) {
    const step = domain.textSweepStep(item, now);
    if (step === "leave") continue;
    const next = step === "send" ? domain.nudgedText(item, now) : domain.givenUpText(item, now);
    // Refused: the post has got further since the index was read.
    if (!(await write(dynamo, domain.rawTextWrite(next), tables))) continue;
    const { postId, nudges } = next;
    const message = domain.messageFor(next);
    if (step === "send" && message !== undefined) {
      messages.push(message);
      tools.logger.warn("Sent on its way again", { postId, nudges, to: message.kind });
    } else {
      givenUp += 1;
      tools.logger.error("Gave up", { postId, nudges });
    }
  }
  for (const kind of ["analyse", "suggest"] as const) {
    await sendAll(
      sqs,
      queues[kind],
      messages.filter((message) => message.kind === kind),
    );
  }
  return { sent: messages.length, givenUp };
}

/** Makes the handler that a schedule invokes: posts that are stuck go on, and what waits is counted. */
export function makeSweepTexts() {
  const clients = lazily(loadClients);
  const tools = lazily(loadTools);

  return async (): Promise<TextSweepReport> => {
    const domain = await import("@huut/domain");
    const now = new Date().toISOString();
    const desk: Desk = { ...settings(), ...(await clients()), domain, tools: await tools(), now };
    const [analyse, suggest] = [await waitingFor(desk, "analyse"), await waitingFor(desk, "suggest")];
    const { sent, givenUp } = await nudge(desk, [...analyse, ...suggest]);
    const oldestMinutes = domain.oldestTextMinutes([...analyse, ...suggest], now);
    const { metrics, logger } = desk.tools;
    const waiting = { analyse: analyse.length, suggest: suggest.length };
    metrics.addMetric("TextsWaiting", "Count", waiting.analyse + waiting.suggest);
    metrics.addMetric("TextsGivenUp", "Count", givenUp);
    metrics.addMetric("OldestTextMinutes", "Count", oldestMinutes);
    metrics.publishStoredMetrics();
    logger.info("Swept texts", { ...waiting, sent, givenUp, oldestMinutes });
    return { waiting, sent, givenUp, oldestMinutes };
  };
}
