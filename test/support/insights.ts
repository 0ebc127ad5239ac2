import { DuckDBInstance } from "@duckdb/node-api";
import { insightQuery, readInsightHeaders, shapeResults, type InsightItem, type InsightRun } from "@huut/domain";
import { readTemplates } from "../../components/insights-api/queries";
import { trinoMacros } from "../../sandbox/services/athena/trino";

/** The insights of the program. */
const templates = readTemplates();
export const INSIGHTS = { templates, catalog: readInsightHeaders(templates) };

/** A curated post, as far as the insights read it. */
export interface InsightPost {
  readonly created_date: string;
  readonly user_id: string;
  readonly likes?: number;
  readonly heard?: number;
  readonly language?: string | null;
  readonly image?: string | null;
  readonly audio_file?: string | null;
  readonly video_file?: string | null;
  readonly occurred_at?: string;
}

/** A row of the export of tags, as far as the insights read it. */
export interface InsightTag {
  readonly created_date: string;
  readonly post_id: string;
  readonly tag_key: string;
  readonly source: "manual" | "automated";
  readonly updated_at?: string;
}

const POSTS = `created_date VARCHAR, user_id VARCHAR, likes BIGINT, heard BIGINT, language VARCHAR, image VARCHAR,
  audio_file VARCHAR, video_file VARCHAR, occurred_at TIMESTAMP`;
const TAGS = "created_date VARCHAR, post_id VARCHAR, tag_key VARCHAR, source VARCHAR, updated_at TIMESTAMP";

/** Runs an insight's query on DuckDB, with the sandbox's macros, and shapes its result as the platform does. */
export async function computeInsight(
  run: InsightRun,
  posts: readonly InsightPost[],
  tags: readonly InsightTag[] = [],
): Promise<InsightItem[]> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  try {
    for (const macro of trinoMacros) await connection.run(macro);
    await connection.run(`CREATE TABLE posts (${POSTS})`);
    await connection.run(`CREATE TABLE hashtags (${TAGS})`);
    for (const post of posts) {
      const at = post.occurred_at ?? `${post.created_date} 12:00:00`;
      const { image = null, audio_file = null, video_file = null, language = null, likes = 0, heard = 0 } = post;
      await connection.run("INSERT INTO posts VALUES ($1, $2, $3, $4, $5, $6, $7, $8, CAST($9 AS TIMESTAMP))", [
        post.created_date,
        post.user_id,
        likes,
        heard,
        language,
        image,
        audio_file,
        video_file,
        at,
      ]);
    }
    for (const { created_date, post_id, tag_key, source, updated_at = `${created_date} 12:00:00` } of tags)
      await connection.run("INSERT INTO hashtags VALUES ($1, $2, $3, $4, CAST($5 AS TIMESTAMP))", [
        created_date,
        post_id,
        tag_key,
        source,
        updated_at,
      ]);
    const { sql } = insightQuery(INSIGHTS.catalog, run, INSIGHTS.templates[run.insight] ?? "");
    const result = await connection.runAndReadAll(sql);
    const texts = result.getRows().map((row) => row.map((cell) => (cell === null ? undefined : String(cell))));
    return shapeResults(INSIGHTS.catalog, run, { columns: result.columnNames(), rows: texts }).filter(
      ({ rows }) => rows.length > 0,
    );
  } finally {
    connection.closeSync();
  }
}
