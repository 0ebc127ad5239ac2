import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../kernel/errors";
import { holds, Placeholders } from "./expressions/evaluate";
import { parseCondition, type Condition } from "./expressions/grammar";
import { applyUpdate, assertItemSize, checkUpdate, type CheckedUpdate } from "./expressions/update";
import { checkCondition } from "./expressions/validate";
import type { Table } from "./table";
import { KeyTypeMismatch, normalizeItem, validationError, type Item } from "./values";

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
  /** The attributes that an update's expression writes. */
  readonly updated: ReadonlySet<string>;
}

/** A write whose request is in order; the item that it meets is not looked at yet. */
interface Planned {
  readonly write: Write;
  readonly target: Item;
  readonly condition: Condition | undefined;
  readonly update: CheckedUpdate | undefined;
  readonly placeholders: Placeholders;
}

/**
 * Checks a write against the item as it is.
 * @throws ValidationException; ConditionalCheckFailedException, with the item in `fields.Item`
 */
export function prepare(write: Write): Prepared {
  return meet(plan(write));
}

/** Prepares the writes of a batch, which has no conditions. @throws ValidationException also when an item comes twice */
export function prepareBatch(writes: readonly Write[]): Prepared[] {
  const planned = writes.map(plan);
  assertDistinctTargets(planned, "Provided list of item keys contains duplicates");
  return planned.map(meet);
}

function plan(write: Write): Planned {
  const { table, kind } = write;
  const placeholders = new Placeholders(write.names, write.values && normalizeItem(write.values));
  const target = normalizeItem(write.target);
  if (kind === "put") {
    table.id(target);
    table.assertIndexKeys(target);
  } else {
    table.assertKey(target);
  }
  const condition = write.condition === undefined ? undefined : parseCondition(write.condition);
  placeholders.touch(condition);
  if (condition) checkCondition(condition, placeholders);
  const update = write.update === undefined ? undefined : checkUpdate(write.update, placeholders);
  placeholders.assertAllUsed();
  if (update) assertKeyUntouched(table, update);
  return { write, target, condition, update, placeholders };
}

function meet(planned: Planned): Prepared {
  const { write, target, condition, update, placeholders } = planned;
  const before = write.table.get(target);
  if (condition && !holds(condition, before ?? {}, placeholders)) throw conditionFailed(before);
  const after = outcome(planned, before);
  if (after && write.kind !== "check") {
    write.table.assertIndexKeys(after);
    assertItemSize(after);
  }
  return { write, before, after, updated: update?.attributes ?? new Set() };
}

function outcome({ write, target, update, placeholders }: Planned, before: Item | undefined): Item | undefined {
  switch (write.kind) {
    case "put":
      return target;
    case "delete":
      return undefined;
    case "check":
      return before;
    case "update": {
      const base = before ?? target;
      return update ? applyUpdate(update, base, placeholders) : base;
    }
  }
}

function assertKeyUntouched({ schema: { key } }: Table, { attributes }: CheckedUpdate): void {
  const name = [key.hash, key.range].find((each) => each !== undefined && attributes.has(each));
  if (name === undefined) return;
  throw validationError(
    `One or more parameter values were invalid: Cannot update attribute ${name}. This attribute is part of the key`,
  );
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
  const planned = planAll(writes);
  assertDistinctTargets(planned, "Transaction request cannot include multiple operations on one item");
  const prepared: Prepared[] = [];
  const reasons = planned.map((each): CancellationReason => {
    const { write } = each;
    try {
      prepared.push(meet(each));
      return { Code: "None" };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      // Requests that are wrong in themselves were refused above: this one does not fit the item it meets.
      // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html#API_TransactWriteItems_Errors
      if (error.code === "ValidationException") return { Code: "ValidationError", Message: error.message };
      if (error.code !== "ConditionalCheckFailedException") throw error;
      const item = returnItem(write) ? (error.fields["Item"] as Item | undefined) : undefined;
      return { Code: "ConditionalCheckFailed", Message: error.message, ...(item && { Item: item }) };
    }
  });
  if (prepared.length < writes.length) throw cancelled(reasons);
  return prepared;
}

/**
 * Checks the requests of a transaction. Keys of a wrong type are no fault of the request as a whole, though nothing is
 * looked up yet: they cancel, and the first has the reason.
 * @throws ValidationException, TransactionCanceledException
 */
function planAll(writes: readonly Write[]): Planned[] {
  const planned: Planned[] = [];
  let mismatch: { readonly at: number; readonly message: string } | undefined;
  for (const [at, write] of writes.entries()) {
    try {
      planned.push(plan(write));
    } catch (error) {
      if (!(error instanceof KeyTypeMismatch)) throw error;
      mismatch ??= { at, message: error.message };
    }
  }
  if (!mismatch) return planned;
  const { at, message } = mismatch;
  throw cancelled(writes.map((_, i) => (i === at ? { Code: "ValidationError", Message: message } : { Code: "None" })));
}

function cancelled(reasons: readonly CancellationReason[]): AwsError {
  const codes = reasons.map(({ Code }) => Code).join(", ");
  return new AwsError(
    "TransactionCanceledException",
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    400,
    { CancellationReasons: reasons },
  );
}

function assertDistinctTargets(planned: readonly Planned[], message: string): void {
  const targets = planned.map(({ write: { table }, target }) => `${table.schema.arn}\u0000${table.id(target)}`);
  if (new Set(targets).size < targets.length) throw validationError(message);
}
