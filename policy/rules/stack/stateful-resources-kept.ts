import { all, stackRule } from "../../model";

export const rule = stackRule({
  id: "stateful-resources-kept",
  title: "What holds data is protected, and stays when the stack goes",
  why: "A wrong rename or a hasty destroy deletes what nothing can make again.",
  cure: "Give the resource the options protect and retainOnDelete.",
  severity: "critical",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/prescriptive-guidance/latest/backup-recovery/welcome.html"],
  options: {
    types: {
      type: "array",
      items: { type: "string" },
      description: "The types that hold data",
      default: [
        "aws:dynamodb/table:Table",
        "aws:dynamodb/tableReplica:TableReplica",
        "aws:kms/key:Key",
        "aws:kms/replicaKey:ReplicaKey",
        "aws:s3/bucket:Bucket",
      ],
    },
  },
  types: ["aws:dynamodb/table:Table", "aws:kms/key:Key", "aws:s3/bucket:Bucket"],
  check: (stack, { types }) =>
    stack.ofType(...(types as readonly string[])).map((resource) => ({
      resource,
      kept: all(resource.protect, resource.retainOnDelete),
      message: `protect is ${word(resource.protect)}, retainOnDelete is ${word(resource.retainOnDelete)}`,
    })),
});

function word(truth: unknown): string {
  return typeof truth === "boolean" ? String(truth) : "not shown to policies";
}
