import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { MediaObject } from "../../samples/speeches";
import { exitStatus, UserError } from "../shared";

/** The folders of the application's bucket that posts' recordings lie in; the platform may read no other. */
const recordings = /^(audio|video)\//;

/**
 * The files below a folder as objects of the application's bucket, ordered by key: a file's key is its path below the
 * folder. A file is read when it is put. Hidden files are passed over.
 * @throws UserError when there is no such folder, or no recording in it
 */
export function readMediaFolder(folder: string): MediaObject[] {
  const state = statSync(folder, { throwIfNoEntry: false });
  if (!state) throw new UserError(`The media folder ${folder} does not exist.`, exitStatus.input);
  if (!state.isDirectory()) throw new UserError(`The media ${folder} is no folder.`, exitStatus.input);
  const objects = filesBelow(folder)
    .map((file) => ({ key: relative(folder, file).split(sep).join("/"), make: () => readFileSync(file) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  if (objects.some(({ key }) => recordings.test(key))) return objects;
  const cure = `a post whose audioFile is audio/u-1/p-1.mp3 finds ${join(folder, "audio", "u-1", "p-1.mp3")}`;
  throw new UserError(`The media folder ${folder} holds no file below audio/ or video/: ${cure}.`, exitStatus.input);
}

/** Links are followed to files, not to folders: those may lead in circles. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith("."))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path);
      return statSync(path).isFile() ? [path] : [];
    });
}
