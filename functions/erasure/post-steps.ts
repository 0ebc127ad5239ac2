import type { ErasedPost, ErasureState, PostUpdate, Removed } from "@huut/domain";
import { boundedCalls } from "../shared/bounded-calls";
import { isNamed, transactInTurn } from "../shared/dynamo";
import { queried, queryAll } from "../shared/query";
import { readItem } from "../shared/read-item";
import { type Desk, type OpenErasure, type Step, postsOf, remove, save, subjectOf } from "./desk";
import { deleteItems, keysOf, scanPage } from "./tables";
import { countsOf, deleteFound, versionsBelow } from "./versions";

/** Events that were read before the marker was there are stored by then: twice as long as separate-events may take. */
const MARK_SECONDS = 60;
/** Readers of the streams follow within seconds; what they write later, the next pass finds. */
const FOLLOW_SECONDS = 90;
/** Firehose gathers for 300 s, and may take half as long again. */
const DELIVERY_SECONDS = 480;

/** Refuses the author's events from now on. */
export const mark: Step = async (desk, state) => {
  const { sdk, client, marshall } = desk.dynamo;
  const Item = marshall(desk.domain.authorMarker(state.userId, state.erasureId, desk.now()));
  await client.send(new sdk.PutItemCommand({ TableName: desk.authors, Item }));
  return save(desk, desk.domain.stepAfter(state, desk.now(), MARK_SECONDS));
};

/** Notes the author's posts, those that were removed before, too. */
export const list: Step = async (desk, state) => {
  const { domain, dynamo, tables, userIndex } = desk;
  const { sdk, client, marshall, unmarshall } = dynamo;
  const { Items = [], LastEvaluatedKey: last } = await client.send(
    new sdk.QueryCommand({
      TableName: tables.posts,
      IndexName: userIndex,
      KeyConditionExpression: "#userId = :userId",
      ProjectionExpression: "#postId, #createdAt",
      ExpressionAttributeNames: { "#userId": "userId", "#postId": "postId", "#createdAt": "createdAt" },
      ExpressionAttributeValues: marshall({ ":userId": state.userId }),
      ExclusiveStartKey: state.cursor === undefined ? undefined : marshall(JSON.parse(state.cursor)),
    }),
  );
  for (const item of Items) {
    const { postId, createdAt } = unmarshall(item) as { postId: string; createdAt: string };
    await notePost(desk, state, { postId, createdAt: [createdAt], hours: [], media: [] });
  }
  if (last) return save(desk, domain.erasureAfter(state, { cursor: JSON.stringify(unmarshall(last)) }, desk.now()));
  const next = domain.stepAfter(state, desk.now());
  return save(desk, { ...next, removedAt: desk.now() });
};

/** Notes a post with all that is known of it; a post that is noted already keeps what was known before. */
async function notePost(desk: Desk, { erasureId }: ErasureState, post: Omit<ErasedPost, "erasureId" | "part">) {
  const { sdk, client, marshall } = desk.dynamo;
  const part = `${desk.domain.POST_PART}${post.postId}`;
  const known = await readItem<ErasedPost>(desk.dynamo, desk.erasures, { erasureId, part });
  const both = (a: readonly string[] = [], b: readonly string[]) => [...new Set([...a, ...b])].sort();
  const item: ErasedPost = {
    erasureId,
    part,
    postId: post.postId,
    createdAt: both(known?.createdAt, post.createdAt),
    hours: both(known?.hours, post.hours),
    media: both(known?.media, post.media),
  };
  if (JSON.stringify(known) === JSON.stringify(item)) return;
  await client.send(new sdk.PutItemCommand({ TableName: desk.erasures, Item: marshall(item) }));
}

type PostState = Partial<PostUpdate> & { readonly postId: string; readonly createdAt: string };

/** Everything that the history tells of where traces of a post lie, before it is gone. */
async function noteHistory(desk: Desk, state: OpenErasure, current: PostState): Promise<void> {
  const { domain, dynamo, tables } = desk;
  const rows = await queryAll<PostState>(dynamo, {
    table: tables["post-updates"],
    partition: ["postId", current.postId],
    fields: ["postId", "createdAt", "occurredAt", "audioFile", "videoFile"],
    consistent: true,
  });
  const states = [current, ...rows];
  await notePost(desk, state, {
    postId: current.postId,
    createdAt: states.map(({ createdAt }) => createdAt),
    hours: states.flatMap(({ occurredAt }) => (occurredAt === undefined ? [] : [occurredAt.slice(0, 13)])),
    media: states
      .flatMap(({ audioFile, videoFile }) => [audioFile, videoFile])
      .flatMap((file) => (file === undefined ? [] : [domain.mediaVersionOf(file)])),
  });
}

/** Puts a tombstone in the place of a post, as if the application had removed it. */
export const removePost: Step = async (desk, state) => {
  const { domain, dynamo, tables } = desk;
  const post = await postAfter(desk, state);
  if (post === undefined) {
    return save(desk, domain.stepAfter(state, desk.now(), state.tombstones > 0 ? FOLLOW_SECONDS : 0));
  }
  const current = await readItem<PostState>(dynamo, tables.posts, { postId: post.postId });
  const theirs = current !== undefined && current.userId === state.userId;
  if (theirs) await noteHistory(desk, state, current);
  const at = state.removedAt ?? desk.now();
  const made = { "table posts": { items: theirs ? 1 : 0 } };
  return remove(
    desk,
    state,
    `remove ${post.part}`,
    made,
    async () => {
      if (!theirs) return;
      const writes = domain.eraseWrites(current, state.userId, state.erasureId, at);
      // Refused: another delivery of the message has done it.
      await transactInTurn(dynamo, writes, { posts: tables.posts, "post-updates": tables["post-updates"] });
    },
    ({ planned, tombstones, lakeTouched }) => {
      const more = planned?.removed["table posts"]?.["items"] ?? 0;
      return { cursor: post.part, tombstones: tombstones + more, lakeTouched: lakeTouched || more > 0 };
    },
  );
};

