import { NormalizedSchema } from "@smithy/core/schema";

export type Kind =
  | "structure"
  | "union"
  | "list"
  | "map"
  | "string"
  | "number"
  | "boolean"
  | "blob"
  | "timestamp"
  | "document"
  | "bigInteger"
  | "bigDecimal"
  | "unit";

export type TimestampFormat = "date-time" | "http-date" | "epoch-seconds";

/** Traits of Smithy that the protocols read: https://smithy.io/2.0/spec/protocol-traits.html */
export interface Traits {
  readonly http?: readonly [method: string, uri: string, statusCode: number];
  readonly httpHeader?: string;
  readonly httpPrefixHeaders?: string;
  readonly httpLabel?: 1;
  readonly httpQuery?: string;
  readonly httpQueryParams?: 1;
  readonly httpPayload?: 1;
  readonly httpResponseCode?: 1;
  readonly httpError?: number;
  readonly error?: "client" | "server";
  readonly awsQueryError?: readonly [code: string, statusCode: number];
  readonly jsonName?: string;
  readonly xmlName?: string;
  readonly xmlFlattened?: 1;
  readonly xmlAttribute?: 1;
  readonly xmlNamespace?: readonly [prefix: string, uri: string];
  readonly sparse?: 1;
  readonly streaming?: 1;
  readonly mediaType?: string;
}

export interface Member {
  readonly name: string;
  readonly required: boolean;
  /** Of the member and, where it has none, of its target. */
  readonly traits: Traits;
  /** Of the member alone: an XML element takes its name from the member, not from the target. */
  readonly own: Traits;
  readonly shape: Shape;
}

/** A schema of the SDK in a form that is walked once: codecs hang their compiled readers and writers on it. */
export interface Shape {
  readonly kind: Kind;
  readonly name: string;
  readonly namespace: string;
  readonly traits: Traits;
  /** Of a timestamp with a format of its own. */
  readonly timestampFormat?: TimestampFormat;
  /** Of a structure or union. Computed when first read, because schemas are recursive. */
  readonly members: readonly Member[];
  readonly memberByName: ReadonlyMap<string, Member>;
  /** Of a map. */
  readonly key: Member;
  /** Of a list or map. */
  readonly value: Member;
}

/** A schema as `@aws-sdk/client-*` exports it: a tuple whose first element says its type. */
export type StaticSchema = readonly [
  type: number,
  namespace: string,
  name: string,
  traits: unknown,
  ...rest: unknown[],
];

type SchemaRef = Parameters<typeof NormalizedSchema.of>[0];

const shapes = new WeakMap<object, Shape>();
const simple = new Map<string, Shape>();

/** The shape of a schema or of a reference to one. The same schema has the same shape. */
export function shapeOf(ref: unknown): Shape {
  return shapeOfSchema(NormalizedSchema.of(ref as SchemaRef));
}

function shapeOfSchema(schema: NormalizedSchema): Shape {
  const raw: unknown = schema.getSchema();
  if (typeof raw === "object" && raw !== null) return remember(shapes, raw, () => new CompiledShape(schema));
  const key = `${typeof raw}:${String(raw)}`;
  return remember(simple, key, () => new CompiledShape(schema));
}

function remember<K, V>(
  cache: { get(key: K): V | undefined; set(key: K, value: V): unknown },
  key: K,
  make: () => V,
): V {
  let value = cache.get(key);
  if (value === undefined) {
    value = make();
    cache.set(key, value);
  }
  return value;
}

class CompiledShape implements Shape {
  readonly kind: Kind;
  readonly name: string;
  readonly namespace: string;
  readonly traits: Traits;
  readonly timestampFormat?: TimestampFormat;
  readonly #schema: NormalizedSchema;
  #members?: readonly Member[];
  #memberByName?: ReadonlyMap<string, Member>;
  #key?: Member;
  #value?: Member;

  constructor(schema: NormalizedSchema) {
    this.#schema = schema;
    this.kind = kindOf(schema);
    [this.namespace, this.name] = splitName(schema.getName(true) ?? "");
    this.traits = schema.getOwnTraits() as Traits;
    const format = TIMESTAMP_FORMATS[schema.getSchema() as number];
    if (this.kind === "timestamp" && format !== undefined) this.timestampFormat = format;
  }

  get members(): readonly Member[] {
    return (this.#members ??= structureMembers(this.#schema));
  }

  get memberByName(): ReadonlyMap<string, Member> {
    return (this.#memberByName ??= new Map(this.members.map((member) => [member.name, member])));
  }

  get key(): Member {
    return (this.#key ??= memberOf("key", this.#schema.getKeySchema(), true));
  }

  get value(): Member {
    return (this.#value ??= memberOf("member", this.#schema.getValueSchema(), true));
  }
}

const TIMESTAMP_FORMATS: Readonly<Record<number, TimestampFormat>> = {
  5: "date-time",
  6: "http-date",
  7: "epoch-seconds",
};

/** Index of the number of required members, which come first, in a structure's schema. */
const REQUIRED_COUNT = 6;

function structureMembers(schema: NormalizedSchema): Member[] {
  if (schema.isUnitSchema()) return [];
  const required = ((schema.getSchema() as unknown as unknown[])[REQUIRED_COUNT] as number | undefined) ?? 0;
  return Array.from(schema.structIterator(), ([name, member], index) => memberOf(name, member, index < required));
}

function memberOf(name: string, schema: NormalizedSchema, required: boolean): Member {
  return {
    name,
    required,
    traits: schema.getMergedTraits() as Traits,
    own: schema.getMemberTraits() as Traits,
    get shape() {
      return shapeOfSchema(schema);
    },
  };
}

function splitName(qualified: string): [namespace: string, name: string] {
  const hash = qualified.indexOf("#");
  return hash < 0 ? ["", qualified] : [qualified.slice(0, hash), qualified.slice(hash + 1)];
}

function kindOf(schema: NormalizedSchema): Kind {
  if (schema.isUnitSchema()) return "unit";
  if (schema.isUnionSchema()) return "union";
  if (schema.isStructSchema()) return "structure";
  if (schema.isListSchema()) return "list";
  if (schema.isMapSchema()) return "map";
  if (schema.isBlobSchema()) return "blob";
  if (schema.isTimestampSchema()) return "timestamp";
  if (schema.isDocumentSchema()) return "document";
  if (schema.isStringSchema()) return "string";
  if (schema.isBooleanSchema()) return "boolean";
  if (schema.isNumericSchema()) return "number";
  if (schema.isBigIntegerSchema()) return "bigInteger";
  if (schema.isBigDecimalSchema()) return "bigDecimal";
  throw new TypeError(`wire: schema ${schema.getName(true) ?? "?"} is of a type this sandbox does not know`);
}
