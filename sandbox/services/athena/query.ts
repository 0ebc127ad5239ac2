import { literal, type SqlSession } from "../../kernel/duckdb";
import { commonFunctions, isOperator } from "./trino";

/** A table that a query names. */
export interface TableRef {
  readonly database: string;
  readonly table: string;
  /** How often the query names it. */
  readonly times: number;
}

/** What is wrong with a query, in words; `position` counts characters from 0. */
export class QueryError extends Error {
  constructor(
    /** As Athena prefixes its reasons: `SYNTAX_ERROR`, `NOT_SUPPORTED`, … */
    readonly kind: string,
    message: string,
  ) {
    super(`${kind}: ${message}`);
  }
}

type Node = { readonly [key: string]: unknown };

interface Parsed {
  readonly error: boolean;
  readonly error_type?: string;
  readonly error_message?: string;
  readonly position?: string;
  readonly statements?: readonly Node[];
}

/**
 * Reads a query: which tables it names.
 * @throws QueryError when it is none, or uses what Trino and DuckDB do not share
 */
export async function analyse(session: SqlSession, sql: string, defaultDatabase: string): Promise<TableRef[]> {
  const { rows } = await session.table(`SELECT json_serialize_sql(${literal(sql)})`);
  const parsed = JSON.parse(String(rows[0]?.[0])) as Parsed;
  if (parsed.error_type === "not implemented")
    throw new QueryError("NOT_SUPPORTED", "the sandbox's Athena runs queries only (SELECT, WITH)");
  if (parsed.error) throw new QueryError("SYNTAX_ERROR", `${place(sql, parsed.position)}: ${parsed.error_message}`);
  if (parsed.statements?.length !== 1)
    throw new QueryError(
      "SYNTAX_ERROR",
      "Only one sql statement is allowed. Got: " + String(parsed.statements?.length),
    );
  const nodes = [...everyNode(parsed.statements)];
  for (const node of nodes) refuse(node);
  const withNames = new Set(nodes.flatMap((node) => cteNames(node)));
  const refs = new Map<string, TableRef>();
  for (const node of nodes) {
    if (node["type"] !== "BASE_TABLE") continue;
    const schema = String(node["schema_name"] ?? "").toLowerCase();
    const table = String(node["table_name"]).toLowerCase();
    if (schema === "" && withNames.has(table)) continue;
    if (node["catalog_name"])
      throw new QueryError("NOT_SUPPORTED", `names with a catalog (${String(node["catalog_name"])}) in the sandbox`);
    const database = schema || defaultDatabase;
    const name = `${database}.${table}`;
    refs.set(name, { database, table, times: (refs.get(name)?.times ?? 0) + 1 });
  }
  return [...refs.values()];
}

function* everyNode(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const item of value) yield* everyNode(item);
  else if (typeof value === "object" && value !== null) {
    yield value as Node;
    for (const item of Object.values(value)) yield* everyNode(item);
  }
}

function cteNames(node: Node): string[] {
  const { map } = (node["cte_map"] ?? {}) as { readonly map?: readonly { readonly key: string }[] };
  return (map ?? []).map(({ key }) => key.toLowerCase());
}

/** What DuckDB would run, but Athena would not, or with chance in it. */
function refuse(node: Node): void {
  const not = (what: string) => new QueryError("NOT_SUPPORTED", `${what} in the sandbox's Athena`);
  if (node["class"] === "FUNCTION" || node["class"] === "WINDOW") {
    const name = String(node["function_name"] ?? "").toLowerCase();
    if (name && !isOperator(name) && !commonFunctions.has(name)) throw not(`the function ${name}()`);
  }
  if (node["type"] === "TABLE_FUNCTION") {
    const name = (node["function"] as Node | undefined)?.["function_name"];
    if (name !== "unnest") throw not(`the table function ${String(name)}()`);
  }
  if (node["sample"]) throw not("TABLESAMPLE");
  if (node["qualify"]) throw not("QUALIFY");
  if (node["aggregate_handling"] === "FORCE_AGGREGATES") throw not("GROUP BY ALL");
  if (node["class"] === "STAR" && hasStarExtras(node)) throw not("* EXCLUDE, REPLACE or COLUMNS()");
}

function hasStarExtras(node: Node): boolean {
  const lists = ["exclude_list", "replace_list", "qualified_exclude_list", "rename_list"];
  return node["columns"] === true || lists.some((list) => (node[list] as readonly unknown[] | undefined)?.length);
}

/** `line 1:8`, both counted from 1, as Trino says it. */
function place(sql: string, position: string | undefined): string {
  const before = sql.slice(0, Number(position ?? 0)).split("\n");
  return `line ${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

/** DuckDB's error about a query, as Athena's reason for the failure. */
export function runtimeError(error: Error): QueryError {
  const [headline = ""] = error.message.split("\n");
  const [, line, shown, caret] = /LINE (\d+): (.*)\n( *\^)/.exec(error.message) ?? [];
  const [, kind, text] = /^(\w+(?: \w+)*) Error: (.*)$/.exec(headline) ?? [];
  if (kind === "Binder" || kind === "Catalog" || kind === "Parser") {
    const column = caret && shown !== undefined ? caret.length - `LINE ${line}: `.length : 1;
    return new QueryError("SYNTAX_ERROR", `line ${line ?? 1}:${column}: ${text ?? headline}`);
  }
  if (kind === "Conversion") return new QueryError("INVALID_CAST_ARGUMENT", text ?? headline);
  return new QueryError("GENERIC_USER_ERROR", headline);
}
