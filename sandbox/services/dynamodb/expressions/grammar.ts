import * as peggy from "peggy";
import { validationError } from "../values";
import { reservedWords } from "./reserved-words";

/** A document path: names and list indexes. A name that starts with `#` stands for one of ExpressionAttributeNames. */
export type Path = readonly (string | number)[];

export type Operand =
  | { readonly kind: "path"; readonly path: Path }
  | { readonly kind: "value"; readonly name: string }
  | { readonly kind: "size"; readonly of: Operand }
  | { readonly kind: "if_not_exists"; readonly path: Path; readonly otherwise: Operand }
  | { readonly kind: "list_append"; readonly lists: readonly [Operand, Operand] }
  | { readonly kind: "arithmetic"; readonly operator: "+" | "-"; readonly operands: readonly [Operand, Operand] };

export type Condition =
  | { readonly kind: "and" | "or"; readonly conditions: readonly Condition[] }
  | { readonly kind: "not"; readonly condition: Condition }
  | {
      readonly kind: "compare";
      readonly operator: "=" | "<>" | "<" | "<=" | ">" | ">=";
      readonly operands: readonly [Operand, Operand];
    }
  | { readonly kind: "between"; readonly operand: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: "in"; readonly operand: Operand; readonly list: readonly Operand[] }
  | { readonly kind: "exists" | "not_exists"; readonly path: Path }
  | { readonly kind: "type" | "begins" | "contains"; readonly operands: readonly [Operand, Operand] };

