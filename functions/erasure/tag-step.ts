import type { Day, TagFormat } from "@huut/domain";
import { sendAll } from "../shared/queues";
import { type Desk, type OpenErasure, type Step, postsOf, remove, save } from "./desk";
import { partitionPrefix, waitFor } from "./lake-steps";
import { countsOf, deleteFound, type FoundVersions, versionPage, versionsBelow } from "./versions";

/** Days that are asked for at once. Two folders of each are looked at, in every region. */
const DAYS_AT_ONCE = 30;

interface TagCursor {
  /** The last day that is done. */
  readonly done?: Day;
  /** The run that was asked for, of days up to this one. */
  readonly asked?: { readonly run: string; readonly until: Day };
}

/** What lies below a day of the export, in one bucket. */
interface DayFiles extends FoundVersions {
  readonly format: TagFormat;
  readonly inUse: string | undefined;
}

/**
 * The export of tags. Days are exported anew, without the author's posts: many are asked for at once, and each is one piece of work when the
 * catalog shows it: all that was there before goes.
 */
export const tags: Step = async (desk, state) => {
  const { domain } = desk;
  const at = JSON.parse(state.cursor ?? "{}") as TagCursor;
  // Files may be older than the removal of a post, so every day is exported once. The last look only removes what no table shows.
  const exports = state.tagsTouched || state.pass === 1;
  const days =
    (exports || state.receipt !== undefined) && desk.tagExport !== undefined
      ? domain.curatedDates(await postsOf(desk, state))
      : [];
  const left = days.filter((each) => each > (at.done ?? ""));
  const [day] = left;
  if (day === undefined) return save(desk, domain.stepAfter(state, desk.now()));
  const { run, until } = at.asked ?? { run: "", until: "" };
  if (exports && day > until) return exportAgain(desk, state, at, left.slice(0, DAYS_AT_ONCE));
  const files = await filesOf(desk, day);
  // A day that has no files was not asked for, or has none any more.
  const isDue = !exports || files.every(({ inUse, versions }) => versions.length === 0 || isShown(inUse, run));
  return isDue ? removeFormer(desk, state, { ...at, done: day }, files) : save(desk, waitFor(desk, state));
};

/** Whether the catalog shows files of this run, or of a later one. */
function isShown(inUse: string | undefined, run: string): boolean {
  const [, shown] = /\/run=([^/]+)\//.exec(inUse ?? "") ?? [];
  return shown !== undefined && shown >= run;
}

async function filesOf(desk: Desk, day: Day): Promise<DayFiles[]> {
  const { domain, places, tagExport } = desk;
  const found: DayFiles[] = [];
  for (const format of domain.TAG_FORMATS) {
    const inUse = await partitionPrefix(desk, tagExport?.tables[format] ?? "", day);
    for (const { region, curated: bucket } of places) {
      const versions = await versionsBelow(await desk.s3(region), bucket, domain.dayFolder(format, day));
      found.push({ format, region, bucket, inUse, versions });
    }
  }
  return found;
}

/** Asks for days. A crash before it is kept asks once more, by a later run: the export takes the later one. */
async function exportAgain(desk: Desk, state: OpenErasure, at: TagCursor, days: readonly Day[]): Promise<OpenErasure> {
  const { domain, tagExport } = desk;
  const run = domain.exportRun(desk.now());
  const exported: Day[] = [];
  for (const day of days) if (await hasFiles(desk, day)) exported.push(day);
  const messages = exported.map((day) => domain.exportMessage(day, run));
  await sendAll(await desk.sqs(), tagExport?.queueUrl ?? "", messages);
  const until = days.at(-1) ?? "";
  const cursor = JSON.stringify({ ...at, asked: { run, until } } satisfies TagCursor);
  // Days without files have nothing to wait for.
  if (exported.length === 0) return save(desk, domain.erasureAfter(state, { cursor }, desk.now()));
  return save(desk, waitFor(desk, state, { cursor }));
}

/** Whether anything lies below a day, old versions and delete markers included. */
async function hasFiles({ domain, places, s3 }: Desk, day: Day): Promise<boolean> {
  for (const format of domain.TAG_FORMATS) {
    for (const { region, curated: bucket } of places) {
      const { versions } = await versionPage(await s3(region), bucket, domain.dayFolder(format, day), undefined, 1);
      if (versions.length > 0) return true;
    }
  }
  return false;
}

async function removeFormer(desk: Desk, state: OpenErasure, at: TagCursor, files: readonly DayFiles[]) {
  const { domain } = desk;
  const former = files.map((each) => ({
    ...each,
    versions: each.versions.filter((version) => domain.isLeftBehind(version, each.inUse)),
  }));
  const counts = former
    .filter(({ versions }) => versions.length > 0)
    .map(({ bucket, format, versions }) => {
      return [`bucket ${bucket}/${domain.TAG_FOLDERS[format]}`, countsOf(versions)] as const;
    });
  return remove(
    desk,
    state,
    `tags ${at.done}`,
    Object.fromEntries(counts),
    () => deleteFound(desk.s3, former),
    () => ({ cursor: JSON.stringify(at), waits: 0 }),
  );
}
