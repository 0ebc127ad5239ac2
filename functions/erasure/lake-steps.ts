import type { ErasureSubject, Removed } from "@huut/domain";
import { boundedCalls } from "../shared/bounded-calls";
import { isNamed } from "../shared/dynamo";
import { partitionOf } from "../shared/glue";
import type { S3 } from "../shared/s3";
import { type Desk, type OpenErasure, type Step, postsOf, remove, save, subjectOf } from "./desk";
import {
  countsOf,
  deleteFound,
  deleteVersions,
  type FoundVersions,
  type Version,
  versionPage,
  versionsBelow,
} from "./versions";

/** Keys of the raw zone that one piece of work looks at. */
const KEYS_AT_ONCE = 25;
/** How long a step waits before it looks again, and how often. */
const POLL_SECONDS = 60;
const MOST_WAITS = 120;

/** Waits for something outside. @throws Error when it has not come for two hours */
export function waitFor({ domain, now }: Desk, state: OpenErasure, change: object = {}): OpenErasure {
  if (state.waits >= MOST_WAITS) throw new Error(`The step ${state.step} has waited for two hours`);
  const dueAt = domain.later(now(), POLL_SECONDS);
  return domain.erasureAfter(state, { waits: state.waits + 1, dueAt, ...change }, now()) as OpenErasure;
}

interface RawCursor {
  readonly place: number;
  readonly prefix?: string;
  readonly from?: readonly [string, string | undefined];
}

/** Some objects of the raw zone: without the author's lines, and without earlier versions that have them. */
export const raw: Step = async (desk, state) => {
  const { domain, places } = desk;
  const posts = await postsOf(desk, state);
  const at = JSON.parse(state.cursor ?? '{"place":0}') as RawCursor;
  const place = places[at.place];
  if (place === undefined) return save(desk, domain.stepAfter(state, desk.now()));
  const prefixes = domain.rawPrefixes(posts, desk.now());
  const prefix = prefixes.find((each) => each >= (at.prefix ?? ""));
  if (prefix === undefined) return save(desk, to(desk, state, { place: at.place + 1 }));
  const s3 = await desk.s3(place.region);
  const from = prefix === at.prefix ? at.from : undefined;
  const page = await versionPage(s3, place.raw, prefix, from, KEYS_AT_ONCE);
  let now = state;
  const subject = subjectOf(state, posts);
  for (const key of new Set(page.versions.map((version) => version.key))) {
    now = await rewrite(desk, now, s3, { bucket: place.raw, key, own: at.place === 0 }, subject);
  }
  const next = page.next === undefined ? { prefix: `${prefix}\u0000` } : { prefix, from: page.next };
  return save(desk, to(desk, now, { place: at.place, ...next }));
};

function to({ domain, now }: Desk, state: OpenErasure, cursor: RawCursor) {
  return domain.erasureAfter(state, { cursor: JSON.stringify(cursor) }, now());
}

interface RawObject {
  readonly bucket: string;
  readonly key: string;
  /** Whether it lies in the platform's own region; in another one S3 brings the new version. */
  readonly own: boolean;
}

interface Affected extends Version {
  readonly kept: string;
  readonly removed: number;
  readonly packed: boolean;
  readonly eTag: string | undefined;
  readonly headers: object;
}

