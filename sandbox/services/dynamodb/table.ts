import { createHash } from "node:crypto";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Place } from "../../kernel/arn";
import { compare, keyText, KeyTypeMismatch, validationError, type Item } from "./values";

export interface KeySchema {
  readonly hash: string;
  readonly range?: string;
}

export interface IndexSchema extends KeySchema {
  readonly name: string;
  readonly projection: "ALL" | "KEYS_ONLY" | "INCLUDE";
  readonly include: readonly string[];
}

export interface TableSchema {
  readonly name: string;
  readonly arn: string;
  readonly place: Place;
  readonly key: KeySchema;
  /** Scalar types of key attributes. */
  readonly attributes: Readonly<Record<string, "S" | "N" | "B">>;
  readonly indexes: readonly IndexSchema[];
  readonly kmsKey?: string;
  readonly ttlAttribute?: string;
  readonly deletionProtection: boolean;
}

/** One partition: items ordered by sort key, then by primary key (an index may hold equals). */
interface Entry {
  readonly sort: AttributeValue | undefined;
  readonly id: string;
  readonly item: Item;
}

/** Items in the order of a key schema: the table itself, or one of its indexes. */
export class Collection {
  private readonly partitions = new Map<string, Entry[]>();
  private order: string[] | undefined;

  constructor(
    readonly schema: KeySchema,
    private readonly idOf: (item: Item) => string,
  ) {}

  /** Only items that have the key attributes appear: an index is sparse. */
  put(item: Item): void {
    const hash = item[this.schema.hash];
    const sort = this.schema.range === undefined ? undefined : item[this.schema.range];
    if (!hash || (this.schema.range !== undefined && !sort)) return;
    const name = keyText(hash);
    let partition = this.partitions.get(name);
    if (!partition) {
      this.partitions.set(name, (partition = []));
      this.order = undefined;
    }
    const entry = { sort, id: this.idOf(item), item };
    partition.splice(position(partition, entry), 0, entry);
  }

  remove(item: Item): void {
    const hash = item[this.schema.hash];
    const partition = hash && this.partitions.get(keyText(hash));
    if (!partition) return;
    const id = this.idOf(item);
    const sort = this.schema.range === undefined ? undefined : item[this.schema.range];
    const at = position(partition, { sort, id, item });
    if (partition[at]?.id !== id) return;
    partition.splice(at, 1);
    if (partition.length === 0) {
      this.partitions.delete(keyText(hash));
      this.order = undefined;
    }
  }

  /**
   * The items of a partition in their order.
   * @param start the key after which to begin; it need not be there any more
   */
  partition(hash: AttributeValue, start?: Item, backwards = false): readonly Item[] {
    const entries = this.partitions.get(keyText(hash)) ?? [];
    const items = entries.map((entry) => entry.item);
    if (!start) return backwards ? items.reverse() : items;
    const at = this.positionOf(entries, start);
    if (backwards) return items.slice(0, at).reverse();
    return items.slice(entries[at]?.id === this.idOf(start) ? at + 1 : at);
  }

  /**
   * All items; partitions in the order of a hash, as in DynamoDB, so that nobody comes to rely on another.
   * @param start the key after which to begin; it need not be there any more
   */
  *scan(start?: Item): Generator<Item> {
    this.order ??= [...this.partitions.keys()].sort(byDigest);
    const first = start && keyText(start[this.schema.hash] as AttributeValue);
    for (const name of this.order) {
      const place = first === undefined ? 1 : byDigest(name, first);
      if (place < 0) continue;
      const entries = this.partitions.get(name) ?? [];
      if (place > 0) for (const entry of entries) yield entry.item;
      else if (start) yield* this.partition(start[this.schema.hash] as AttributeValue, start);
    }
  }

  private positionOf(entries: readonly Entry[], key: Item): number {
    const sort = this.schema.range === undefined ? undefined : key[this.schema.range];
    return position(entries, { sort, id: this.idOf(key), item: key });
  }
}

const digests = new Map<string, string>();

function byDigest(a: string, b: string): number {
  if (a === b) return 0;
  return digestOf(a) < digestOf(b) ? -1 : 1;
}

function digestOf(name: string): string {
  let digest = digests.get(name);
  if (digest === undefined) {
    // Kept for the partitions of a few tables; begun anew rather than grown without end.
    if (digests.size > 100_000) digests.clear();
    digests.set(name, (digest = createHash("md5").update(name).digest("hex")));
  }
  return digest;
}

