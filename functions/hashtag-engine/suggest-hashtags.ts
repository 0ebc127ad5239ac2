import type * as HuutDomain from "@huut/domain";
import type { PostOfText, RawTextItem, StoredTag, TagHead, TagSource, TextMessage } from "@huut/domain";
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { comeBack } from "../shared/come-back";
import { loadDynamo, transactInTurn } from "../shared/dynamo";
import { eachMessage } from "../shared/each-message";
import { environment } from "../shared/environment";
import { lazily } from "../shared/lazily";
import { readItem } from "../shared/read-item";
import { loadTools, type Tools } from "../shared/tools";
import { changeRawText, type RawTextDesk } from "./raw-text-table";
import { inputFor, suggestUnblocked, type ContextPlaces } from "./suggest-context";

function settings() {
  const env = environment(
    "RAW_TEXT_TABLE",
    "HASHTAGS_TABLE",
    "POSTS_TABLE",
    "CAPTIONS_TABLE",
    "TRENDS_TABLE",
    "TAG_INDEX",
    "USER_INDEX",
    "SUGGESTIONS_QUEUE_URL",
  );
  return {
    tables: { rawText: env.RAW_TEXT_TABLE, hashtags: env.HASHTAGS_TABLE },
    postsTable: env.POSTS_TABLE,
    captionsTable: env.CAPTIONS_TABLE,
    trendsTable: env.TRENDS_TABLE,
    tagIndex: env.TAG_INDEX,
    userIndex: env.USER_INDEX,
    queueUrl: env.SUGGESTIONS_QUEUE_URL,
  };
}
type Settings = Readonly<ReturnType<typeof settings>>;

/** What every step of one message needs. */
interface Desk extends Settings, RawTextDesk, ContextPlaces {
  readonly domain: typeof HuutDomain;
  readonly dynamo: ContextPlaces["dynamo"];
  readonly tables: Settings["tables"];
  readonly captionsTable: string;
  readonly tools: Tools;
}

/** How often a source's tags are written again because somebody else has written them meanwhile. */
const MOST_TRIES = 6;

/** Makes these the post's tags of a source, unless it has newer ones. */
async function writeTags(desk: Desk, post: PostOfText, source: TagSource, tags: readonly StoredTag[], basis: number) {
  const { domain, dynamo, tables } = desk;
  const { postId } = post;
  for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
    const head = await readItem<TagHead>(dynamo, tables.hashtags, { postId, sourceTag: source });
    const writes = domain.tagWrites(post, source, tags, basis, head, new Date().toISOString());
    if (writes.length === 0 || (await transactInTurn(dynamo, writes, tables)) === undefined) return;
  }
  throw new Error(`The ${source} tags of post ${postId} are written all the time`);
}

async function suggest(desk: Desk, post: PostOfText, item: RawTextItem): Promise<void> {
  const { domain, tools } = desk;
  const input = await inputFor(desk, post, item);
  const { suggestions, vetoed } = await suggestUnblocked(desk, input, new Date().toISOString());
  await writeTags(desk, post, "manual", domain.manualTags(post), domain.basisOf(item));
  await writeTags(desk, post, "automated", domain.automatedTags(suggestions), domain.basisOf(item));
  tools.metrics.addMetric("TagsSuggested", "Count", suggestions.length);
  if (vetoed.length > 0) tools.metrics.addMetric("TagsVetoed", "Count", vetoed.length);
  const { postId, version } = post;
  tools.logger.info("Suggested", { postId, version, tags: suggestions.map(({ tag }) => tag), vetoed });
}

async function handle(desk: Desk, postId: string): Promise<void> {
  const { domain, dynamo, tables, postsTable, tools } = desk;
  const item = await readItem<RawTextItem>(dynamo, tables.rawText, { postId });
  if (item === undefined || domain.stageOf(item) !== "suggest") {
    return tools.logger.info("Nobody waits for tags", { postId });
  }
  const post = await readItem<PostOfText>(dynamo, postsTable, { postId });
  if (post === undefined || post.version < (item.removedAt ?? item.text?.postVersion ?? 0)) {
    throw new Error(`The newest version of post ${postId} is not there yet`);
  }
  if (post.deleted === true) {
    for (const source of domain.TAG_SOURCES) await writeTags(desk, post, source, [], domain.TagBasis.removal);
  } else {
    await suggest(desk, post, item);
  }
  await changeRawText(desk, postId, (seen) =>
    seen === undefined ? undefined : domain.suggestedFrom(seen, item.content, new Date().toISOString()),
  );
}

/** Makes the handler of suggestions: a post's own tags, and beside them those that it may want. */
export function makeSuggestHashtags() {
  const clients = lazily(loadDynamo);
  const tools = lazily(loadTools);

  return async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const domain = await import("@huut/domain");
    const desk: Desk = { ...settings(), dynamo: await clients(), domain, tools: await tools() };
    return eachMessage(event, context, desk.tools, async (record) => {
      try {
        await handle(desk, (JSON.parse(record.body) as TextMessage).postId);
      } catch (error) {
        await comeBack(desk.queueUrl, record, desk.tools);
        throw error;
      }
    });
  };
}
