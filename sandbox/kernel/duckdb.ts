import { DuckDBInstance, type DuckDBConnection, type DuckDBType, type DuckDBValue } from "@duckdb/node-api";
import type { World } from "../world/world";
import { ObjectFiles } from "./object-files";

/** A result: values are DuckDB's own, in rows by position. */
export interface SqlTable {
  readonly columns: readonly { readonly name: string; readonly type: DuckDBType }[];
  readonly rows: readonly (readonly DuckDBValue[])[];
}

/** What a job may do with its database. */
export interface SqlSession {
  run(sql: string): Promise<void>;
  /** @throws Error in DuckDB's words */
  table(sql: string): Promise<SqlTable>;
}

export interface SqlOptions {
  /** `a / b` of whole numbers is a whole number, as in Trino; a fraction, as in Spark, when not given. */
  readonly integerDivision?: boolean;
  /** Statements to run first: schemas and macros of a dialect. */
  readonly setup?: readonly string[];
}

/** One thread, and no extension that is not compiled in: the same bytes everywhere, and no network. */
const config = {
  threads: "1",
  memory_limit: "1GB",
  temp_directory: "",
  autoinstall_known_extensions: "false",
  autoload_known_extensions: "false",
  preserve_insertion_order: "true",
};

let engine: { readonly root: string; readonly instance: DuckDBInstance } | undefined;
let databases = 0;

/**
 * Runs SQL in a database of its own that is gone afterwards. Its clock is the world's, it has no chance, and of the machine
 * it may touch the world's object files only. It is the one job at work while virtual time stands still: `job` must
 * call no service, only SQL and files.
 */
export function withDuckDb<T>(
  world: World,
  { integerDivision = false, setup = [] }: SqlOptions,
  job: (session: SqlSession) => Promise<T>,
): Promise<T> {
  return world.hold(async () => {
    const instance = await engineFor(ObjectFiles.of(world).root);
    const connection = await instance.connect();
    const database = `job${databases++}`;
    try {
      const statements = [
        `ATTACH ':memory:' AS ${database}`,
        `USE ${database}`,
        "SET TimeZone = 'UTC'",
        `SET integer_division = ${integerDivision}`,
        ...clock(world.now()),
        ...chance,
        ...setup,
      ];
      await connection.run(statements.join(";\n"));
      return await job(session(connection));
    } finally {
      await connection.run(`USE memory; DETACH DATABASE IF EXISTS ${database}`);
      connection.closeSync();
    }
  });
}

/** Starting DuckDB takes 10 ms, a database in it a tenth of that. */
async function engineFor(root: string): Promise<DuckDBInstance> {
  if (engine?.root === root) return engine.instance;
  engine?.instance.closeSync();
  const instance = await DuckDBInstance.create(":memory:", config);
  const connection = await instance.connect();
  await connection.run(`SET allowed_directories = [${literal(root)}]; SET enable_external_access = false`);
  connection.closeSync();
  engine = { root, instance };
  return instance;
}

function session(connection: DuckDBConnection): SqlSession {
  return {
    run: async (sql) => void (await connection.run(sql)),
    table: async (sql) => {
      const reader = await connection.runAndReadAll(sql);
      const types = reader.columnTypes();
      // Duplicate names are fine in SQL; positions tell columns apart.
      const columns = reader.columnNames().map((name, i) => ({ name, type: types[i] as DuckDBType }));
      return { columns, rows: reader.getRows() };
    },
  };
}

/** Macros come before built-in functions of the same name. `current_timestamp` is `get_current_timestamp()` to the parser. */
function clock(now: number): string[] {
  const text = new Date(now).toISOString().replace("T", " ").replace("Z", "");
  const instants = ["now", "get_current_timestamp", "transaction_timestamp", "statement_timestamp"];
  return [
    ...instants.map((name) => `CREATE MACRO ${name}() AS TIMESTAMPTZ '${text}+00'`),
    ...["current_localtimestamp", "localtimestamp"].map((name) => `CREATE MACRO ${name}() AS TIMESTAMP '${text}'`),
    ...["current_date", "today"].map((name) => `CREATE MACRO ${name}() AS DATE '${text.slice(0, 10)}'`),
    ...["current_time", "current_localtime", "localtime", "get_current_time"].map(
      (name) => `CREATE MACRO ${name}() AS TIME '${text.slice(11)}'`,
    ),
  ];
}

/** SQL that draws lots cannot be run again with the same outcome, so that it is refused. */
const chance = ["random", "uuid", "uuidv4", "uuidv7", "gen_random_uuid"].map(
  (name) => `CREATE MACRO ${name}() AS error('The sandbox runs no SQL that depends on chance: ${name}()')`,
);

/** A text as an SQL literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as an SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
