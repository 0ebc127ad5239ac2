import type { AttributeValue, BatchGetItemCommandOutput, QueryCommandOutput } from "@aws-sdk/client-dynamodb";
import type { CaptionItem, CorrectionItem, FoundCaptions, MediaItem, RequestItem } from "@huut/domain";
import type { Dynamo } from "../shared/dynamo";
import { readItem } from "../shared/read-item";

/** What the API reads of an item of captions: all but its text, which may be long. */
const CAPTION_FIELDS = [
  "postId",
  "language",
  "postVersion",
  "mediaVersion",
  "mediaKey",
  "updatedAt",
  "state",
  "reason",
  "userId",
  "statedLanguage",
  "spokenLanguage",
  "durationMs",
  "transcriptKey",
  "source",
  "revision",
  "vttKey",
  "srtKey",
  "quality",
  "pending",
];

/** Most rounds of a batch: DynamoDB leaves keys over when it is throttled or the answer gets too large. */
const MAX_ROUNDS = 5;

/** Up to 50, 100, 200 … ms with full jitter, so that writers of one item do not meet again. */
export function pause(attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * 25 * 2 ** attempt));
}

/** The state of a post's captions: its media, and each language. */
export async function readCaptions(
  dynamo: Dynamo,
  table: string,
  postId: string,
  consistent: boolean,
): Promise<FoundCaptions> {
  const domain = await import("@huut/domain");
  const names = CAPTION_FIELDS.map((field) => [`#${field}`, field] as const);
  const read = {
    ProjectionExpression: names.map(([name]) => name).join(", "),
    ExpressionAttributeNames: Object.fromEntries(names),
    ConsistentRead: consistent,
  };
  let keys = domain.captionSortKeys().map((language) => dynamo.marshall({ postId, language }));
  const items: (MediaItem | CaptionItem)[] = [];
  for (let round = 1; keys.length > 0; round += 1) {
    if (round > MAX_ROUNDS) throw new Error(`DynamoDB left ${keys.length} items of post ${postId} unread`);
    if (round > 1) await pause(round);
    const page: BatchGetItemCommandOutput = await dynamo.client.send(
      new dynamo.sdk.BatchGetItemCommand({ RequestItems: { [table]: { ...read, Keys: keys } } }),
    );
    for (const item of page.Responses?.[table] ?? []) {
      items.push(dynamo.unmarshall(item) as MediaItem | CaptionItem);
    }
    keys = page.UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return domain.foundCaptions(items);
}

/** Corrections of a language's captions, of any media version, in the order of cues. */
export async function readCorrections(
  dynamo: Dynamo,
  table: string,
  {
    postId,
    language,
    consistent,
  }: { readonly postId: string; readonly language: string; readonly consistent: boolean },
): Promise<readonly CorrectionItem[]> {
  const items: CorrectionItem[] = [];
  let start: Record<string, AttributeValue> | undefined;
  do {
    const page: QueryCommandOutput = await dynamo.client.send(
      new dynamo.sdk.QueryCommand({
        TableName: table,
        KeyConditionExpression: "#postId = :postId AND begins_with(#language, :prefix)",
        ExpressionAttributeNames: { "#postId": "postId", "#language": "language" },
        ExpressionAttributeValues: dynamo.marshall({ ":postId": postId, ":prefix": `${language}#` }),
        ConsistentRead: consistent,
        ExclusiveStartKey: start,
      }),
    );
    items.push(...(page.Items ?? []).map((item) => dynamo.unmarshall(item) as CorrectionItem));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return items;
}

export function readRequest(dynamo: Dynamo, table: string, requestId: string): Promise<RequestItem | undefined> {
  return readItem<RequestItem>(dynamo, table, { requestId });
}
