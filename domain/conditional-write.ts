/** A conditional write with plain values, as TransactWriteItems wants it once they are marshalled. */
export interface ConditionalWrite<Table extends string> {
  readonly table: Table;
  /** Set for a put. */
  readonly item?: Readonly<Record<string, unknown>>;
  /** Set for an update, with `update`, and for a mere check of the condition, without. */
  readonly key?: Readonly<Record<string, unknown>>;
  readonly update?: string;
  readonly condition: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The part of an update that says what is set and removed. */
export interface Assignments {
  readonly update: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Fields as an update expression sets and removes them. Names are always aliased: `language` and `state` are reserved words. */
export function assignments(set: Readonly<Record<string, unknown>>, remove: readonly string[]): Assignments {
  const fields = Object.keys(set).filter((field) => set[field] !== undefined);
  const sets = fields.map((field) => `#${field} = :${field}`).join(", ");
  const removes = remove.map((field) => `#${field}`).join(", ");
  return {
    update: `SET ${sets}${removes === "" ? "" : ` REMOVE ${removes}`}`,
    names: Object.fromEntries([...fields, ...remove].map((field) => [`#${field}`, field])),
    values: Object.fromEntries(fields.map((field) => [`:${field}`, set[field]])),
  };
}
