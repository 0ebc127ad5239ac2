import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type * as HuutDomain from "@huut/domain";
import type {
  CaptionItem,
  PostOfText,
  RawTextItem,
  ReviewItem,
  SuggestInput,
  Suggestions,
  Surrounding,
  TagHead,
  TagItem,
  TrendItem,
} from "@huut/domain";
import type { Dynamo } from "../shared/dynamo";
import { readItem } from "../shared/read-item";

/** Where a post's surroundings are looked up. */
export interface ContextPlaces {
  readonly domain: typeof HuutDomain;
  readonly dynamo: Dynamo;
  readonly tables: { readonly hashtags: string };
  readonly postsTable: string;
  /** Read only of posts with speech. */
  readonly captionsTable?: string;
  readonly trendsTable: string;
  readonly tagIndex: string;
  readonly userIndex: string;
  /** Absent: every look-up has to succeed. */
  readonly look?: Look;
}

/** Looks something up; who can do without it gives nothing instead where that fails. */
export type Look = <Found>(what: Surrounding, read: () => Promise<Found>, nothing: Found) => Promise<Found>;

/** Queries at a time: a post asks some thirty. */
const QUERIES_AT_ONCE = 8;
/** How often DynamoDB is asked for what it has left over. */
const MOST_ROUNDS = 6;

/** Items of one partition of an index, the newest first, of what was created before an instant: what comes later changes no suggestion. */
async function newestBefore<Item>(
  { sdk, client, marshall, unmarshall }: Dynamo,
  of: { readonly table: string; readonly index: string; readonly key: string; readonly value: string },
  before: string,
  limit: number,
): Promise<Item[]> {
  const { Items = [] } = await client.send(
    new sdk.QueryCommand({
      TableName: of.table,
      IndexName: of.index,
      KeyConditionExpression: "#key = :key AND #createdAt < :before",
      ExpressionAttributeNames: { "#key": of.key, "#createdAt": "createdAt" },
      ExpressionAttributeValues: marshall({ ":key": of.value, ":before": before }),
      ScanIndexForward: false,
      Limit: limit,
    }),
  );
  return Items.map((item) => unmarshall(item) as Item);
}

/** The author's earlier posts. */
async function earlierPosts(
  { domain, dynamo, postsTable, userIndex }: ContextPlaces,
  { userId, createdAt }: PostOfText,
) {
  const of = { table: postsTable, index: userIndex, key: "userId", value: userId };
  const posts = await newestBefore<PostOfText>(dynamo, of, createdAt, domain.CONTEXT.authorPosts);
  return posts.filter(({ deleted }) => deleted !== true);
}

/** Earlier posts with one of the seeds among the tags that their authors have set. */
async function postsWith(
  places: ContextPlaces,
  seeds: readonly string[],
  { createdAt }: PostOfText,
): Promise<string[]> {
  const { domain, dynamo, tables, tagIndex } = places;
  const { days, postsAPartition, posts } = domain.CONTEXT;
  const day = domain.dayOf(createdAt);
  const partitions = seeds.flatMap((seed) =>
    Array.from({ length: days }, (_, back) => domain.tagDayShards(seed, domain.addDays(day, -back))).flat(),
  );
  const found: TagItem[] = [];
  for (let first = 0; first < partitions.length; first += QUERIES_AT_ONCE) {
    const some = partitions.slice(first, first + QUERIES_AT_ONCE).map((value) => {
      const of = { table: tables.hashtags, index: tagIndex, key: domain.TAG_INDEX, value };
      return newestBefore<TagItem>(dynamo, of, createdAt, postsAPartition);
    });
    found.push(...(await Promise.all(some)).flat());
  }
  // What the platform has suggested itself is no evidence.
  const own = found.filter(({ source }) => source === "manual").map(({ postId }) => postId);
  return [...new Set(own)].slice(0, posts);
}

