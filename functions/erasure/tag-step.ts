import type { Day, TagFormat } from "@huut/domain";
import { loadSqs, sendAll } from "../shared/queues";
import { type Desk, type OpenErasure, type Step, postsOf, remove, save } from "./desk";
import { partitionPrefix, waitFor } from "./lake-steps";
import { deleteVersions, type Version, versionsBelow } from "./versions";

/** The last day that is done, and the run that was asked for of the next one. */
interface TagCursor {
  readonly done?: Day;
  readonly run?: string;
}

/** What lies below a day of the export, in one bucket. */
interface DayFiles {
  readonly format: TagFormat;
  readonly region: string;
  readonly bucket: string;
  readonly inUse: string | undefined;
  readonly versions: readonly Version[];
}

/** One day of the export of tags: it is exported anew, without the author's posts, and then all that was there before goes. */
export const tags: Step = async (desk, state) => {
  const { domain } = desk;
  const at = JSON.parse(state.cursor ?? "{}") as TagCursor;
  // Files may be older than the removal of a post, so every day is exported once. The last look only removes what no table shows.
  const exports = state.tagsTouched || state.pass === 1;
  const days =
    (exports || state.receipt !== undefined) && desk.tagExport !== undefined
      ? domain.curatedDates(await postsOf(desk, state))
      : [];
  const day = days.find((each) => each > (at.done ?? ""));
  if (day === undefined) return save(desk, domain.stepAfter(state, desk.now()));
  const files = await filesOf(desk, day);
  if (files.every(({ versions }) => versions.length === 0)) return save(desk, dayDone(desk, state, day));
  if (!exports) return removeFormer(desk, state, day, files);
  const { run } = at;
  if (run === undefined) return exportAgain(desk, state, at, day);
  if (!files.every(({ inUse }) => isShown(inUse, run))) return save(desk, waitFor(desk, state));
  return removeFormer(desk, state, day, files);
};

function dayDone({ domain, now }: Desk, state: OpenErasure, done: Day) {
  return domain.erasureAfter(state, { cursor: JSON.stringify({ done }), waits: 0 }, now());
}

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

/** Asks for a day. A crash before it is kept asks once more, by a later run: the export takes the later one. */
async function exportAgain(desk: Desk, state: OpenErasure, { done }: TagCursor, day: Day): Promise<OpenErasure> {
  const { domain, tagExport } = desk;
  const run = domain.exportRun(desk.now());
  await sendAll(await loadSqs(), tagExport?.queueUrl ?? "", [domain.exportMessage(day, run)]);
  return save(desk, waitFor(desk, state, { cursor: JSON.stringify({ ...(done && { done }), run }) }));
}

async function removeFormer(desk: Desk, state: OpenErasure, day: Day, files: readonly DayFiles[]) {
  const { domain } = desk;
  const former = files.map((each) => ({
    ...each,
    versions: each.versions.filter((version) => domain.isLeftBehind(version, each.inUse)),
  }));
  const counts = former
    .filter(({ versions }) => versions.length > 0)
    .map(({ bucket, format, versions }) => {
      const objects = new Set(versions.map(({ key }) => key)).size;
      return [`bucket ${bucket}/${domain.TAG_FOLDERS[format]}`, { objects, versions: versions.length }] as const;
    });
  return remove(
    desk,
    state,
    `tags ${day}`,
    Object.fromEntries(counts),
    async () => {
      for (const { region, bucket, versions } of former) await deleteVersions(await desk.s3(region), bucket, versions);
    },
    () => ({ cursor: JSON.stringify({ done: day }), waits: 0 }),
  );
}
