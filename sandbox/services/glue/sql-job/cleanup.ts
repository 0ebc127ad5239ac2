import { parseS3Url, type Actor } from "../../../kernel/actor";

/** Of each date the place in use and the one before stay: a query that began earlier may still read the latter. */
const runsKept = 2;

/** Removes the places of a date that no query can still be reading. `location` is the one in use, `…/<date>/run=<id>/`. */
export async function removeOldRuns(actor: Actor, location: string): Promise<void> {
  const { bucket, key } = parseS3Url(location);
  const [, prefix = "", inUse = ""] = /^(.*\/)([^/]+)\/$/.exec(key) ?? [];
  const runs = new Map<string, { newest: number; readonly keys: string[] }>();
  for (const object of await actor.list(bucket, prefix)) {
    const run = object.key.slice(prefix.length).split("/")[0] as string;
    const known = runs.get(run) ?? { newest: 0, keys: [] };
    known.keys.push(object.key);
    runs.set(run, { newest: Math.max(known.newest, object.modified), keys: known.keys });
  }
  const others = [...runs].filter(([run]) => run !== inUse);
  others.sort(([nameA, a], [nameB, b]) => b.newest - a.newest || (nameA < nameB ? 1 : -1));
  for (const [, { keys }] of others.slice(runsKept - 1)) {
    for (let first = 0; first < keys.length; first += 1000) {
      const Objects = keys.slice(first, first + 1000).map((Key) => ({ Key }));
      await actor.call("s3", "DeleteObjects", { Bucket: bucket, Delete: { Objects, Quiet: true } });
    }
  }
}
