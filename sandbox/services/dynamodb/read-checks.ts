import type { QueryInput } from "@aws-sdk/client-dynamodb";
import type { Placeholders } from "./expressions/evaluate";
import type { Condition, Operand, Path } from "./expressions/grammar";
import type { IndexSchema, KeySchema, Table } from "./table";
import { typeOf, validationError, type Item } from "./values";

export type IndexView = Pick<IndexSchema, "name" | "projection" | "include">;
type View = KeySchema & Partial<IndexView>;

/** Options of Query and Scan that exclude one another. @throws ValidationException */
export function assertReadable(
  {
    Limit,
    Select,
    ProjectionExpression,
    ConsistentRead,
  }: Pick<QueryInput, "Limit" | "Select" | "ProjectionExpression" | "ConsistentRead">,
  { name: index, projection }: View,
): void {
  if (Limit !== undefined && Limit < 1) throw validationError("Limit must be greater than or equal to 1");
  if (ConsistentRead && index !== undefined)
    throw validationError("Consistent reads are not supported on global secondary indexes");
  if (Select === "SPECIFIC_ATTRIBUTES" && ProjectionExpression === undefined)
    throw validationError(
      "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES",
    );
  if (Select !== undefined && Select !== "SPECIFIC_ATTRIBUTES" && ProjectionExpression !== undefined)
    throw validationError(`Cannot specify the ProjectionExpression when choosing to get ${Select}`);
  if (Select === "ALL_PROJECTED_ATTRIBUTES" && index === undefined)
    throw validationError("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
  if (Select === "ALL_ATTRIBUTES" && index !== undefined && projection !== "ALL")
    throw validationError(
      `One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index ${index} because its projection type is not ALL`,
    );
}

/** Global secondary indexes give nothing that they do not hold. @throws ValidationException */
export function assertProjected(
  paths: readonly Path[] | undefined,
  filtered: readonly string[] | undefined,
  { name: index, projection, include = [], hash, range }: View,
  table: KeySchema,
): void {
  if (index === undefined || projection === "ALL") return;
  const held = new Set([hash, range, table.hash, table.range, ...include]);
  const wanted = (paths ?? []).map(([name]) => name as string).filter((name) => !held.has(name));
  if (wanted.length > 0)
    throw validationError(
      `One or more parameter values were invalid: Global secondary index ${index} does not project [${wanted.join(", ")}]`,
    );
  const tested = (filtered ?? []).filter((name) => !held.has(name));
  if (tested.length > 0)
    throw validationError(
      `One or more parameter values were invalid: Secondary index ${index} does not project one or more filter attributes: [${tested.join(", ")}]`,
    );
}

/** A start key has the table's and the index's key attributes and nothing else; its item need not be there. */
export function assertStart(start: Item, { hash, range }: View, { schema }: Table): void {
  const names = new Set([hash, range, schema.key.hash, schema.key.range].filter((name) => name !== undefined));
  const given = Object.keys(start);
  const fits =
    given.length === names.size &&
    given.every((name) => names.has(name) && typeOf(start[name] as Item[string]) === schema.attributes[name]);
  if (!fits) throw validationError("The provided starting key is invalid");
}

/** @throws ValidationException when a parallel scan's parts do not fit */
export function assertSegments(segment: number | undefined, total: number | undefined): void {
  if (total === undefined && segment === undefined) return;
  if (segment === undefined)
    throw validationError(
      "If total segments is specified, a particular segment must also be specified for this request",
    );
  if (total === undefined) throw validationError("If segment is specified, total segment must also be specified");
  if (segment < 0 || segment >= total)
    throw validationError(
      `1 validation error detected: Value '${segment}' at 'segment' failed to satisfy constraint: Member must have value less than or equal to ${total - 1}`,
    );
}

/** The attributes that a condition reads. */
export function namesIn(condition: Condition, placeholders: Placeholders): string[] {
  const names = new Set<string>();
  const visit = (node: Condition | Operand | Path | unknown): void => {
    if (typeof node !== "object" || node === null) return;
    if ("path" in node) names.add(placeholders.resolve(node.path as Path)[0] as string);
    for (const part of Object.values(node)) visit(part);
  };
  visit(condition);
  return [...names];
}
