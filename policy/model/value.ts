import { all, any, type Truth, UNKNOWN } from "./truth";

/**
 * A property of a resource, or one within it, that may be absent or not known yet. Reading never throws: what is absent
 * is the empty answer, what is unknown makes the answer unknown.
 */
export class Value {
  constructor(
    /** Plain data, `undefined` when absent, with `UNKNOWN` anywhere. */
    readonly raw: unknown,
    /** Where it stands in the resource, for messages. */
    readonly path: string,
  ) {}

  /** The property at a dotted path: `rule.defaultRetention.days`, `rules.0.id`. */
  at(path: string): Value {
    let raw = this.raw;
    for (const name of path.split(".")) {
      // A block that holds one item at most is a list of one in some versions of a provider.
      if (Array.isArray(raw) && !/^\d+$/.test(name)) raw = raw[0] as unknown;
      if (raw === UNKNOWN) break;
      raw = own(raw, name);
    }
    return new Value(raw, this.path === "" ? path : `${this.path}.${path}`);
  }

  /** Whether there is anything: null, an empty text and an empty list are nothing. */
  present(): Truth {
    if (this.raw === UNKNOWN) return UNKNOWN;
    return !(this.raw === undefined || this.raw === null || this.raw === "" || isEmptyList(this.raw));
  }

  /** Equality of text, numbers and booleans, however they are written: state files hold some of them as text. */
  is(expected: string | number | boolean): Truth {
    if (this.raw === UNKNOWN) return UNKNOWN;
    return this.raw === expected || (isScalar(this.raw) && String(this.raw) === String(expected));
  }

  /** Whether both hold the same text, number or boolean; what is absent is like nothing. */
  isSameAs(other: Value): Truth {
    if (other.raw === UNKNOWN) return UNKNOWN;
    return isScalar(other.raw) ? this.is(other.raw) : false;
  }

  isOneOf(expected: readonly (string | number | boolean)[]): Truth {
    return any(...expected.map((one) => this.is(one)));
  }

  isTrue(): Truth {
    return this.is(true);
  }

  /** False when it is absent or no number. */
  atLeast(least: number): Truth {
    const number = this.number();
    return number === UNKNOWN ? UNKNOWN : number !== undefined && number >= least;
  }

  /** False when it is absent or no number. */
  atMost(most: number): Truth {
    const number = this.number();
    return number === UNKNOWN ? UNKNOWN : number !== undefined && number <= most;
  }

  /** False when it is absent or no text. */
  matches(pattern: RegExp): Truth {
    const text = this.text();
    return text === UNKNOWN ? UNKNOWN : text !== undefined && pattern.test(text);
  }

  text(): string | undefined | typeof UNKNOWN {
    if (this.raw === UNKNOWN) return UNKNOWN;
    return typeof this.raw === "string" ? this.raw : undefined;
  }

  number(): number | undefined | typeof UNKNOWN {
    if (this.raw === UNKNOWN) return UNKNOWN;
    if (typeof this.raw === "number") return this.raw;
    return typeof this.raw === "string" && /^-?\d+(\.\d+)?$/.test(this.raw) ? Number(this.raw) : undefined;
  }

  /** The items of a list; a single block is a list of one, what is absent is an empty list, an unknown list is one unknown item. */
  items(): readonly Value[] {
    if (this.raw === undefined || this.raw === null) return [];
    const list: readonly unknown[] = Array.isArray(this.raw) ? this.raw : [this.raw];
    return list.map((item, index) => new Value(item, `${this.path}[${index}]`));
  }

  /** The entries of an object by name; none when it is absent or no object. Check `isUnknown` first. */
  entries(): readonly (readonly [name: string, value: Value])[] {
    if (typeof this.raw !== "object" || this.raw === null || Array.isArray(this.raw)) return [];
    return Object.entries(this.raw).map(([name, raw]) => [name, new Value(raw, `${this.path}.${name}`)] as const);
  }

  /** What a JSON text of an object or a list says; anything else stays what it is. */
  json(): Value {
    if (typeof this.raw !== "string" || !/^\s*[[{]/.test(this.raw)) return this;
    try {
      return new Value(JSON.parse(this.raw), this.path);
    } catch {
      // Only looks like JSON: whatever reads it finds nothing in it, and says so.
      return this;
    }
  }

  get isUnknown(): boolean {
    return this.raw === UNKNOWN;
  }

  some(predicate: (item: Value) => Truth): Truth {
    return any(...this.items().map((item) => (item.isUnknown ? UNKNOWN : predicate(item))));
  }

  every(predicate: (item: Value) => Truth): Truth {
    return all(...this.items().map((item) => (item.isUnknown ? UNKNOWN : predicate(item))));
  }

  /** For messages: what stands there, in a few words. */
  toString(): string {
    if (this.raw === UNKNOWN) return `${this.path} is not known yet`;
    if (this.raw === undefined || this.raw === null) return `${this.path} is not set`;
    const text = isScalar(this.raw)
      ? String(this.raw)
      : ((JSON.stringify(this.raw) as string | undefined) ?? typeof this.raw);
    return `${this.path} is ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`;
  }
}

function own(raw: unknown, name: string): unknown {
  if (typeof raw !== "object" || raw === null || !Object.hasOwn(raw, name)) return undefined;
  return (raw as Record<string, unknown>)[name];
}

function isScalar(raw: unknown): raw is string | number | boolean {
  return typeof raw === "string" || typeof raw === "number" || typeof raw === "boolean";
}

function isEmptyList(raw: unknown): boolean {
  return Array.isArray(raw) && raw.length === 0;
}
