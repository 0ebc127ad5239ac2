import type { AttributeValue, QueryCommandOutput } from "@aws-sdk/client-dynamodb";
import type * as HuutDomain from "@huut/domain";
import type { MediaItem, WithdrawMessage, WithdrawnItem } from "@huut/domain";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { type Dynamo, isNamed, loadDynamo, write } from "../shared/dynamo";
import { eachMessage } from "../shared/each-message";
import { environment } from "../shared/environment";
import { lazily } from "../shared/lazily";
import { loadS3, type S3 } from "../shared/s3";
import { loadTools, type Tools } from "../shared/tools";
import { readMedia } from "./items";
import { deleteObjects, keysBelow } from "./objects";

type Domain = typeof HuutDomain;

function settings() {
  const env = environment("CAPTIONS_TABLE", "CURATED_BUCKET", "PUBLISHED_BUCKET");
  return {
    tables: { captions: env.CAPTIONS_TABLE },
    buckets: { curated: env.CURATED_BUCKET, published: env.PUBLISHED_BUCKET },
  };
}
type Settings = ReturnType<typeof settings>;

async function loadClients() {
  const [dynamo, s3] = await Promise.all([loadDynamo(), loadS3()]);
  return { dynamo, s3 };
}

/** What every step of one message needs. */
interface Desk extends Settings {
  readonly domain: Domain;
  readonly dynamo: Dynamo;
  readonly s3: S3;
  readonly tools: Tools;
}

/** Every item of a post, as far as its keys tell; a post may have thousands of corrections. */
async function itemsOf({ dynamo, tables }: Desk, postId: string): Promise<WithdrawnItem[]> {
  const { sdk, client, marshall, unmarshall } = dynamo;
  const items: WithdrawnItem[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page: QueryCommandOutput = await client.send(
      new sdk.QueryCommand({
        TableName: tables.captions,
        KeyConditionExpression: "#postId = :postId",
        ProjectionExpression: "#postId, #language, #mediaVersion",
        ExpressionAttributeNames: { "#postId": "postId", "#language": "language", "#mediaVersion": "mediaVersion" },
        ExpressionAttributeValues: marshall({ ":postId": postId }),
        ConsistentRead: true,
        ExclusiveStartKey: from,
      }),
    );
    items.push(...(page.Items ?? []).map((item) => unmarshall(item) as WithdrawnItem));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return items;
}

/** Withdraws the items that a message is about. Whatever is still on its way finds its condition refused from now on. */
async function withdrawItems(desk: Desk, message: WithdrawMessage): Promise<MediaItem | undefined> {
  const { domain, dynamo, tables } = desk;
  const { postId } = message;
  const now = new Date().toISOString();
  // The media first: from then on nothing new is written about it.
  await write(dynamo, domain.withdrawWrite(message, domain.MEDIA_ITEM, now), tables);
  const media = await readMedia(dynamo, tables.captions, postId);
  const kept = domain.keptVersion(media);
  for (const item of await itemsOf(desk, postId)) {
    if (!domain.concerns(message, item.mediaVersion, kept)) continue;
    const kind = domain.kindOfItem(item.language);
    if (kind === "captions") await write(dynamo, domain.withdrawWrite(message, item.language, now), tables);
    if (kind === "correction") await deleteCorrection(desk, item);
  }
  return media;
}

/** Deletes a correction, unless its author has written it anew for other media. */
async function deleteCorrection({ dynamo, tables }: Desk, { postId, language, mediaVersion }: WithdrawnItem) {
  const { sdk, client, marshall } = dynamo;
  try {
    await client.send(
      new sdk.DeleteItemCommand({
        TableName: tables.captions,
        Key: marshall({ postId, language }),
        ConditionExpression: "#mediaVersion = :mediaVersion",
        ExpressionAttributeNames: { "#mediaVersion": "mediaVersion" },
        ExpressionAttributeValues: marshall({ ":mediaVersion": mediaVersion }),
      }),
    );
  } catch (error) {
    if (!isNamed(error, "ConditionalCheckFailedException")) throw error;
  }
}

/** Deletes the files and transcripts that a message is about. */
async function withdrawObjects(desk: Desk, message: WithdrawMessage, media: MediaItem | undefined): Promise<number> {
  const { domain, s3, buckets } = desk;
  const kept = domain.keptVersion(media);
  const prefixes = domain.withdrawnPrefixes(message);
  let deleted = 0;
  for (const [bucket, prefix] of [
    [buckets.published, prefixes.captions],
    [buckets.curated, prefixes.transcripts],
  ] as const) {
    const keys = await keysBelow(s3, bucket, prefix);
    const gone = keys.filter((key) => domain.concerns(message, domain.versionOfKey(key), kept));
    await deleteObjects(s3, bucket, gone);
    deleted += gone.length;
  }
  return deleted;
}

/** Makes the handler of withdrawals: captions of removed posts, and of recordings that a post has no more, are taken away. */
export function makeWithdrawCaptions() {
  const clients = lazily(loadClients);
  const tools = lazily(loadTools);

  return async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const domain = await import("@huut/domain");
    const desk: Desk = { ...settings(), ...(await clients()), domain, tools: await tools() };
    return eachMessage(event, context, desk.tools, async ({ body }: SQSRecord) => {
      const message = JSON.parse(body) as WithdrawMessage;
      const media = await withdrawItems(desk, message);
      const objects = await withdrawObjects(desk, message, media);
      const { postId, postVersion, mediaVersion } = message;
      desk.tools.logger.info("Withdrew captions", { postId, postVersion, mediaVersion, objects });
    });
  };
}
