import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../kernel/errors";
import { applyUpdate, assertItemSize, holds, Placeholders } from "./expressions/evaluate";
import { parseCondition, parseUpdate } from "./expressions/grammar";
import type { Table } from "./table";
import { equal, normalizeItem, validationError, type Item } from "./values";

/** A write as single operations, batches and transactions share it. */
export interface Write {
  readonly table: Table;
  readonly kind: "put" | "update" | "delete" | "check";
  /** The whole item for `put`, else the key. */
  readonly target: Item;
  readonly update?: string | undefined;
  readonly condition?: string | undefined;
  readonly names?: Record<string, string> | undefined;
  readonly values?: Record<string, AttributeValue> | undefined;
}

/** A write whose condition held: what it will change, not yet done. */
export interface Prepared {
  readonly write: Write;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/**
 * Checks a write against the item as it is.
 * @throws ValidationException; ConditionalCheckFailedException, with the item in `fields.Item`
 */
export function prepare(write: Write): Prepared {
  const { table, kind } = write;
  const values = write.values && normalizeItem(write.values);
  const placeholders = new Placeholders(write.names, values);
  const target = kind === "put" ? normalizeItem(write.target) : write.target;
  if (kind !== "put") table.assertKey(target);
  const before = table.get(target);
  const condition = write.condition === undefined ? undefined : parseCondition(write.condition);
  placeholders.touch([condition, write.update === undefined ? undefined : parseUpdate(write.update)]);
  placeholders.assertAllUsed();
  if (condition && !holds(condition, before ?? {}, placeholders)) throw conditionFailed(before);
  const after = outcome(write, target, before, placeholders);
  if (after && kind !== "check") assertItemSize(after);
  return { write, before, after };
}

function outcome(write: Write, target: Item, before: Item | undefined, placeholders: Placeholders): Item | undefined {
  switch (write.kind) {
    case "put":
      return target;
    case "delete":
      return undefined;
    case "check":
      return before;
    case "update": {
      const base = before ?? write.table.keyOf(target);
      const after = write.update === undefined ? base : applyUpdate(write.update, base, placeholders);
      assertKeyUnchanged(write.table, base, after);
      return after;
    }
  }
}

function assertKeyUnchanged(table: Table, base: Item, after: Item): void {
  for (const name of Object.keys(table.keyOf(base))) {
    if (!equal(base[name], after[name])) {
      throw validationError(
        `One or more parameter values were invalid: Cannot update attribute ${name}. This attribute is part of the key`,
      );
    }
  }
}

function conditionFailed(item: Item | undefined): AwsError {
  return new AwsError(
    "ConditionalCheckFailedException",
    "The conditional request failed",
    400,
    item ? { Item: item } : {},
  );
}

/** Why one write of a transaction failed, as `CancellationReasons` has it. */
export interface CancellationReason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: Item;
}

/**
 * Prepares all writes of a transaction, or none.
 * @throws TransactionCanceledException with a reason for each write
 */
export function prepareTransaction(writes: readonly Write[], returnItem: (write: Write) => boolean): Prepared[] {
  assertDistinctTargets(writes);
  const prepared: Prepared[] = [];
  const reasons = writes.map((write): CancellationReason => {
    try {
      prepared.push(prepare(write));
      return { Code: "None" };
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== "ConditionalCheckFailedException") throw error;
      const item = returnItem(write) ? (error.fields["Item"] as Item | undefined) : undefined;
      return { Code: "ConditionalCheckFailed", Message: error.message, ...(item && { Item: item }) };
    }
  });
  if (prepared.length === writes.length) return prepared;
  const codes = reasons.map(({ Code }) => Code).join(", ");
  throw new AwsError(
    "TransactionCanceledException",
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    400,
    { CancellationReasons: reasons },
  );
}

function assertDistinctTargets(writes: readonly Write[]): void {
  const targets = writes.map((write) => `${write.table.schema.arn}\u0000${write.table.id(write.target)}`);
  if (new Set(targets).size < targets.length) {
    throw validationError("Transaction request cannot include multiple operations on one item");
  }
}
