import type { GetItemInput, KeysAndAttributes } from "@aws-sdk/client-dynamodb";
import { Placeholders } from "./expressions/evaluate";
import { project, projectionPaths } from "./expressions/projection";
import type { Table } from "./table";
import { itemSize, normalizeItem, validationError, type Item } from "./values";

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html: at most 16 MB an answer. */
const batchBytes = 16 * 1024 * 1024;

type GetInput = Pick<GetItemInput, "Key" | "ProjectionExpression" | "ExpressionAttributeNames">;

/** @throws ValidationException */
export function get(table: Table, input: GetInput): { Item?: Item } {
  const item = found(table, input);
  return item ? { Item: item.visible } : {};
}

function found(table: Table, { Key, ProjectionExpression, ExpressionAttributeNames }: GetInput) {
  const key = normalizeItem(Key as Item);
  table.assertKey(key);
  const placeholders = new Placeholders(ExpressionAttributeNames);
  const paths = ProjectionExpression === undefined ? undefined : projectionPaths(ProjectionExpression, placeholders);
  placeholders.assertAllUsed();
  const item = table.get(key);
  return item && { item, visible: paths ? project(paths, item) : item };
}

/** @throws ValidationException when there is none, or there are too many */
export function limit(what: string, count: number, most: number): void {
  if (count > most) throw validationError(`Too many items requested for the ${what} call`);
  if (count === 0) throw validationError(`${what} must have at least one request`);
}

interface BatchPart {
  readonly name: string;
  readonly request: KeysAndAttributes;
  readonly table: Table;
}

/** The items that are there; what does not fit into one answer comes back as unprocessed keys. */
export function batchGet(parts: readonly BatchPart[]): { Responses: Record<string, Item[]>; UnprocessedKeys: object } {
  limit(
    "BatchGetItem",
    parts.reduce((sum, { request }) => sum + (request.Keys?.length ?? 0), 0),
    100,
  );
  let bytes = 0;
  const Responses: Record<string, Item[]> = {};
  const UnprocessedKeys: Record<string, KeysAndAttributes> = {};
  for (const { name, request, table } of parts) {
    const keys = (request.Keys ?? []).map(normalizeItem);
    if (keys.length === 0)
      throw validationError(`The list of keys in RequestItems for BatchGetItem is required: ${name} has empty list`);
    if (new Set(keys.map((key) => table.id(key))).size < keys.length)
      throw validationError("Provided list of item keys contains duplicates");
    const left: Item[] = [];
    const items = (Responses[name] = [] as Item[]);
    for (const Key of keys) {
      const one = found(table, { ...request, Key });
      bytes += one ? itemSize(one.item) : 0;
      if (bytes > batchBytes) left.push(Key);
      else if (one) items.push(one.visible);
    }
    if (left.length > 0) UnprocessedKeys[name] = { ...request, Keys: left };
  }
  return { Responses, UnprocessedKeys };
}
