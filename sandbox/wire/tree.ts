import { mistyped, unknownMember, unreadable } from "./scalars";
import type { Member, Shape } from "./shape";
import type { Transform, TreeFormat } from "./tree-formats";

/** Compiles readers and writers of shapes for one format, each shape once. */
export class TreeCodec {
  readonly #readers = new Map<Shape, Transform>();
  readonly #writers = new Map<Shape, Transform>();

  constructor(readonly format: TreeFormat) {}

  /** @throws WireError SerializationException when the value is not of the shape. */
  read(shape: Shape, value: unknown): unknown {
    return this.reader(shape)(value);
  }

  /** @throws TypeError when the value is not of the shape. */
  write(shape: Shape, value: unknown): unknown {
    return this.writer(shape)(value);
  }

  private reader(shape: Shape): Transform {
    let reader = this.#readers.get(shape);
    if (reader === undefined) {
      reader = this.makeReader(shape);
      this.#readers.set(shape, reader);
    }
    return reader;
  }

  private writer(shape: Shape): Transform {
    let writer = this.#writers.get(shape);
    if (writer === undefined) {
      writer = this.makeWriter(shape);
      this.#writers.set(shape, writer);
    }
    return writer;
  }

  private makeReader(shape: Shape): Transform {
    switch (shape.kind) {
      case "structure":
      case "union":
        return this.structureReader(shape);
      case "list":
        return this.listReader(shape);
      case "map":
        return this.mapReader(shape);
      case "blob":
        return this.format.readBlob;
      case "timestamp":
        return this.format.readTimestamp;
      case "string":
        return expecting("string");
      case "boolean":
        return expecting("boolean");
      case "number":
        return readNumber;
      case "unit":
        return () => ({});
      default:
        return (value) => value;
    }
  }

  private structureReader(shape: Shape): Transform {
    const members = new Map(shape.members.map((member) => [this.format.nameOf(member), member]));
    return (value) => {
      if (!isRecord(value)) throw unreadable(`${shape.name} must be an object`);
      const result: Record<string, unknown> = {};
      for (const key in value) {
        const member = members.get(key);
        const item = value[key];
        // Services ignore members that they do not know, and null ones.
        if (member !== undefined && item !== null && item !== undefined)
          result[member.name] = this.reader(member.shape)(item);
      }
      return result;
    };
  }

  private listReader(shape: Shape): Transform {
    let read: Transform | undefined;
    const sparse = shape.traits.sparse === 1;
    return (value) => {
      if (!Array.isArray(value)) throw unreadable(`${shape.name || "list"} must be an array`);
      read ??= this.reader(shape.value.shape);
      const items: unknown[] = [];
      for (const item of value) {
        if (item !== null) items.push(read(item));
        else if (sparse) items.push(null);
      }
      return items;
    };
  }

  private mapReader(shape: Shape): Transform {
    let read: Transform | undefined;
    return (value) => {
      if (!isRecord(value)) throw unreadable(`${shape.name || "map"} must be an object`);
      read ??= this.reader(shape.value.shape);
      const result: Record<string, unknown> = {};
      for (const key in value) if (value[key] !== null) setOwn(result, key, read(value[key]));
      return result;
    };
  }

  private makeWriter(shape: Shape): Transform {
    switch (shape.kind) {
      case "structure":
      case "union":
        return this.structureWriter(shape);
      case "list":
        return this.listWriter(shape);
      case "map":
        return this.mapWriter(shape);
      case "blob":
        return (value) => this.format.writeBlob(value, shape);
      case "timestamp":
        return (value) => this.format.writeTimestamp(value, shape);
      case "number":
        return (value) => {
          if (typeof value !== "number") throw mistyped(shape, "a number", value);
          return this.format.writeNumber(value);
        };
      case "string":
      case "boolean":
        return (value) => {
          if (typeof value !== shape.kind) throw mistyped(shape, `a ${shape.kind}`, value);
          return value;
        };
      default:
        return (value) => value;
    }
  }

  private structureWriter(shape: Shape): Transform {
    return (value) => {
      if (!isRecord(value)) throw mistyped(shape, "an object", value);
      const result: Record<string, unknown> = {};
      for (const key in value) {
        const item = value[key];
        if (item === undefined || item === null) continue;
        const member = shape.memberByName.get(key);
        if (member === undefined) throw unknownMember(shape, key);
        result[this.format.nameOf(member)] = this.writeMember(shape, member, item);
      }
      return result;
    };
  }

  private writeMember(shape: Shape, member: Member, item: unknown): unknown {
    try {
      return this.writer(member.shape)(item);
    } catch (error) {
      if (error instanceof TypeError)
        error.message = error.message.replace("wire: ", `wire: ${shape.name}.${member.name}: `);
      throw error;
    }
  }

  private listWriter(shape: Shape): Transform {
    return (value) => {
      if (!Array.isArray(value)) throw mistyped(shape, "an array", value);
      const write = this.writer(shape.value.shape);
      return value.map((item: unknown) => (item === null || item === undefined ? null : write(item)));
    };
  }

  private mapWriter(shape: Shape): Transform {
    return (value) => {
      if (!isRecord(value)) throw mistyped(shape, "an object", value);
      const write = this.writer(shape.value.shape);
      const result: Record<string, unknown> = {};
      for (const key in value)
        if (value[key] !== undefined && value[key] !== null) setOwn(result, key, write(value[key]));
      return result;
    };
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

/** A map's keys come from users, and `__proto__` is one like any other. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__")
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  else target[key] = value;
}

function expecting(type: "string" | "boolean"): Transform {
  return (value) => {
    if (typeof value !== type) throw unreadable(`${JSON.stringify(value)} where a ${type} is expected`);
    return value;
  };
}

function readNumber(value: unknown): number {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (value === "NaN" || value === "Infinity" || value === "-Infinity") return Number(value);
  throw unreadable(`${JSON.stringify(value)} where a number is expected`);
}
