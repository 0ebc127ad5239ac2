import type { Column } from "@aws-sdk/client-glue";
import { AwsError, Unsupported } from "../../kernel/errors";

type Filter = (values: readonly string[]) => boolean;

const comparison = /^\s*`?([A-Za-z_]\w*)`?\s*(=|==|<>|!=|>=|<=|>|<)\s*('(?:[^']|'')*'|-?\d+(?:\.\d+)?)\s*$/;

/**
 * The filter of GetPartitions: comparisons joined by AND. Other operators of its grammar are refused.
 * https://docs.aws.amazon.com/glue/latest/webapi/API_GetPartitions.html
 */
export function partitionFilter(expression: string | undefined, keys: readonly Column[]): Filter {
  if (!expression?.trim()) return () => true;
  const filters = expression.split(/\s+and\s+/i).map((part) => comparisonOf(part, keys));
  return (values) => filters.every((filter) => filter(values));
}

function comparisonOf(part: string, keys: readonly Column[]): Filter {
  const [, name, operator, literal] = comparison.exec(part) ?? [];
  if (name === undefined || literal === undefined)
    throw new Unsupported(`the expression "${part.trim()}" in GetPartitions: comparisons joined by AND only`);
  const at = keys.findIndex((key) => key.Name?.toLowerCase() === name.toLowerCase());
  if (at < 0) throw new AwsError("InvalidInputException", `Unsupported expression '${part.trim()}': no key "${name}".`);
  const numeric = /^(tinyint|smallint|int|bigint|float|double|decimal)/.test(keys[at]?.Type ?? "string");
  const wanted = literal.startsWith("'") ? literal.slice(1, -1).replaceAll("''", "'") : literal;
  return (values) => {
    const value = values[at] as string;
    const order = numeric ? Number(value) - Number(wanted) : value < wanted ? -1 : value > wanted ? 1 : 0;
    switch (operator) {
      case "=":
      case "==":
        return order === 0;
      case "<>":
      case "!=":
        return order !== 0;
      case ">=":
        return order >= 0;
      case "<=":
        return order <= 0;
      case ">":
        return order > 0;
      default:
        return order < 0;
    }
  };
}