/** Takes the author's lines out of an object: first a new version, then the old ones go. */
async function rewrite(desk: Desk, state: OpenErasure, s3: S3, object: RawObject, subject: ErasureSubject) {
  const { bucket, key, own } = object;
  const all = (await versionsBelow(s3, bucket, key)).filter((version) => version.key === key);
  const affected: Affected[] = [];
  for (const version of all) {
    const read = version.isMarker ? undefined : await affectedVersion(desk, s3, bucket, version, subject);
    if (read !== undefined) affected.push(read);
  }
  if (affected.length === 0 && state.planned?.name !== `raw ${key}`) return state;
  const latest = affected.find(({ isLatest }) => isLatest);
  const empty = latest !== undefined && latest.kept === "";
  // What an object had before must not become current when its newest version goes.
  const gone: readonly Version[] = empty ? all : affected.filter(({ isLatest }) => own || !isLatest);
  const lines = latest?.removed ?? 0;
  const folder = key.slice(0, key.indexOf("/") + 1);
  const removed: Removed = {
    [`bucket ${bucket}/${folder}`]: { lines, objects: latest === undefined ? 0 : 1, versions: gone.length },
  };
  return remove(
    desk,
    state,
    `raw ${key}`,
    removed,
    async () => {
      if (own && latest !== undefined && !empty) await putAgain(s3, bucket, latest);
      await deleteVersions(s3, bucket, gone);
    },
    ({ lakeTouched }) => ({ lakeTouched: lakeTouched || /^post(s|_updates)\//.test(key) }),
  );
}

async function affectedVersion(
  { domain }: Desk,
  { sdk, client }: S3,
  bucket: string,
  version: Version,
  subject: ErasureSubject,
): Promise<Affected | undefined> {
  const { Body, ETag, ContentType, ContentEncoding } = await client.send(
    new sdk.GetObjectCommand({ Bucket: bucket, Key: version.key, VersionId: version.versionId }),
  );
  const { text, packed } = await unpacked(Body);
  // A quarantined message is one document, whether or not it is laid out in lines.
  const { text: kept, removed } = version.key.startsWith("quarantine/")
    ? { text: "", removed: domain.mentions(text, subject) ? 1 : 0 }
    : domain.withoutSubject(text, subject);
  if (removed === 0) return undefined;
  const headers = { ...(ContentType && { ContentType }), ...(ContentEncoding && { ContentEncoding }) };
  return { ...version, kept, removed, packed, eTag: ETag, headers };
}

/** The text of an object, and whether gzip has packed it. */
async function unpacked(body: { transformToByteArray(): Promise<Uint8Array> } | undefined) {
  const { gunzipSync } = await import("node:zlib");
  const bytes = Buffer.from((await body?.transformToByteArray()) ?? []);
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return { text: (packed ? gunzipSync(bytes) : bytes).toString("utf8"), packed };
}

async function putAgain({ sdk, client }: S3, bucket: string, { key, kept, packed, eTag, headers }: Affected) {
  const { gzipSync } = await import("node:zlib");
  const Body = packed ? gzipSync(kept) : Buffer.from(kept);
  await client.send(new sdk.PutObjectCommand({ Bucket: bucket, Key: key, Body, IfMatch: eTag, ...headers }));
}

/** Has the ETL job recompute the dates that the tombstones touch. */
export const curate: Step = async (desk, state) => {
  if (!state.lakeTouched) return save(desk, desk.domain.stepAfter(state, desk.now()));
  if (state.jobRunId === undefined && !(await areDelivered(desk, state))) return save(desk, waitFor(desk, state));
  return runJob(desk, state, desk.jobs.posts);
};

/** Marks the days that have history of the posts, and has the other ETL job drop it. */
export const history: Step = async (desk, state) => {
  const { domain, places } = desk;
  if (!state.lakeTouched) return save(desk, domain.stepAfter(state, desk.now()));
  const [place] = places;
  if (state.jobRunId === undefined && place !== undefined) {
    const at = state.removedAt ?? state.startedAt;
    const lines = domain.historyMarkers(await postsOf(desk, state), state.erasureId, at);
    if (lines !== "")
      await putMarkers(await desk.s3(place.region), place.raw, domain.historyMarkersKey(state.erasureId, at), lines);
  }
  return runJob(desk, state, desk.jobs.history);
};

/** The same lines at the same place, however often: a run that has read them already reads them once more. */
async function putMarkers({ sdk, client }: S3, bucket: string, key: string, lines: string): Promise<void> {
  const { gzipSync } = await import("node:zlib");
  await client.send(new sdk.PutObjectCommand({ Bucket: bucket, Key: key, Body: gzipSync(lines) }));
}

/** Starts a run of a job, or waits for the one that was started. */
async function runJob(desk: Desk, state: OpenErasure, job: string): Promise<OpenErasure> {
  const { domain } = desk;
  const { sdk, client } = await desk.glue();
  if (state.jobRunId === undefined) {
    try {
      const { JobRunId } = await client.send(new sdk.StartJobRunCommand({ JobName: job }));
      return await save(desk, waitFor(desk, state, { jobRunId: JobRunId }));
    } catch (error) {
      // A run of the schedule's: it may have begun before the tombstones were there.
      if (!isNamed(error, "ConcurrentRunsExceededException")) throw error;
      return save(desk, waitFor(desk, state));
    }
  }
  const { JobRun } = await client.send(new sdk.GetJobRunCommand({ JobName: job, RunId: state.jobRunId }));
  const jobState = JobRun?.JobRunState ?? "";
  if (jobState === "SUCCEEDED") {
    return save(desk, { ...domain.stepAfter(state, desk.now()), jobRunId: undefined } as never);
  }
  if (!/^(FAILED|ERROR|TIMEOUT|STOPPED|EXPIRED)$/.test(jobState)) return save(desk, waitFor(desk, state));
  desk.tools.logger.warn("A run of an ETL job failed", { job, jobRunId: state.jobRunId, jobState });
  return save(desk, waitFor(desk, state, { jobRunId: undefined }));
}

/** Whether the lake has the tombstones of this pass. */
async function areDelivered(desk: Desk, state: OpenErasure): Promise<boolean> {
  const { domain, places } = desk;
  const place = places[0];
  if (state.tombstones === 0 || state.removedAt === undefined || place === undefined) return true;
  const { date, hour } = domain.partitionOf(state.removedAt);
  const s3 = await desk.s3(place.region);
  const prefix = `post_updates/created_date=${date}/created_hour=${hour}/`;
  let seen = 0;
  for (const { key, isLatest, isMarker } of await versionsBelow(s3, place.raw, prefix)) {
    if (!isLatest || isMarker) continue;
    const { Body } = await s3.client.send(new s3.sdk.GetObjectCommand({ Bucket: place.raw, Key: key }));
    const { text } = await unpacked(Body);
    seen += domain.tombstonesOf(text, state.erasureId, state.removedAt);
  }
  return seen >= state.tombstones;
}

/** The files of one curated date that earlier runs have left. */
export const curated: Step = async (desk, state) => {
  const { domain, places } = desk;
  const posts = await postsOf(desk, state);
  const dates = domain.CURATED_TABLES.flatMap((table) => domain.datesOf(table, posts)).sort();
  const date = state.lakeTouched ? dates.find((each) => each > (state.cursor ?? "")) : undefined;
  if (date === undefined) return save(desk, domain.stepAfter(state, desk.now()));
  const found: (FoundVersions & { readonly name: string })[] = [];
  for (const table of domain.CURATED_TABLES) {
    if (!domain.datesOf(table, posts).includes(date)) continue;
    const inUse = await partitionPrefix(desk, table, date);
    for (const { region, curated: bucket } of places) {
      const all = await versionsBelow(await desk.s3(region), bucket, `${table}/created_date=${date}/`);
      const versions = all.filter((version) => domain.isLeftBehind(version, inUse));
      if (versions.length > 0) found.push({ name: `bucket ${bucket}/${table}/`, region, bucket, versions });
    }
  }
  const counts = found.map(({ name, versions }) => [name, countsOf(versions)] as const);
  return remove(
    desk,
    state,
    `curated ${date}`,
    Object.fromEntries(counts),
    () => deleteFound(desk.s3, found),
    () => ({ cursor: date }),
  );
};

/** Below which prefix the files of a date lie that readers of the catalog find. */
export async function partitionPrefix(
  { database, glue }: Desk,
  table: string,
  date: string,
): Promise<string | undefined> {
  const partition = await partitionOf(await glue(), { database, table }, date);
  return /^s3:\/\/[^/]+\/(.+)$/.exec(partition?.StorageDescriptor?.Location ?? "")?.[1];
}

/** Has CloudFront forget the captions, and waits until it has. */
export const invalidate: Step = async (desk, state) => {
  const { domain, distributionId } = desk;
  const paths = state.captionsTouched ? domain.invalidationPaths(await postsOf(desk, state)) : [];
  if (paths.length === 0) return save(desk, domain.stepAfter(state, desk.now()));
  const sdk = await import("@aws-sdk/client-cloudfront");
  const client = new sdk.CloudFrontClient(boundedCalls());
  if (state.cursor !== undefined) {
    const input = { DistributionId: distributionId, Id: state.cursor };
    const { Invalidation } = await client.send(new sdk.GetInvalidationCommand(input));
    const done = Invalidation?.Status === "Completed";
    return save(desk, done ? domain.stepAfter(state, desk.now()) : waitFor(desk, state));
  }
  try {
    // The same reference means the same invalidation: one that is asked for twice is made once.
    const CallerReference = `${state.erasureId}-${state.pass}`;
    const Paths = { Quantity: paths.length, Items: [...paths] };
    const input = { DistributionId: distributionId, InvalidationBatch: { CallerReference, Paths } };
    const { Invalidation } = await client.send(new sdk.CreateInvalidationCommand(input));
    const id = Invalidation?.Id ?? "";
    return await save(desk, waitFor(desk, state, { cursor: id, invalidations: [...state.invalidations, id] }));
  } catch (error) {
    if (!isNamed(error, "TooManyInvalidationsInProgress")) throw error;
    return save(desk, waitFor(desk, state));
  }
};
