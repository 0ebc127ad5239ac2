import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { projectFolder } from "../../cli/shared";

/** What of an OpenAPI document the tests read. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Record<string, Schema> };
}

interface Operation {
  readonly operationId: string;
  readonly security: readonly { readonly token: readonly string[] }[];
  readonly responses: Readonly<Record<string, unknown>>;
}

type Schema = Readonly<Record<string, unknown>>;

/** docs/openapi.yaml. */
export function apiDocument(): ApiDocument {
  return parse(readFileSync(join(projectFolder, "docs", "openapi.yaml"), "utf8"), { merge: true }) as ApiDocument;
}

/**
 * The document with names that there are among those that may be: made-up ones alone find nothing.
 *
 * @param known by the name of the schema
 */
export function withKnown(document: ApiDocument, known: Readonly<Record<string, readonly string[]>>): ApiDocument {
  const { schemas } = document.components;
  const added = Object.entries(known).map(([name, values]) => [
    name,
    { anyOf: [{ type: "string", enum: values }, schemas[name]] },
  ]);
  const all = { ...schemas, ...(Object.fromEntries(added) as Record<string, Schema>) };
  return { ...document, components: { ...document.components, schemas: all } };
}
