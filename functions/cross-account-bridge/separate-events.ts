import type * as HuutDomain from "@huut/domain";
import type { AuthorMarker, QuarantinedMessage } from "@huut/domain";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { boundedCalls } from "../shared/bounded-calls";
import { isNamed, loadDynamo, transact } from "../shared/dynamo";
import { environment } from "../shared/environment";
import { lazily } from "../shared/lazily";
import { readItem } from "../shared/read-item";

type Domain = typeof HuutDomain;

/** What a message counts as, in the metrics of the same names. */
type Counted = "Stored" | "Duplicates" | "Quarantined" | "Erased";

/** Up to 50, 100, 200 … ms with full jitter, so that writers of one post do not meet again. */
function pause(attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * 25 * 2 ** attempt));
}

async function loadS3() {
  const sdk = await import("@aws-sdk/client-s3");
  return { sdk, client: new sdk.S3Client(boundedCalls()) };
}
type S3 = Awaited<ReturnType<typeof loadS3>>;

/** Attributes of texts only: the platform publishes no others, and a binary one would not survive JSON. */
function attributesOf(record: SQSRecord): Record<string, string> {
  const texts = Object.entries(record.messageAttributes).flatMap(([name, { stringValue }]) =>
    stringValue === undefined || stringValue === "" ? [] : [[name, stringValue] as const],
  );
  return Object.fromEntries(texts);
}

/** @returns the key, and whether this delivery wrote the object */
async function quarantine(s3: S3, bucket: string, domain: Domain, message: QuarantinedMessage) {
  const key = domain.quarantineKey(message);
  try {
    await s3.client.send(
      new s3.sdk.PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: JSON.stringify(message),
        ContentType: "application/json",
        IfNoneMatch: "*",
      }),
    );
    return { key, written: true };
  } catch (error) {
    // The message came before, and its first reasons stay. A simultaneous write is a conflict, and comes again.
    if (isNamed(error, "PreconditionFailed")) return { key, written: false };
    throw error;
  }
}

async function loadTools() {
  const [{ Logger }, { Metrics }] = await Promise.all([
    import("@aws-lambda-powertools/logger"),
    import("@aws-lambda-powertools/metrics"),
  ]);
  return { logger: new Logger(), metrics: new Metrics() };
}

/**
 * Makes the handler of the queue of post events: each event in one transaction into `posts` and `post-updates`, each
 * message that is no valid event into quarantine. Messages that could not be handled are answered one by one.
 */
export function makeSeparateEvents() {
  const dynamo = lazily(loadDynamo);
  const s3 = lazily(loadS3);
  const tools = lazily(loadTools);

  return async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const env = environment("POSTS_TABLE", "POST_UPDATES_TABLE", "ERASED_AUTHORS_TABLE", "RAW_BUCKET");
    const tables = { posts: env.POSTS_TABLE, "post-updates": env.POST_UPDATES_TABLE };
    const domain = await import("@huut/domain");
    const { BatchProcessor, EventType, processPartialResponse } = await import("@aws-lambda-powertools/batch");
    const { logger, metrics } = await tools();
    const counts: Record<Counted, number> = { Stored: 0, Duplicates: 0, Quarantined: 0, Erased: 0 };

    const setAside = async (record: SQSRecord, reasons: readonly string[]): Promise<Counted> => {
      const { body, messageId } = record;
      const receivedAt = new Date(Number(record.attributes.SentTimestamp)).toISOString();
      const message = { reasons, body, attributes: attributesOf(record), messageId, receivedAt };
      const { key, written } = await quarantine(await s3(), env.RAW_BUCKET, domain, message);
      if (written) logger.warn("Quarantined a message", { key, reasons, messageId });
      return written ? "Quarantined" : "Duplicates";
    };

    const isErased = async (userId: string): Promise<boolean> => {
      const key = { author: domain.authorDigest(userId) };
      const marker = await readItem<AuthorMarker>(await dynamo(), env.ERASED_AUTHORS_TABLE, key);
      return domain.refusesEvents(marker, new Date().toISOString());
    };

    const handle = async (record: SQSRecord): Promise<Counted> => {
      const parsed = domain.parsePostEvent(record.body, attributesOf(record));
      if (!parsed.ok) return setAside(record, parsed.reasons);
      // A late event of an erased author must not bring back what was erased, nor begin anything new.
      if (await isErased(parsed.event.post.userId)) return "Erased";
      const outcome = await domain.storeEvent(parsed.event, {
        transact: async (writes) => transact(await dynamo(), writes, tables),
        pause,
      });
      if (outcome.kind === "conflict") return setAside(record, outcome.reasons);
      return outcome.kind === "stored" ? "Stored" : "Duplicates";
    };

    const recordHandler = async (record: SQSRecord): Promise<void> => {
      try {
        counts[await handle(record)] += 1;
      } catch (error) {
        logger.error("Left a message in the queue", { error: error as Error, messageId: record.messageId });
        throw error;
      }
    };
    const processor = new BatchProcessor(EventType.SQS);
    const answer = await processPartialResponse(event, recordHandler, processor, {
      context,
      throwOnFullBatchFailure: false,
    });
    for (const name of ["Stored", "Duplicates", "Quarantined", "Erased"] as const) {
      if (counts[name] > 0) metrics.addMetric(name, "Count", counts[name]);
    }
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    return answer;
  };
}
