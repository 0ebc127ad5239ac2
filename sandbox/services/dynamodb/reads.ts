import type { AttributeValue, QueryInput, ScanInput } from "@aws-sdk/client-dynamodb";
import { holds, Placeholders } from "./expressions/evaluate";
import { parseCondition, type Condition, type Path } from "./expressions/grammar";
import { project, projectionPaths } from "./expressions/projection";
import { checkCondition } from "./expressions/validate";
import { partitionOf } from "./key-condition";
import { assertProjected, assertReadable, assertSegments, assertStart, namesIn, type IndexView } from "./read-checks";
import type { KeySchema, Table } from "./table";
import { itemSize, keyText, normalizeItem, validationError, type Item } from "./values";

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
  | "ConsistentRead"
  | "ExclusiveStartKey"
  | "FilterExpression"
  | "ProjectionExpression"
  | "ExpressionAttributeNames"
  | "ExpressionAttributeValues"
  | "Limit"
  | "Select"
>;

export function query(table: Table, input: QueryInput): Page {
  if (input.KeyConditionExpression === undefined)
    throw validationError(
      "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.",
    );
  const read = new Read(table, input);
  const { schema, placeholders, collection } = read;
  const condition = parseCondition(input.KeyConditionExpression, "KeyCondition");
  placeholders.touch(condition);
  const hash = partitionOf(condition, schema, table.schema.attributes, placeholders);
  read.assertFilterSparesKeys();
  if (read.start && !holds(condition, read.start, placeholders))
    throw validationError("The provided starting key does not match the range key predicate");
  const items = collection.partition(hash, read.start, input.ScanIndexForward === false);
  return read.page(items.filter((item) => holds(condition, item, placeholders)));
}

export function scan(table: Table, input: ScanInput): Page {
  assertSegments(input.Segment, input.TotalSegments);
  const read = new Read(table, input);
  const { schema, collection } = read;
  const segments = input.TotalSegments ?? 1;
  const mine = (item: Item) => segmentOf(item[schema.hash] as AttributeValue, segments) === (input.Segment ?? 0);
  const items = collection.scan(read.start);
  return read.page(segments === 1 ? items : [...items].filter(mine));
}

function segmentOf(hash: AttributeValue, segments: number): number {
  let sum = 0;
  for (const character of keyText(hash)) sum = (sum * 31 + (character.codePointAt(0) as number)) % 65_521;
  return sum % segments;
}

/** What Query and Scan have in common: one page through a table or an index. */
class Read {
  readonly placeholders: Placeholders;
  readonly schema: KeySchema & Partial<IndexView>;
  readonly collection: ReturnType<Table["collection"]>["collection"];
  /** The key after which the page begins. */
  readonly start: Item | undefined;
  private readonly filter: Condition | undefined;
  private readonly paths: readonly Path[] | undefined;

  /** @throws ValidationException */
  constructor(
    private readonly table: Table,
    private readonly input: ReadInput,
  ) {
    const { ExclusiveStartKey: start, FilterExpression: filter, ProjectionExpression: projection } = input;
    const values = input.ExpressionAttributeValues && normalizeItem(input.ExpressionAttributeValues);
    this.placeholders = new Placeholders(input.ExpressionAttributeNames, values);
    const { collection, schema } = table.collection(input.IndexName);
    [this.collection, this.schema] = [collection, schema];
    assertReadable(input, schema);
    this.filter = filter === undefined ? undefined : parseCondition(filter, "Filter");
    this.placeholders.touch(this.filter);
    if (this.filter) checkCondition(this.filter, this.placeholders, "Filter");
    this.paths = projection === undefined ? undefined : projectionPaths(projection, this.placeholders);
    assertProjected(this.paths, this.filter && namesIn(this.filter, this.placeholders), schema, table.schema.key);
    this.start = start && normalizeItem(start);
    if (this.start) assertStart(this.start, schema, table);
  }

  /** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.FilterExpression.html */
  assertFilterSparesKeys(): void {
    if (!this.filter) return;
    const { hash, range } = this.schema;
    const key = namesIn(this.filter, this.placeholders).find((name) => name === hash || name === range);
    if (key === undefined) return;
    throw validationError(
      `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${key}`,
    );
  }

  page(items: Iterable<Item>): Page {
    const { input, filter, placeholders } = this;
    placeholders.assertAllUsed();
    const found: Item[] = [];
    let [scanned, bytes] = [0, 0];
    let last: Item | undefined;
    let more = false;
    for (const item of items) {
      if (scanned === input.Limit || bytes >= pageBytes) {
        more = true;
        break;
      }
      scanned++;
      bytes += itemSize(item);
      last = item;
      if (!filter || holds(filter, item, placeholders)) found.push(this.view(item));
    }
    // DynamoDB gives a key whenever the limit was reached, even if nothing follows.
    const stopped = more || (input.Limit !== undefined && scanned === input.Limit);
    const next = stopped && last ? pageKey(this.table, last, this.schema) : undefined;
    const counts = { Count: found.length, ScannedCount: scanned, ...(next && { LastEvaluatedKey: next }) };
    return input.Select === "COUNT" ? counts : { Items: found, ...counts };
  }

  private view(item: Item): Item {
    const { projection, include } = this.schema;
    const whole = projection === undefined || projection === "ALL";
    const visible = whole ? item : projected(item, { ...this.schema, ...(include && { include }) }, this.table);
    return this.paths ? project(this.paths, visible) : visible;
  }
}

function pageKey(table: Table, item: Item, schema: KeySchema): Item {
  const names = [schema.hash, ...(schema.range === undefined ? [] : [schema.range])];
  return { ...table.keyOf(item), ...Object.fromEntries(names.map((name) => [name, item[name] as AttributeValue])) };
}

function projected(item: Item, schema: KeySchema & { include?: readonly string[] }, table: Table): Item {
  const names = new Set([...Object.keys(pageKey(table, item, schema)), ...(schema.include ?? [])]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}
