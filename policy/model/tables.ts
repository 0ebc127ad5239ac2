import { type Resource } from "./resource";
import { type Value } from "./value";

export const TABLE = "aws:dynamodb/table:Table";
export const TABLE_REPLICA = "aws:dynamodb/tableReplica:TableReplica";

/**
 * A setting of a table and the same one of each of its replicas: those within the table, or the one that a resource
 * beside it is.
 * @param path where a table has it
 * @param replicaPath where a replica has it
 */
export function settingEverywhere(table: Resource, path: string, replicaPath: string): readonly Value[] {
  if (table.type === TABLE_REPLICA) return [table.at(replicaPath)];
  const replicas = table.at("replicas").items();
  return [table.at(path), ...replicas.map((replica) => replica.at(replicaPath))];
}
