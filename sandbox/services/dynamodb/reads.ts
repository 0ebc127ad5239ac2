import type { AttributeValue, QueryInput, ScanInput } from "@aws-sdk/client-dynamodb";
import { holds, Placeholders, project } from "./expressions/evaluate";
import { parseCondition, type Condition, type Operand } from "./expressions/grammar";
import type { KeySchema, Table } from "./table";
import { equal, itemSize, keyText, normalizeItem, validationError, type Item } from "./values";

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html: at most 1 MB a page. */
const pageBytes = 1024 * 1024;

export interface Page {
  readonly Items?: Item[];
  readonly Count: number;
  readonly ScannedCount: number;
  readonly LastEvaluatedKey?: Item;
}

type ReadInput = Pick<
  QueryInput,
  | "IndexName"
  | "ExclusiveStartKey"
  | "FilterExpression"
  | "ProjectionExpression"
  | "ExpressionAttributeNames"
  | "ExpressionAttributeValues"
  | "Limit"
  | "Select"
>;

export function query(table: Table, input: QueryInput): Page {
  const placeholders = placeholdersOf(input);
  const { collection, schema } = table.collection(input.IndexName);
  if (input.KeyConditionExpression === undefined)
    throw validationError(
      "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.",
    );
  const condition = parseCondition(input.KeyConditionExpression);
  placeholders.touch(condition);
  const hash = hashOf(condition, schema, placeholders);
  let items = collection.partition(hash).filter((item) => holds(condition, item, placeholders));
  if (input.ScanIndexForward === false) items = items.reverse();
  return page(table, items, input, schema, placeholders);
}

export function scan(table: Table, input: ScanInput): Page {
  const placeholders = placeholdersOf(input);
  const { collection, schema } = table.collection(input.IndexName);
  const segments = input.TotalSegments ?? 1;
  const mine = (item: Item) => segmentOf(item[schema.hash] as AttributeValue, segments) === (input.Segment ?? 0);
  const items = segments === 1 ? collection.scan() : [...collection.scan()].filter(mine);
  return page(table, items, input, schema, placeholders);
}

function segmentOf(hash: AttributeValue, segments: number): number {
  let sum = 0;
  for (const character of keyText(hash)) sum = (sum * 31 + (character.codePointAt(0) as number)) % 65_521;
  return sum % segments;
}

function placeholdersOf(input: ReadInput): Placeholders {
  return new Placeholders(
    input.ExpressionAttributeNames,
    input.ExpressionAttributeValues && normalizeItem(input.ExpressionAttributeValues),
  );
}

/** A key condition is one equality on the partition key and at most one condition on the sort key. */
function hashOf(condition: Condition, schema: KeySchema, placeholders: Placeholders): AttributeValue {
  const parts = condition.kind === "and" ? condition.conditions : [condition];
  if (parts.length > 2) throw validationError("Conditions can be of length 1 or 2 only");
  let hash: AttributeValue | undefined;
  for (const part of parts) {
    const [left, right] = sides(part);
    const name = left?.kind === "path" ? placeholders.resolve(left.path)[0] : undefined;
    if (name === schema.hash && part.kind === "compare" && part.operator === "=" && right?.kind === "value") {
      hash = placeholders.value(right.name);
    } else if (
      name !== schema.range ||
      !["compare", "between", "begins"].includes(part.kind) ||
      (part.kind === "compare" && part.operator === "<>")
    ) {
      throw validationError("Query condition missed key schema element or Query key condition not supported");
    }
  }
  if (!hash) throw validationError(`Query condition missed key schema element: ${schema.hash}`);
  return hash;
}

function sides(condition: Condition): readonly (Operand | undefined)[] {
  if (condition.kind === "compare" || condition.kind === "begins") return condition.operands;
  return condition.kind === "between" ? [condition.operand, condition.low] : [];
}

function page(
  table: Table,
  items: Iterable<Item>,
  input: ReadInput,
  schema: KeySchema & { projection?: string; include?: readonly string[] },
  placeholders: Placeholders,
): Page {
  const filter = input.FilterExpression === undefined ? undefined : parseCondition(input.FilterExpression);
  if (filter) placeholders.touch(filter);
  const found: Item[] = [];
  let [scanned, bytes] = [0, 0];
  let last: Item | undefined;
  let skipping = input.ExclusiveStartKey;
  let more = false;
  for (const item of items) {
    if (skipping) {
      if (isAt(table, skipping, item)) skipping = undefined;
      continue;
    }
    if (scanned === input.Limit || bytes >= pageBytes) {
      more = true;
      break;
    }
    scanned++;
    bytes += itemSize(item);
    last = item;
    if (!filter || holds(filter, item, placeholders)) found.push(view(item, input, schema, table, placeholders));
  }
  if (found.length === 0 && input.ProjectionExpression !== undefined)
    project(input.ProjectionExpression, {}, placeholders);
  placeholders.assertAllUsed();
  // DynamoDB gives a key whenever the limit was reached, even if nothing follows.
  const stopped = more || (input.Limit !== undefined && scanned === input.Limit);
  const next = stopped && last ? pageKey(table, last, schema) : undefined;
  const counts = { Count: found.length, ScannedCount: scanned, ...(next && { LastEvaluatedKey: next }) };
  return input.Select === "COUNT" ? counts : { Items: found, ...counts };
}

function isAt(table: Table, start: Item, item: Item): boolean {
  return Object.entries(table.keyOf(item)).every(([name, value]) => equal(start[name], value));
}

function pageKey(table: Table, item: Item, schema: KeySchema): Item {
  const names = [schema.hash, ...(schema.range === undefined ? [] : [schema.range])];
  return { ...table.keyOf(item), ...Object.fromEntries(names.map((name) => [name, item[name] as AttributeValue])) };
}

function view(
  item: Item,
  input: ReadInput,
  schema: KeySchema & { projection?: string; include?: readonly string[] },
  table: Table,
  placeholders: Placeholders,
): Item {
  const visible =
    schema.projection === undefined || schema.projection === "ALL" ? item : projected(item, schema, table);
  return input.ProjectionExpression === undefined
    ? visible
    : project(input.ProjectionExpression, visible, placeholders);
}

function projected(item: Item, schema: KeySchema & { include?: readonly string[] }, table: Table): Item {
  const names = new Set([...Object.keys(pageKey(table, item, schema)), ...(schema.include ?? [])]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}
