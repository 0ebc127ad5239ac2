import { rule } from "../../../../policy/rules/stack/replicated-table-ignores-replicas";
import { UNKNOWN } from "../../../../policy/model";
import { given, sketch, TYPE } from "../../support/sketches";
import { type Specimen } from "../../support/specimen";

const REPLICA = "aws:dynamodb/tableReplica:TableReplica";
const arn = "arn:aws:dynamodb:ap-south-1:222222222222:table/huut-posts";
const table = (ignoreChanges?: readonly string[]) =>
  sketch(TYPE.table, "posts", { arn }, ignoreChanges ? { ignoreChanges } : {});
const named = sketch(REPLICA, "replica", { globalTableArn: arn });
const made = sketch(REPLICA, "replica", { globalTableArn: UNKNOWN }, { from: { globalTableArn: ["posts"] } });

export const specimen: Specimen = {
  rule,
  cases: [
    given("it ignores its replicas", "good", [table(["replicas"]), named]),
    given("it ignores more than that", "good", [table(["tags", "replicas"]), made]),
    given("it ignores nothing", "bad", [table([]), named], { says: /does not ignore/ }),
    given("it ignores nothing, named by dependency", "bad", [table([]), made]),
    given("it ignores something else", "bad", [table(["tags"]), named]),
    given("it ignores a property of a like name", "bad", [table(["replica"]), made]),
    given("two replicas, and it ignores nothing", "bad", [table([]), named, { ...made, name: "other" }]),
    given("nobody shows what it ignores", "undecided", [table(), named]),
    given("a replica of another stack's table", "not its business", [
      sketch(REPLICA, "replica", { globalTableArn: "x" }),
    ]),
    given("a table without replicas", "not its business", [table([])]),
  ],
  mutation: {
    what: "replicates a table that would take the replica away again",
    change: (program) => {
      const posts = program.get(TYPE.table, "posts");
      const provider = { provider: posts.provider ?? {}, protect: true, retainOnDelete: true };
      const props = { kmsKeyArn: "arn:aws:kms:ap-southeast-1:222222222222:key/mrk-1", pointInTimeRecovery: true };
      const replica = { globalTableArn: posts.props["arn"], deletionProtectionEnabled: true, ...props };
      program.add(sketch(REPLICA, "posts-replica", replica, provider));
      const lag = { namespace: "AWS/DynamoDB", metricName: "ReplicationLatency" };
      const dimensions = { TableName: posts.props["name"], ReceivingRegion: "ap-southeast-1" };
      const actions = { alarmActions: ["arn:aws:sns:ap-south-1:222222222222:on-call"] };
      program.add(sketch(TYPE.alarm, "lag", { ...lag, dimensions, ...actions }));
      program.setOptions(TYPE.table, "posts", { ignoreChanges: [] });
    },
  },
};
