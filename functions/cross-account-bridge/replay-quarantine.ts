import type { QuarantinedMessage } from "@huut/domain";
import { boundedCalls } from "../shared/bounded-calls";
import { environment } from "../shared/environment";
import { lazily } from "../shared/lazily";

/** What a person asks for, after the cause of the quarantine is mended. */
export interface ReplayRequest {
  /** Begins with `quarantine/`; `quarantine/2026-11-03/` replays one day. Default: everything. */
  readonly prefix?: string;
  /** Most messages of this call, 1 to 1,000. Default 100. */
  readonly limit?: number;
}

export interface ReplayReport {
  /** Keys of the objects whose messages are back in the queue. */
  readonly replayed: readonly string[];
  /** Whether more objects wait under the prefix: call again. */
  readonly more: boolean;
}

async function loadClients() {
  const [s3, sqs] = await Promise.all([import("@aws-sdk/client-s3"), import("@aws-sdk/client-sqs")]);
  return { s3, sqs, bucket: new s3.S3Client(boundedCalls()), queue: new sqs.SQSClient(boundedCalls()) };
}
type Clients = Awaited<ReturnType<typeof loadClients>>;

function messageAttributes(attributes: QuarantinedMessage["attributes"]) {
  const named = Object.entries(attributes).map(
    ([name, value]) => [name, { DataType: "String", StringValue: value }] as const,
  );
  return Object.fromEntries(named);
}

/**
 * Puts one message back. Sent first and moved afterwards: after a crash in between it is sent once more, which
 * separate-events takes for the duplicate that it is.
 */
async function replay(
  clients: Clients,
  where: { readonly bucket: string; readonly queueUrl: string; readonly key: string; readonly replayedKey: string },
  parse: (key: string, text: string) => QuarantinedMessage,
): Promise<void> {
  const { bucket: Bucket, key } = where;
  const object = await clients.bucket.send(new clients.s3.GetObjectCommand({ Bucket, Key: key }));
  const text = (await object.Body?.transformToString("utf-8")) ?? "";
  const message = parse(key, text);
  await clients.queue.send(
    new clients.sqs.SendMessageCommand({
      QueueUrl: where.queueUrl,
      MessageBody: message.body,
      MessageAttributes: messageAttributes(message.attributes),
    }),
  );
  await clients.bucket.send(
    new clients.s3.PutObjectCommand({ Bucket, Key: where.replayedKey, Body: text, ContentType: "application/json" }),
  );
  await clients.bucket.send(new clients.s3.DeleteObjectCommand({ Bucket, Key: key }));
}

/** Makes the handler that a person invokes to put quarantined messages back into the queue. */
export function makeReplayQuarantine() {
  const load = lazily(loadClients);

  return async (request: ReplayRequest | undefined): Promise<ReplayReport> => {
    const env = environment("RAW_BUCKET", "QUEUE_URL");
    const domain = await import("@huut/domain");
    const { prefix = domain.QUARANTINE_PREFIX, limit = 100 } = request ?? {};
    if (!prefix.startsWith(domain.QUARANTINE_PREFIX)) {
      throw new Error(`prefix: "${prefix}" is outside ${domain.QUARANTINE_PREFIX}`);
    }
    if (!Number.isInteger(limit) || limit < 1 || limit > 1000) {
      throw new Error(`limit: ${limit} is not a whole number from 1 to 1000`);
    }
    const clients = await load();
    const replayed: string[] = [];
    let token: string | undefined;
    do {
      const page = await clients.bucket.send(
        new clients.s3.ListObjectsV2Command({ Bucket: env.RAW_BUCKET, Prefix: prefix, ContinuationToken: token }),
      );
      for (const { Key: key = "" } of page.Contents ?? []) {
        const replayedKey = domain.replayedKey(key);
        if (replayedKey === undefined) continue;
        if (replayed.length === limit) return { replayed, more: true };
        const where = { bucket: env.RAW_BUCKET, queueUrl: env.QUEUE_URL, key, replayedKey };
        await replay(clients, where, domain.parseQuarantined);
        replayed.push(key);
      }
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return { replayed, more: false };
  };
}