export interface Update {
  readonly set: readonly { readonly path: Path; readonly value: Operand }[];
  readonly remove: readonly Path[];
  readonly add: readonly { readonly path: Path; readonly value: Operand }[];
  readonly delete: readonly { readonly path: Path; readonly value: Operand }[];
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html */
const grammar = String.raw`
{{
  const list = (head, tail, at) => [head, ...tail.map((part) => part[at])];
  const chain = (kind, head, tail) => tail.length === 0 ? head : { kind, conditions: list(head, tail, 3) };
}}
{
  const word = (text) => {
    if (options.reserved.has(text.toUpperCase())) {
      error("Attribute name is a reserved keyword; reserved keyword: " + text);
    }
    return text;
  };
}
Condition = _ condition:Or _ { return condition; }
Update = _ clauses:Clause|1.., _| _ { return clauses; }
Projection = _ head:Path tail:(_ "," _ Path)* _ { return list(head, tail, 3); }

Or = head:And tail:(_ "OR"i Break And)* { return chain("or", head, tail.map((t) => [0, 0, 0, t[3]])); }
And = head:Not tail:(_ "AND"i Break Not)* { return chain("and", head, tail.map((t) => [0, 0, 0, t[3]])); }
Not = "NOT"i Break condition:Not { return { kind: "not", condition }; } / Simple
Simple
  = "attribute_exists" _ "(" _ path:Path _ ")" { return { kind: "exists", path }; }
  / "attribute_not_exists" _ "(" _ path:Path _ ")" { return { kind: "not_exists", path }; }
  / "attribute_type" _ operands:Two { return { kind: "type", operands }; }
  / "begins_with" _ operands:Two { return { kind: "begins", operands }; }
  / "contains" _ operands:Two { return { kind: "contains", operands }; }
  / operand:Operand _ "BETWEEN"i Break low:Operand _ "AND"i Break high:Operand { return { kind: "between", operand, low, high }; }
  / operand:Operand _ "IN"i _ "(" _ head:Operand tail:(_ "," _ Operand)* _ ")" { return { kind: "in", operand, list: list(head, tail, 3) }; }
  / left:Operand _ operator:("<>" / "<=" / ">=" / "=" / "<" / ">") _ right:Operand { return { kind: "compare", operator, operands: [left, right] }; }
  / "(" _ condition:Or _ ")" {
      if (condition.grouped) error("The expression has redundant parentheses;");
      return { ...condition, grouped: true };
    }
Two = "(" _ left:Operand _ "," _ right:Operand _ ")" { return [left, right]; }

Operand = "size" _ "(" _ of:Operand _ ")" { return { kind: "size", of }; } / Value / PathOperand
Value = ":" name:$[A-Za-z0-9_]+ { return { kind: "value", name: ":" + name }; }
PathOperand = path:Path { return { kind: "path", path }; }

Clause
  = "SET"i Break head:Assignment tail:(_ "," _ Assignment)* { return ["set", list(head, tail, 3)]; }
  / "REMOVE"i Break head:Path tail:(_ "," _ Path)* { return ["remove", list(head, tail, 3)]; }
  / "ADD"i Break head:Pair tail:(_ "," _ Pair)* { return ["add", list(head, tail, 3)]; }
  / "DELETE"i Break head:Pair tail:(_ "," _ Pair)* { return ["delete", list(head, tail, 3)]; }
Pair = path:Path __ value:Value { return { path, value }; }
Assignment = path:Path _ "=" _ value:Sum { return { path, value }; }
Sum
  = left:Term _ operator:[+-] _ right:Term { return { kind: "arithmetic", operator, operands: [left, right] }; }
  / Term
Term
  = "if_not_exists" _ "(" _ path:Path _ "," _ otherwise:Sum _ ")" { return { kind: "if_not_exists", path, otherwise }; }
  / "list_append" _ "(" _ left:Term _ "," _ right:Term _ ")" { return { kind: "list_append", lists: [left, right] }; }
  / Value / PathOperand / "(" _ sum:Sum _ ")" { return sum; }

Path = head:Name tail:("." @Name / "[" @Index "]")* { return [head, ...tail]; }
Name = $("#" [A-Za-z0-9_]+) / name:$([A-Za-z] [A-Za-z0-9_]*) { return word(name); }
Index = digits:$[0-9]+ { return Number(digits); }
Break = &[(] _ / __
_ = [ \t\r\n]*
__ = [ \t\r\n]+
`;

type Rule = "Condition" | "Update" | "Projection";

/** What an expression is called in errors. */
type Title = Rule | "KeyCondition" | "Filter";

let parser: peggy.Parser | undefined;

function parseRule(rule: Rule, text: string, title: Title = rule): unknown {
  parser ??= peggy.generate(grammar, { allowedStartRules: ["Condition", "Update", "Projection"] });
  if (text.trim() === "") throw validationError(`Invalid ${title}Expression: The expression can not be empty;`);
  try {
    return parser.parse(text, { startRule: rule, reserved: reservedWords } as peggy.ParserOptions);
  } catch (error) {
    const { message, expected } = error as peggy.parser.SyntaxError;
    // What the grammar itself complains about expects nothing.
    const complaint = expected ? `Syntax error; ${message} in "${text}"` : message;
    throw validationError(`Invalid ${title}Expression: ${complaint}`);
  }
}

/** Parses once a text: expressions are few and come again with every call. */
function remembered<T>(parse: (text: string, title?: Title) => T): (text: string, title?: Title) => T {
  const seen = new Map<string, T>();
  return (text, title) => {
    let result = seen.get(text);
    if (result === undefined) seen.set(text, (result = parse(text, title)));
    return result;
  };
}

/** A condition, filter or key condition. @throws ValidationException */
export const parseCondition = remembered((text, title) => parseRule("Condition", text, title) as Condition);

export const parseProjection = remembered((text) => parseRule("Projection", text) as Path[]);

/** @throws ValidationException also when a clause comes twice */
export const parseUpdate = remembered((text): Update => {
  const clauses = parseRule("Update", text) as [keyof Update, never][];
  const names = clauses.map(([name]) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice)
    throw validationError(
      `Invalid UpdateExpression: The "${twice.toUpperCase()}" section can only be used once in an update expression;`,
    );
  return { set: [], remove: [], add: [], delete: [], ...Object.fromEntries(clauses) };
});
