import type { Actor, ListedObject } from "../../kernel/actor";

/** What a job has read, by transformation context: an object is known by its ETag, so that a rewritten one is new. */
export type BookmarkState = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface Bookmark {
  readonly run: number;
  readonly runId: string;
  readonly state: BookmarkState;
}

/** Bookmarks by the job's ARN. They move only when a job commits. */
export class Bookmarks {
  private readonly byJob = new Map<string, Bookmark>();

  of(jobArn: string): Bookmark | undefined {
    return this.byJob.get(jobArn);
  }

  /** A job's `job.init`: its role reads the bookmark, and decrypts it where bookmarks are encrypted. */
  read(jobArn: string, actor: Actor, keyArn: string | undefined): BookmarkState {
    actor.require("glue", "glue:GetJobBookmark", "*");
    const bookmark = this.byJob.get(jobArn);
    if (bookmark && keyArn) actor.require("kms", "kms:Decrypt", keyArn);
    return bookmark?.state ?? {};
  }

  /** A job's `job.commit`. */
  write(jobArn: string, actor: Actor, keyArn: string | undefined, next: { runId: string; state: BookmarkState }): void {
    actor.require("glue", "glue:UpdateJobBookmark", "*");
    if (keyArn) for (const use of ["Encrypt", "GenerateDataKey"]) actor.require("kms", `kms:${use}`, keyArn);
    this.byJob.set(jobArn, { ...next, run: (this.byJob.get(jobArn)?.run ?? 0) + 1 });
  }

  reset(jobArn: string): void {
    this.byJob.delete(jobArn);
  }
}

/** Objects that a context has not seen. */
export function unseen(state: BookmarkState, context: string, objects: readonly ListedObject[]): ListedObject[] {
  const seen = state[context] ?? {};
  return objects.filter((object) => seen[nameOf(object)] !== object.etag);
}

/** The state after a context has seen objects. */
export function advanced(state: BookmarkState, context: string, objects: readonly ListedObject[]): BookmarkState {
  const added = Object.fromEntries(objects.map((object) => [nameOf(object), object.etag]));
  return { ...state, [context]: { ...state[context], ...added } };
}

function nameOf({ bucket, key }: ListedObject): string {
  return `${bucket}/${key}`;
}
