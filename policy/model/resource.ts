import { type Truth, UNKNOWN } from "./truth";
import { Value } from "./value";

/** A resource as whatever runs the rules hands it in: plain data. */
export interface ResourceRecord {
  readonly urn: string;
  /** The type token, `aws:s3/bucket:Bucket`. */
  readonly type: string;
  readonly name: string;
  /** Secrets are bare, unknown values are `UNKNOWN`. */
  readonly props: Readonly<Record<string, unknown>>;
  /** URN of the parent. */
  readonly parent?: string;
  /** The provider's properties, where it is known. */
  readonly provider?: Readonly<Record<string, unknown>>;
  /** Absent where whatever runs the rules cannot tell. */
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly ignoreChanges?: readonly string[];
  /** Which resources each top-level property was made from: URNs by property. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

/** A resource as rules see it. */
export class Resource {
  readonly properties: Value;
  /** The properties of its provider: `region`, `defaultTags.tags`. */
  readonly provider: Value;

  constructor(readonly record: ResourceRecord) {
    this.properties = new Value(record.props, "");
    this.provider = new Value(withParsedTexts(record.provider), "provider");
  }

  get urn(): string {
    return this.record.urn;
  }

  get type(): string {
    return this.record.type;
  }

  get name(): string {
    return this.record.name;
  }

  at(path: string): Value {
    return this.properties.at(path);
  }

  get protect(): Truth {
    return this.record.protect ?? UNKNOWN;
  }

  get retainOnDelete(): Truth {
    return this.record.retainOnDelete ?? UNKNOWN;
  }

  /** The region that it lies in: its own `region`, else its provider's. */
  get region(): Value {
    const own = this.at("region");
    return own.raw === undefined || own.raw === null ? this.provider.at("region") : own;
  }
}

/** The engine keeps a provider's properties that are no text as JSON text. */
function withParsedTexts(provider: Readonly<Record<string, unknown>> | undefined): unknown {
  if (provider === undefined) return undefined;
  return Object.fromEntries(Object.entries(provider).map(([name, value]) => [name, parsed(value)]));
}

function parsed(value: unknown): unknown {
  if (typeof value !== "string" || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    // A text that only begins like JSON is a text.
    return value;
  }
}
