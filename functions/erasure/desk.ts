import type * as HuutDomain from "@huut/domain";
import type { ErasedPost, ErasureState, ErasureSubject, Removed, Retention, TagFormat } from "@huut/domain";
import { type Dynamo, loadDynamo } from "../shared/dynamo";
import { environment } from "../shared/environment";
import { queryAll } from "../shared/query";
import { type Glue, loadGlue } from "../shared/glue";
import { lazily } from "../shared/lazily";
import { loadSqs, type Sqs } from "../shared/queues";
import { loadS3, type S3 } from "../shared/s3";
import type { Tools } from "../shared/tools";

/** The buckets of a region. The first place is the platform's own; S3 copies new versions to the others, and deletions of versions never. */
export interface ErasurePlace {
  readonly region: string;
  readonly raw: string;
  readonly curated: string;
  readonly published: string;
}

/** DynamoDB's names of tables, by those that the platform gives them; a stack without the HashtagEngine lacks its tables. */
export type ErasureTables = Readonly<Partial<Record<string, string>>> & {
  readonly posts: string;
  readonly "post-updates": string;
};

/** Names of the jobs that make posts, and the history of posts, of raw rows. */
export type ErasureJobs = Readonly<Record<"posts" | "history", string>>;

/** Who exports a day of tags, and the tables of the catalog that show it. Absent in a stack without the HashtagEngine. */
export interface TagExport {
  readonly queueUrl: string;
  readonly tables: Readonly<Record<TagFormat, string>>;
}

export function settings() {
  const env = environment(
    "ERASURES_TABLE",
    "ERASED_AUTHORS_TABLE",
    "USER_INDEX",
    "TABLES",
    "PLACES",
    "DISTRIBUTION_ID",
    "JOBS",
    "TAG_EXPORT",
    "DATABASE",
    "RETENTION",
    "QUEUE_URL",
  );
  return {
    erasures: env.ERASURES_TABLE,
    authors: env.ERASED_AUTHORS_TABLE,
    userIndex: env.USER_INDEX,
    tables: JSON.parse(env.TABLES) as ErasureTables,
    places: JSON.parse(env.PLACES) as readonly ErasurePlace[],
    distributionId: env.DISTRIBUTION_ID,
    jobs: JSON.parse(env.JOBS) as ErasureJobs,
    tagExport: (JSON.parse(env.TAG_EXPORT) ?? undefined) as TagExport | undefined,
    database: env.DATABASE,
    retention: JSON.parse(env.RETENTION) as Retention,
    queueUrl: env.QUEUE_URL,
  };
}
export type Settings = ReturnType<typeof settings>;

/** What every step needs. */
export interface Desk extends Settings {
  readonly domain: typeof HuutDomain;
  readonly dynamo: Dynamo;
  /** The client of a region. */
  readonly s3: (region: string) => Promise<S3>;
  readonly glue: () => Promise<Glue>;
  readonly sqs: () => Promise<Sqs>;
  readonly tools: Tools;
  readonly now: () => string;
}

/** An erasure that still knows its user. */
export type OpenErasure = ErasureState & { readonly userId: string };

/** One piece of work: the state after it. */
export type Step = (desk: Desk, state: OpenErasure) => Promise<OpenErasure>;

/** Somebody else has gone on with the erasure: whoever finds that has nothing left to do. */
export const SUPERSEDED = "ErasureSuperseded";

/** Keeps a state in the place of the one that it follows from. @throws Error named {@link SUPERSEDED} */
export async function save(desk: Pick<Desk, "dynamo" | "erasures">, next: ErasureState): Promise<OpenErasure> {
  const { sdk, client, marshall } = desk.dynamo;
  const input = {
    TableName: desk.erasures,
    Item: marshall({ ...next }, { removeUndefinedValues: true }),
    ...(next.revision === 1
      ? { ConditionExpression: "attribute_not_exists(erasureId)" }
      : {
          ConditionExpression: "revision = :seen",
          ExpressionAttributeValues: marshall({ ":seen": next.revision - 1 }),
        }),
  };
  try {
    await client.send(new sdk.PutItemCommand(input));
  } catch (error) {
    if ((error as Error).name !== "ConditionalCheckFailedException") throw error;
    throw Object.assign(new Error("The erasure was gone on with elsewhere"), { name: SUPERSEDED });
  }
  return next as OpenErasure;
}

/**
 * Notes what is about to be removed, removes it, and counts it. A crash in between is mended by the same work begun again: it finds what is
 * left, and the count that was noted stays.
 */
export async function remove(
  desk: Desk,
  state: OpenErasure,
  name: string,
  removed: Removed,
  work: () => Promise<void>,
  after: (state: OpenErasure) => Parameters<typeof HuutDomain.counted>[1],
): Promise<OpenErasure> {
  const { domain } = desk;
  const nothing = domain.totalRemoved(removed) === 0 && state.planned?.name !== name;
  if (nothing) return save(desk, domain.erasureAfter(state, after(state), desk.now()));
  const noted = await save(desk, domain.planned(state, name, removed, desk.now()));
  await work();
  return save(desk, domain.counted(noted, after(noted), desk.now()));
}

/** The author's posts, as far as they are known. */
export async function postsOf({ dynamo, erasures, domain }: Desk, { erasureId }: ErasureState): Promise<ErasedPost[]> {
  const between = ["part", domain.POST_PART, `${domain.POST_PART}~`] as const;
  return queryAll<ErasedPost>(dynamo, {
    table: erasures,
    partition: ["erasureId", erasureId],
    between,
    consistent: true,
  });
}

export function subjectOf({ userId }: OpenErasure, posts: readonly ErasedPost[]): ErasureSubject {
  return { userId, postIds: new Set(posts.map(({ postId }) => postId)) };
}

export async function loadDesk(tools: Tools, domain: typeof HuutDomain): Promise<Desk> {
  const dynamo = await loadDynamo();
  const clients = new Map<string, Promise<S3>>();
  const s3 = (region: string): Promise<S3> => {
    const made = clients.get(region) ?? loadS3(region);
    clients.set(region, made);
    return made;
  };
  return {
    ...settings(),
    domain,
    dynamo,
    s3,
    glue: lazily(loadGlue),
    sqs: lazily(loadSqs),
    tools,
    now: () => new Date().toISOString(),
  };
}
