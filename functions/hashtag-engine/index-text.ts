import type * as HuutDomain from "@huut/domain";
import type { CaptionItem, ConditionalWrite, DocumentItem, PostIndex, PostMarker, PostOfSearch } from "@huut/domain";
import type { KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";
import { type Dynamo, loadDynamo, transactInTurn, write } from "../shared/dynamo";
import { environment } from "../shared/environment";
import { lazily } from "../shared/lazily";
import { queryAll } from "../shared/query";
import { readItem } from "../shared/read-item";
import { loadS3, readText, type S3 } from "../shared/s3";
import { loadTools, type Tools } from "../shared/tools";
import { eachPost, type PostChange } from "./table-changes";

/** What following one change takes. */
interface Desk {
  readonly domain: typeof HuutDomain;
  readonly dynamo: Dynamo;
  readonly s3: () => Promise<S3>;
  readonly tables: { readonly "search-terms": string };
  readonly postsTable: string;
  readonly bucket: string;
  readonly tools: Tools;
}

/** How often a post's documents are read again because somebody else has written them meanwhile. */
const MOST_TRIES = 6;

type Transaction = readonly ConditionalWrite<"search-terms">[];

async function readIndex({ domain, dynamo, tables }: Desk, postId: string): Promise<PostIndex> {
  const { termShard } = domain.markerKey(postId);
  const query = { table: tables["search-terms"], partition: ["termShard", termShard], consistent: true } as const;
  return domain.postIndexOf(await queryAll<DocumentItem | PostMarker>(dynamo, query));
}

/** Makes transactions that follow from what the index has of a post; when one is refused, from what it has then. */
async function change(desk: Desk, postId: string, next: (index: PostIndex) => readonly Transaction[]): Promise<void> {
  const { dynamo, tables } = desk;
  for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
    const transactions = next(await readIndex(desk, postId)).filter(({ length }) => length > 0);
    let made = 0;
    for (const writes of transactions) {
      if ((await transactInTurn(dynamo, writes, tables)) !== undefined) break;
      made += 1;
    }
    if (made === transactions.length) return;
    // Full jitter, so that the writers do not meet again.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 25 * 2 ** attempt));
  }
  throw new Error(`The index of post ${postId} is written all the time`);
}

/** A removed post vanishes with its marker, before its documents follow. */
async function followPost(desk: Desk, post: PostOfSearch): Promise<void> {
  const { domain, dynamo, tables } = desk;
  const { postId, deleted } = post;
  // Refused: a newer state has been here, or the same one, which then goes on from where it ended.
  if (!(await write(dynamo, domain.markWrite(postId, deleted, post), tables))) return;
  if (deleted) return change(desk, postId, (index) => domain.withdrawals(index, postId, post, () => true));
  const document = domain.documentOfPost(post);
  return change(desk, postId, (index) => [
    domain.documentChange(index, document),
    ...domain.withdrawals(index, postId, post, (other) => domain.isOtherText(other, document)),
  ]);
}

/** The text of captions: of an item, or of the file where it is too long for one. */
async function textOf({ domain, s3, bucket }: Desk, { text, srtKey }: CaptionItem): Promise<string | undefined> {
  if (text !== undefined || srtKey === undefined) return text;
  const file = await readText(await s3(), bucket, srtKey);
  return file === undefined
    ? undefined
    : domain
        .fromSrt(file)
        .flatMap(({ lines }) => lines)
        .join("\n");
}

async function followCaptions(desk: Desk, item: CaptionItem): Promise<void> {
  const { domain, dynamo, postsTable, tools } = desk;
  const { postId, language, state } = item;
  if (state === "translating" || state === "parked") return;
  if (state !== "ready") return change(desk, postId, (index) => domain.captionsWithdrawal(index, item));
  const post = await readItem<PostOfSearch>(dynamo, postsTable, { postId });
  const text = post === undefined || post.deleted ? undefined : await textOf(desk, item);
  if (post === undefined || text === undefined) {
    return tools.logger.info("Captions of what is gone meanwhile", { postId, language });
  }
  const document = domain.documentOfCaptions(item, post.createdAt, text);
  return change(desk, postId, (index) => [domain.documentChange(index, document)]);
}

/** The newest state of the post that changes show, if they change what it is found by. */
function newestPost(domain: typeof HuutDomain, changes: readonly PostChange[]): PostOfSearch | undefined {
  const states = changes.flatMap((each) => {
    const seen = domain.statesSeen<PostOfSearch>(each);
    const is = seen.at(-1);
    const was = each.before as PostOfSearch | undefined;
    return is !== undefined && domain.concernsSearch(was, is) ? [is] : [];
  });
  return states.toSorted(domain.compareStates).at(-1);
}

/** The newest captions of each language that changes show, if they change what they are found by. */
function newestCaptions(domain: typeof HuutDomain, changes: readonly PostChange[]): CaptionItem[] {
  const items = changes.flatMap(({ before, after }) => {
    if (after === undefined || !domain.isCaptions(after)) return [];
    return domain.captionsConcernSearch(before as CaptionItem | undefined, after) ? [after] : [];
  });
  const order = (a: CaptionItem, b: CaptionItem) =>
    domain.compareStates(domain.orderOfCaptions(a), domain.orderOfCaptions(b));
  return [...Map.groupBy(items, ({ language }) => language).values()].flatMap((own) => own.toSorted(order).slice(-1));
}

/**
 * Makes the reader of changes of posts and captions that keeps `search-terms`. A record that comes again, late, or in another order
 * changes nothing: markers and documents have the order of the state that they are of.
 */
export function makeIndexText() {
  const clients = lazily(loadDynamo);
  const s3 = lazily(loadS3);
  const tools = lazily(loadTools);

  return async (event: KinesisStreamEvent): Promise<KinesisStreamBatchResponse> => {
    const env = environment("SEARCH_TERMS_TABLE", "POSTS_TABLE", "PUBLISHED_BUCKET");
    const domain = await import("@huut/domain");
    const [dynamo, used] = [await clients(), await tools()];
    const tables = { "search-terms": env.SEARCH_TERMS_TABLE };
    const desk = { domain, dynamo, s3, tables, postsTable: env.POSTS_TABLE, bucket: env.PUBLISHED_BUCKET, tools: used };
    return eachPost(event, dynamo, used, async (_postId, changes) => {
      const isOfPost = ({ before, after }: PostChange) => "createdAt" in (after ?? before ?? {});
      const post = newestPost(domain, changes.filter(isOfPost));
      if (post !== undefined) await followPost(desk, post);
      for (const item of newestCaptions(domain, changes)) await followCaptions(desk, item);
    });
  };
}
