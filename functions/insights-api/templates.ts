import { lazily } from "../shared/lazily";

/** The text of `etl/insights/<name>.sql` by insight. It is part of a function's package: a changed query is a changed function. */
export type Templates = Readonly<Record<string, string>>;

/** Reads what the queries' headers declare, in the first call. */
export function readsCatalog(templates: Templates) {
  return lazily(async () => (await import("@huut/domain")).readInsightHeaders(templates));
}
