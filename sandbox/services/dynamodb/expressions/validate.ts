import { compare, typeOf, validationError, type ValueType } from "../values";
import type { Placeholders } from "./evaluate";
import type { Condition, Operand } from "./grammar";
import { pathText } from "./paths";

type Title = "Condition" | "KeyCondition" | "Filter";

const ordered: readonly ValueType[] = ["S", "N", "B"];
const sized: readonly ValueType[] = ["S", "B", "SS", "NS", "BS", "L", "M"];
const typeNames: readonly string[] = ["S", "N", "B", "SS", "NS", "BS", "L", "M", "NULL", "BOOL"];

/** The operators and functions as errors name them. */
const functions = { type: "attribute_type", begins: "begins_with", contains: "contains" } as const;

/**
 * What DynamoDB refuses in a condition before it looks at any item.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 * @throws ValidationException
 */
export function checkCondition(condition: Condition, placeholders: Placeholders, title: Title = "Condition"): void {
  const checker = new Checker(placeholders, title);
  checker.condition(condition);
}

class Checker {
  constructor(
    private readonly placeholders: Placeholders,
    private readonly title: Title,
  ) {}

  condition(condition: Condition): void {
    switch (condition.kind) {
      case "and":
      case "or":
        return condition.conditions.forEach((part) => this.condition(part));
      case "not":
        return this.condition(condition.condition);
      case "compare": {
        const { operator, operands } = condition;
        this.operands(operator, operands);
        if (operator !== "=" && operator !== "<>") for (const each of operands) this.literal(operator, each, ordered);
        return;
      }
      case "between":
        return this.between(condition);
      case "in":
        return this.operands("IN", [condition.operand, ...condition.list]);
      case "exists":
      case "not_exists":
        return;
      default:
        return this.call(condition);
    }
  }

  private between({ operand, low, high }: Extract<Condition, { kind: "between" }>): void {
    this.operands("BETWEEN", [operand, low, high]);
    for (const each of [operand, low, high]) this.literal("BETWEEN", each, ordered);
    if (low.kind !== "value" || high.kind !== "value") return;
    const [from, to] = [this.placeholders.value(low.name), this.placeholders.value(high.name)];
    const text = (value: object) => `AttributeValue: {${Object.entries(value).flat().join(":")}}`;
    const bounds = `lower bound operand: ${text(from)}, upper bound operand: ${text(to)}`;
    if (typeOf(from) !== typeOf(to))
      throw this.invalid(`The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`);
    if (compare(from, to) > 0)
      throw this.invalid(
        `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`,
      );
  }

  private call({ kind, operands }: Extract<Condition, { kind: "type" | "begins" | "contains" }>): void {
    const name = functions[kind];
    this.operands(name, operands);
    if (kind === "begins") for (const each of operands) this.literal(name, each, ["S", "B"]);
    if (kind !== "type") return;
    const [, wanted] = operands;
    if (wanted.kind !== "value") throw this.incorrect(name, wanted.kind);
    this.literal(name, wanted, ["S"]);
    const type = this.placeholders.value(wanted.name).S as string;
    if (!typeNames.includes(type))
      throw this.invalid(`Invalid attribute type name found; type: ${type}, valid types: {${typeNames.join(",")}}`);
  }

  /** The first operand may be no other one's path; a size is of something that has one. */
  private operands(operator: string, [first, ...others]: readonly Operand[]): void {
    const path = (operand: Operand | undefined) =>
      operand?.kind === "path" ? pathText(this.placeholders.resolve(operand.path)) : undefined;
    const named = path(first);
    if (named !== undefined && others.some((other) => path(other) === named)) {
      const what = "The first operand must be distinct from the remaining operands for this operator or function";
      throw this.invalid(`${what}; operator: ${operator}, first operand: ${named}`);
    }
    for (const operand of [first, ...others]) if (operand?.kind === "size") this.size(operand.of);
  }

  private size(of: Operand): void {
    if (of.kind === "size") throw this.incorrect("size", "N");
    this.literal("size", of, sized);
  }

  private literal(operator: string, operand: Operand, allowed: readonly ValueType[]): void {
    const type =
      operand.kind === "value"
        ? typeOf(this.placeholders.value(operand.name))
        : operand.kind === "size"
          ? "N"
          : undefined;
    if (type !== undefined && !allowed.includes(type)) throw this.incorrect(operator, type);
  }

  private incorrect(operator: string, type: string) {
    const what = "Incorrect operand type for operator or function; operator or function";
    return this.invalid(`${what}: ${operator}, operand type: ${type}`);
  }

  private invalid(message: string) {
    return validationError(`Invalid ${this.title}Expression: ${message}`);
  }
}