/** The next of the author's posts, in the order of their identifiers. */
async function postAfter({ domain, dynamo, erasures }: Desk, { erasureId, cursor }: OpenErasure) {
  const from = cursor === undefined ? domain.POST_PART : `${cursor}\u0000`;
  const between = ["part", from, `${domain.POST_PART}~`] as const;
  const query = { table: erasures, partition: ["erasureId", erasureId], between, consistent: true, limit: 1 } as const;
  for await (const post of queried<ErasedPost>(dynamo, query)) return post;
  return undefined;
}

/** What tables and buckets have of one post. */
export const erasePost: Step = async (desk, state) => {
  const { domain, dynamo } = desk;
  const post = await postAfter(desk, state);
  if (post === undefined) return save(desk, domain.stepAfter(state, desk.now()));
  const items = await itemsOf(desk, post.postId);
  const objects = await objectsOf(desk, post.postId);
  const removed: Removed = Object.fromEntries([
    ...items.map(({ name, keys }) => [`table ${name}`, { items: keys.length }] as const),
    ...objects.map(({ name, versions }) => [name, countsOf(versions)] as const),
  ]);
  return remove(
    desk,
    state,
    `post ${post.part}`,
    removed,
    async () => {
      for (const { table, keys } of items) await deleteItems(dynamo, table, keys);
      await deleteFound(desk.s3, objects);
      await deleteJobs(desk, post);
    },
    ({ captionsTouched, tagsTouched }) => ({
      cursor: post.part,
      tagsTouched: tagsTouched || items.some(({ name }) => name === "hashtags"),
      captionsTouched: captionsTouched || objects.length > 0 || (state.pass === 1 && post.media.length > 0),
    }),
  );
};

async function itemsOf({ domain, dynamo, tables }: Desk, postId: string) {
  const found = [];
  for (const name of domain.TABLES_BY_POST) {
    const table = tables[name];
    if (table === undefined) continue;
    const keys = domain.ERASED_KEYS[name] ?? [];
    const fields = [...keys, ...(name === "post-updates" ? ["eventId"] : [])];
    const items = await queryAll<Record<string, unknown>>(dynamo, {
      table,
      partition: ["postId", postId],
      fields,
      consistent: true,
    });
    const gone = items.filter(({ eventId }) => !domain.isErasureEvent(eventId)).map((item) => keysOf(item, keys));
    if (gone.length > 0) found.push({ name, table, keys: gone });
  }
  return found;
}

async function objectsOf(desk: Desk, postId: string) {
  const found = [];
  for (const place of desk.places) {
    const s3 = await desk.s3(place.region);
    for (const { bucket: kind, prefix, isOwn } of desk.domain.prefixesOfPost(postId)) {
      const bucket = place[kind];
      const versions = (await versionsBelow(s3, bucket, prefix)).filter(({ key }) => isOwn(key));
      const name = `bucket ${bucket}/${prefix.slice(0, prefix.indexOf("/") + 1)}`;
      if (versions.length > 0) found.push({ name, region: place.region, bucket, versions });
    }
  }
  return found;
}

/** Transcribe keeps jobs, with where their media lay, for 90 days. */
async function deleteJobs({ domain }: Desk, { postId, media }: ErasedPost): Promise<void> {
  if (media.length === 0) return;
  const sdk = await import("@aws-sdk/client-transcribe");
  const client = new sdk.TranscribeClient(boundedCalls());
  for (const mediaVersion of media) {
    const TranscriptionJobName = domain.jobNameOf(postId, mediaVersion);
    try {
      await client.send(new sdk.DeleteTranscriptionJobCommand({ TranscriptionJobName }));
    } catch (error) {
      // It says so by a bad request that there is none, or that it is still under way, which nothing shortens.
      if (!isNamed(error, "NotFoundException") && !isNamed(error, "BadRequestException")) throw error;
    }
  }
}

/** A page of a table whose keys do not begin with a post. */
export const scan: Step = async (desk, state) => {
  const { domain, dynamo, tables } = desk;
  const at = JSON.parse(state.cursor ?? "{}") as { table?: string; from?: Record<string, unknown> };
  const all = domain.SCANNED_TABLES.filter((name) => tables[name] !== undefined);
  const name = all.find((each) => each === at.table) ?? all[0];
  if (name === undefined) return save(desk, domain.stepAfter(state, desk.now()));
  const table = tables[name] ?? "";
  const { items, next } = await scanPage(dynamo, table, domain.SCANNED_FIELDS[name], at.from);
  const subject = subjectOf(state, await postsOf(desk, state));
  const own = items.filter((item) => domain.isOfSubject(name, item, subject));
  const keys = own.map((item) => keysOf(item, domain.ERASED_KEYS[name] ?? []));
  const following = next ? name : all[all.indexOf(name) + 1];
  return remove(
    desk,
    state,
    `scan ${state.cursor ?? ""}`,
    keys.length === 0 ? {} : { [`table ${name}`]: { items: keys.length } },
    () => deleteItems(dynamo, table, keys),
    (noted) => {
      if (following !== undefined) return { cursor: JSON.stringify({ table: following, ...(next && { from: next }) }) };
      const found = noted.found + domain.totalRemoved(noted.planned?.removed ?? {});
      const dueAt = domain.later(desk.now(), found > 0 ? DELIVERY_SECONDS : 0);
      return { step: domain.afterStep("scan"), cursor: undefined, waits: 0, dueAt } as object;
    },
  );
};
