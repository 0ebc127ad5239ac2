import { DATA_UNTIL_COLUMN, parseInstant, type InsightDefinition } from "@huut/domain";
import type { EngineAnswer } from "./engines";

/** What two engines say of one query. */
export interface Comparison {
  readonly rows: number;
  readonly cells: number;
  /** Each names row and column. */
  readonly differences: readonly string[];
}

/** Compares every cell, in the rows' order: numbers as numbers, timestamps as instants, all else as texts. */
export function compareAnswers(insight: InsightDefinition, trino: EngineAnswer, duckDb: EngineAnswer): Comparison {
  if (trino.error !== undefined || duckDb.error !== undefined) {
    const failed = Object.entries({ Trino: trino.error, DuckDB: duckDb.error }).filter(
      ([, error]) => error !== undefined,
    );
    return { rows: 0, cells: 0, differences: failed.map(([engine, error]) => `${engine} failed: ${error}`) };
  }
  const [columns = [], others = []] = [trino.columns, duckDb.columns];
  const [left = [], right = []] = [trino.rows, duckDb.rows];
  const differences: string[] = [];
  if (columns.join() !== others.join()) differences.push(`columns: Trino ${columns.join()}, DuckDB ${others.join()}`);
  if (left.length !== right.length) differences.push(`rows: Trino ${left.length}, DuckDB ${right.length}`);
  const types = new Map(
    Object.values({ ...insight.keys, ...insight.figures }).map(({ column, type }) => [column, type]),
  );
  for (const [number, row] of left.entries()) {
    for (const [i, column] of columns.entries()) {
      const [a, b] = [row[i] ?? null, right[number]?.[i] ?? null];
      const same = (text: string | null) => comparable(text, column, types.get(column) ?? "text");
      if (same(a) !== same(b))
        differences.push(`row ${number + 1}, ${column}: Trino ${JSON.stringify(a)}, DuckDB ${JSON.stringify(b)}`);
    }
  }
  return { rows: left.length, cells: left.length * columns.length, differences };
}

function comparable(text: string | null, column: string, type: "text" | "integer" | "decimal"): unknown {
  if (text === null) return null;
  if (column === DATA_UNTIL_COLUMN) return parseInstant(`${text.replace(" ", "T")}Z`) ?? text;
  return type === "text" ? text : Number(text);
}
