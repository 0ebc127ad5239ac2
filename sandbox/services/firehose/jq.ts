import type { World } from "../../world/world";

interface Jq {
  raw(json: string, filter: string, flags: readonly string[]): string;
}

let loading: Promise<Jq> | undefined;

/** One instance for the process: its memory grows to the largest batch. */
function load(): Promise<Jq> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- four megabytes, of use to delivery streams only
  return (loading ??= Promise.resolve(require("jq-web") as Promise<Jq>));
}

/** What the query made of a record: an object of partition keys, or why there is none. */
export type Extraction = { readonly keys: Readonly<Record<string, unknown>> } | { readonly error: string };

/**
 * Runs a metadata extraction query over records, all of them in one call of jq.
 * @throws Error when the query itself is no jq
 */
export function extract(world: World, query: string, records: readonly string[]): Promise<Extraction[]> {
  return world.hold(async () => {
    const jq = await load();
    const filter = `.[] | try {found: (fromjson | [${query}\n])} catch {error: tostring}`;
    const lines = jq.raw(JSON.stringify(records), filter, ["-c"]).split("\n").filter(Boolean);
    if (lines.length !== records.length)
      throw new Error(`jq answered ${lines.length} lines to ${records.length} records: ${query}`);
    return lines.map((line) => extraction(JSON.parse(line) as { found?: unknown[]; error?: string }));
  });
}

function extraction({ found, error }: { readonly found?: unknown[]; readonly error?: string }): Extraction {
  if (!found) return { error: error ?? "The query failed." };
  const [keys] = found;
  if (found.length !== 1 || typeof keys !== "object" || keys === null || Array.isArray(keys)) {
    return { error: "The query must return one JSON object." };
  }
  return { keys: keys as Record<string, unknown> };
}
