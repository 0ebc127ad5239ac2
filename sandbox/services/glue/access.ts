import { formatArn } from "../../kernel/arn";
import { Unsupported } from "../../kernel/errors";
import type { Access, CallContext } from "../../kernel/service";
import { databaseArn, tableArn } from "./catalog";

interface CatalogInput {
  readonly CatalogId?: string | undefined;
}

/**
 * What an operation on a database or table takes: a permission on the catalog, the database and the table, all three.
 * https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html
 */
export function onCatalog(
  action: string,
  input: CatalogInput,
  { place }: CallContext,
  database?: string,
  table?: string,
): Access[] {
  if (input.CatalogId !== undefined && input.CatalogId !== place.account)
    throw new Unsupported(`the Glue catalog of another account (${input.CatalogId})`);
  const resources = [formatArn({ service: "glue", ...place, resource: "catalog" })];
  if (database !== undefined) resources.push(databaseArn(place, database.toLowerCase()));
  if (database !== undefined && table !== undefined)
    resources.push(tableArn(place, database.toLowerCase(), table.toLowerCase()));
  return resources.map((resource) => ({ action: `glue:${action}`, resource }));
}

export type GlueKind = "crawler" | "job" | "trigger" | "workflow";

/** What an operation on a crawler, job, trigger or workflow takes. */
export function onNamed(action: string, kind: GlueKind, name: string | undefined, { place }: CallContext): Access {
  return { action: `glue:${action}`, resource: formatArn({ service: "glue", ...place, resource: `${kind}/${name}` }) };
}
