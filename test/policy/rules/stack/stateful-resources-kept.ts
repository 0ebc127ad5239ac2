import { rule } from "../../../../policy/rules/stack/stateful-resources-kept";
import { given, sketch, TYPE } from "../../support/sketches";
import { type Outcome, type Sketch, type Specimen } from "../../support/specimen";

function kept(title: string, is: Outcome, type: string, options: Partial<Sketch>, says?: RegExp) {
  return given(title, is, [sketch(type, "store", {}, options)], says && { says });
}

const good = { protect: true, retainOnDelete: true };

export const specimen: Specimen = {
  rule,
  cases: [
    kept("a table that is protected and retained", "good", TYPE.table, good),
    kept("a bucket that is protected and retained", "good", TYPE.bucket, good),
    kept(
      "a table that is only protected",
      "bad",
      TYPE.table,
      { ...good, retainOnDelete: false },
      /retainOnDelete is false/,
    ),
    kept("a bucket that is only retained", "bad", TYPE.bucket, { ...good, protect: false }, /protect is false/),
    kept("a key that is neither", "bad", TYPE.key, { protect: false, retainOnDelete: false }),
    kept("a replica of a table", "bad", "aws:dynamodb/tableReplica:TableReplica", { protect: false }),
    kept("a replica of a key", "bad", "aws:kms/replicaKey:ReplicaKey", { protect: false }),
    kept("protected, where policies see no retention", "undecided", TYPE.table, { protect: true }, /not shown/),
    kept("unprotected, where policies see no retention", "bad", TYPE.table, { protect: false }),
    kept("nothing shown", "undecided", TYPE.bucket, {}),
    kept("a queue", "not its business", TYPE.queue, { protect: false, retainOnDelete: false }),
    given("a type that the options add", "bad", [sketch(TYPE.queue, "store", {}, { protect: false })], {
      options: { types: [TYPE.queue] },
    }),
  ],
  mutation: {
    what: "lets the table of posts go with the stack",
    change: (program) => program.setOptions(TYPE.table, "posts", { retainOnDelete: false }),
  },
};
