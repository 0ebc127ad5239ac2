import { stackRule, UNKNOWN } from "../../model";

const REPLICA = "aws:dynamodb/tableReplica:TableReplica";
const TABLE = "aws:dynamodb/table:Table";

export const rule = stackRule({
  id: "replicated-table-ignores-replicas",
  title: "A table leaves its replicas to those who declare them beside it",
  why: "A table that does not ignore its replicas takes them away again at its next update.",
  cure: 'Give the table the option ignoreChanges: ["replicas"].',
  severity: "critical",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GlobalTables.html"],
  types: [TABLE],
  check: (stack) => {
    const replicated = stack.ofType(REPLICA).flatMap((replica) => stack.references(replica, "globalTableArn", TABLE));
    return [...new Set(replicated)].map((resource) => ({
      resource,
      kept: resource.record.ignoreChanges?.includes("replicas") ?? UNKNOWN,
      message: "has a replica beside it, and does not ignore changes of its property replicas",
    }));
  },
});
