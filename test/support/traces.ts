import { gunzipSync } from "node:zlib";
import { readTable } from "../../cli/start/evidence";
import { withDuckDb } from "../../sandbox/kernel/duckdb";
import { ObjectFiles } from "../../sandbox/kernel/object-files";
import type { ObjectVersion } from "../../sandbox/services/s3/bucket";
import type { S3Service } from "../../sandbox/services/s3";
import type { Stage } from "./stage";

/** Something that a search through all stores has found: where, and what. */
export interface Trace {
  readonly place: string;
  readonly word: string;
  readonly text: string;
}

/** All items of all tables of a stage, as JSON, by the table's name. */
export function allItems(stage: Stage): Record<string, string[]> {
  const names = [...stage.sandbox.stacks.values()]
    .flatMap(({ resources }) => resources)
    .filter(({ type }) => type === "aws:dynamodb/table:Table")
    .map(({ id }) => id as string);
  const plain = (_: string, value: unknown) => (value instanceof Set ? [...(value as Set<unknown>)] : value);
  return Object.fromEntries(
    names.map((name) => [name, readTable(stage.sandbox, name).map((item) => JSON.stringify(item, plain))]),
  );
}

/** Every version of every object, with its text: unpacked, and Parquet as rows. Access logs and scripts aside. */
export async function allObjects(stage: Stage): Promise<{ name: string; text: string; version: ObjectVersion }[]> {
  const found: { name: string; text: string; version: ObjectVersion }[] = [];
  for (const bucket of stage.sandbox.cloud.service<S3Service>("s3").store.all()) {
    if (bucket.name.includes("-logs-") || bucket.name === stage.output("applicationMediaBucket")) continue;
    for (const key of bucket.keysFrom("")) {
      for (const version of bucket.history(key)) {
        const text = version.deleteMarker ? "" : await textOf(stage, key, version);
        found.push({ name: `${bucket.name}/${key}`, text, version });
      }
    }
  }
  return found;
}

async function textOf({ sandbox: { world } }: Stage, key: string, version: ObjectVersion): Promise<string> {
  const { body } = version;
  if (body[0] === 0x1f && body[1] === 0x8b) return gunzipSync(body).toString("utf8");
  if (!key.endsWith(".parquet")) return body.toString("utf8");
  return ObjectFiles.of(world).inFolder(async (folder) => {
    const path = folder.place("check/file.parquet", { ...version, bucket: "check" });
    return withDuckDb(world, {}, async (session) => {
      const { rows } = await session.table(`SELECT to_json(t)::VARCHAR FROM read_parquet('${path}') t`);
      return rows.map(([row]) => String(row)).join("\n");
    });
  });
}

/** Where any of the words stands, in names and texts. */
export async function tracesOf(stage: Stage, words: readonly string[]): Promise<Trace[]> {
  const places = [
    ...Object.entries(allItems(stage)).flatMap(([table, items]) =>
      items.map((text) => ({ place: `table ${table}`, text })),
    ),
    ...(await allObjects(stage)).map(({ name, text }) => ({ place: `object ${name}`, text: `${name}\n${text}` })),
  ];
  return places.flatMap(({ place, text }) =>
    text
      .split("\n")
      .flatMap((line) => words.filter((word) => line.includes(word)).map((word) => ({ place, word, text: line }))),
  );
}