/** The tags that the authors of posts have set, a list a post. */
async function tagsOfPosts(
  { dynamo, tables }: ContextPlaces,
  postIds: readonly string[],
): Promise<(readonly string[])[]> {
  const { sdk, client, marshall, unmarshall } = dynamo;
  const found: (readonly string[])[] = [];
  let keys: Record<string, AttributeValue>[] = postIds.map((postId) => marshall({ postId, sourceTag: "manual" }));
  for (let round = 1; keys.length > 0; round += 1) {
    if (round > MOST_ROUNDS) throw new Error(`DynamoDB left the tags of ${keys.length} posts unread`);
    if (round > 1) await new Promise((resolve) => setTimeout(resolve, Math.random() * 50 * 2 ** round));
    const input = { RequestItems: { [tables.hashtags]: { Keys: keys } } };
    const { Responses, UnprocessedKeys } = await client.send(new sdk.BatchGetItemCommand(input));
    found.push(...(Responses?.[tables.hashtags] ?? []).map((item) => (unmarshall(item) as TagHead).tags));
    keys = UnprocessedKeys?.[tables.hashtags]?.Keys ?? [];
  }
  return found;
}

/** What trended in the language when the last whole hour before the post had ended. */
async function trendsBefore(
  { domain, dynamo, trendsTable }: ContextPlaces,
  { createdAt }: PostOfText,
  language: string,
) {
  const keys = domain.trendKeysBefore(language, createdAt);
  return domain.trendingTags(await Promise.all(keys.map((key) => readItem<TrendItem>(dynamo, trendsTable, key))));
}

/** The text of a post's captions in the language of its tags, if there are any that are short enough to lie in the table. */
async function captionText({ dynamo, captionsTable }: ContextPlaces, postId: string, tag: string) {
  if (captionsTable === undefined) return undefined;
  const [language = tag] = tag.split("-");
  const captions = await readItem<CaptionItem>(dynamo, captionsTable, { postId, language });
  return captions?.state === "ready" ? captions.text : undefined;
}

/** Everything that a post's tags are suggested from. */
export async function inputFor(places: ContextPlaces, post: PostOfText, item: RawTextItem): Promise<SuggestInput> {
  const { domain } = places;
  const language = domain.languageOfTags(post, item);
  const captions = item.speech === undefined ? undefined : await captionText(places, post.postId, language);
  const said = domain.suggestInput(post, item, captions === undefined ? {} : { captions });
  const seeds = domain.seedsOf(said).slice(0, domain.CONTEXT.seeds);
  const { look = (_what, read) => read() } = places;
  const [earlier, beside, trends] = await Promise.all([
    look("history", () => earlierPosts(places, post), []),
    look("together", async () => tagsOfPosts(places, await postsWith(places, seeds, post)), []),
    look("trends", () => trendsBefore(places, post, language), []),
  ]);
  const all = { earlier, beside, trends, ...(captions === undefined ? {} : { captions }) };
  return { ...domain.suggestInput(post, item, all), together: domain.pairsOf(seeds, beside) };
}

/** Rounds of suggestions: in each but the last, what is blocked gives its place to the next best. */
const MOST_SUGGESTED = 3;

/** Which of these tags moderators have blocked at an instant, everywhere or for the language. */
async function blockedOf(
  { domain, dynamo, trendsTable }: ContextPlaces,
  tags: readonly string[],
  language: string,
  now: string,
): Promise<readonly string[]> {
  const scope = `lang#${domain.normalizeLanguage(language) ?? language}` as const;
  const keys = tags.flatMap((tag) => [domain.reviewKey(tag), domain.reviewKey(tag, scope)]);
  const found = await Promise.all(keys.map((key) => readItem<ReviewItem>(dynamo, trendsTable, key)));
  const decisions = new domain.Decisions(
    found.filter((item) => item !== undefined),
    now,
  );
  return tags.filter((tag) => decisions.of(tag, scope) === "block");
}

/**
 * Tags for a post, none of which is blocked at that instant. Only decisions about what would be suggested are read: two items a tag.
 *
 * @param now when the decisions are asked for
 */
export async function suggestUnblocked(places: ContextPlaces, input: SuggestInput, now: string): Promise<Suggestions> {
  const { domain, look = (_what, read) => read() } = places;
  let blocked: readonly string[] = [];
  for (let round = 1; ; round += 1) {
    const found = domain.suggestTags({ ...input, blocked });
    const tags = found.suggestions.map(({ tag }) => tag);
    const refused = await look("trends", () => blockedOf(places, tags, input.language, now), []);
    if (refused.length === 0) return found;
    if (round === MOST_SUGGESTED) {
      return { ...found, suggestions: found.suggestions.filter(({ tag }) => !refused.includes(tag)) };
    }
    blocked = [...blocked, ...refused];
  }
}