function position(partition: readonly Entry[], entry: Entry): number {
  let [low, high] = [0, partition.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (order(partition[middle] as Entry, entry) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function order(a: Entry, b: Entry): number {
  const bySort = a.sort && b.sort ? compare(a.sort, b.sort) : 0;
  return bySort !== 0 ? bySort : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-partition-sort-keys */
function keyBytes(value: AttributeValue): number {
  if (value.S !== undefined) return value.S.length > 340 ? Buffer.byteLength(value.S) : 0;
  return value.B?.byteLength ?? 0;
}

/** A table's items, with its indexes kept at every change. */
export class Table {
  private readonly items = new Map<string, Item>();
  private readonly primary: Collection;
  private readonly indexes: ReadonlyMap<string, Collection>;

  constructor(readonly schema: TableSchema) {
    const idOf = (item: Item) => this.id(item);
    this.primary = new Collection(schema.key, idOf);
    this.indexes = new Map(schema.indexes.map((index) => [index.name, new Collection(index, idOf)]));
  }

  get size(): number {
    return this.items.size;
  }

  /** The primary key of an item as text. @throws ValidationException when it lacks a key or a key has the wrong type */
  id(item: Item): string {
    const { hash, range } = this.schema.key;
    const first = this.keyAttribute(item, hash);
    return range === undefined ? first : `${first}\u0000${this.keyAttribute(item, range)}`;
  }

  /** Checks that `key` holds the key attributes and nothing else. */
  assertKey(key: Item): void {
    const { hash, range } = this.schema.key;
    if (Object.keys(key).length !== (range === undefined ? 1 : 2)) {
      throw validationError("The provided key element does not match the schema");
    }
    this.keyAttribute(key, hash);
    if (range !== undefined) this.keyAttribute(key, range);
  }

  keyOf(item: Item): Item {
    const { hash, range } = this.schema.key;
    return { [hash]: item[hash] as AttributeValue, ...(range && { [range]: item[range] as AttributeValue }) };
  }

  get(key: Item): Item | undefined {
    return this.items.get(this.id(key));
  }

  /** Stores an item and returns what was there. */
  put(item: Item): Item | undefined {
    const id = this.id(item);
    const old = this.items.get(id);
    if (old) this.unindex(old);
    this.items.set(id, item);
    this.primary.put(item);
    for (const index of this.indexes.values()) index.put(item);
    return old;
  }

  delete(key: Item): Item | undefined {
    const id = this.id(key);
    const old = this.items.get(id);
    if (!old) return undefined;
    this.unindex(old);
    this.items.delete(id);
    return old;
  }

  collection(index?: string): { collection: Collection; schema: KeySchema & Partial<IndexSchema> } {
    if (index === undefined) return { collection: this.primary, schema: this.schema.key };
    const collection = this.indexes.get(index);
    if (!collection) throw validationError(`The table does not have the specified index: ${index}`);
    return { collection, schema: this.schema.indexes.find(({ name }) => name === index) as IndexSchema };
  }

  all(): Iterable<Item> {
    return this.items.values();
  }

  private unindex(item: Item): void {
    this.primary.remove(item);
    for (const index of this.indexes.values()) index.remove(item);
  }

  private keyAttribute(item: Item, name: string): string {
    const value = item[name];
    if (!value) throw validationError(`One or more parameter values were invalid: Missing the key ${name} in the item`);
    const type = this.schema.attributes[name] as "S" | "N" | "B";
    if (value[type] === undefined) {
      throw new KeyTypeMismatch(`key ${name}`, type, Object.keys(value)[0]);
    }
    if (value.S === "") {
      throw validationError(
        `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
      );
    }
    if (keyBytes(value) > (name === this.schema.key.hash ? 2048 : 1024)) {
      throw validationError(
        "Hash primary key values must be under 2048 bytes, and range primary key values must be under 1024 bytes",
      );
    }
    return keyText(value);
  }

  /** Checks the keys of indexes in an item that is to be stored. @throws ValidationException */
  assertIndexKeys(item: Item): void {
    for (const { name: index, hash, range } of this.schema.indexes) {
      for (const name of [hash, range]) {
        const value = name === undefined ? undefined : item[name];
        if (name === undefined || value === undefined) continue;
        const type = this.schema.attributes[name] as "S" | "N" | "B";
        if (value[type] === undefined)
          throw new KeyTypeMismatch(`Index Key ${name} IndexName: ${index}`, type, Object.keys(value)[0]);
        if (value.S === "") {
          throw validationError(
            `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: ${index}, IndexKey: ${name}`,
          );
        }
      }
    }
  }
}
