import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/s3/s3-replicated";
import { bucket, logging, on, part } from "../../support/good/buckets";
import { replicate, replicationRule } from "../../support/good/replication";
import { type Sketch, type Specimen } from "../../support/specimen";

type Props = Readonly<Record<string, unknown>>;
const away = part("BucketReplicationConfig", { role: "r", rules: [replicationRule()] });
const here = (destination: unknown, change: Props = {}, from: Sketch["from"] = {}): Sketch => ({
  type: away.type,
  name: "home",
  props: { bucket: "huut-primary", role: "r", rules: [replicationRule(change, { bucket: destination })] },
  from,
});
const other = bucket({ bucket: "huut-other", arn: "arn:aws:s3:::huut-other" }, { name: "other" });
const data = bucket({ arn: "arn:aws:s3:::huut-data" });

export const specimen: Specimen = {
  rule,
  cases: [
    on("read by a replication", "good", [data, away]),
    on("written by a replication from another region", "good", [data, here(UNKNOWN, {}, { rules: ["data"] })]),
    on("written, by its ARN", "good", [data, here("arn:aws:s3:::huut-data")]),
    on("one read, one written", "good", [data, other, away, here("arn:aws:s3:::huut-other")]),
    on("buckets for logs and trails", "good", [
      data,
      away,
      logging(),
      bucket({ bucket: "huut-logs" }, { name: "logs" }),
      bucket({ bucket: "huut-audit" }, { name: "audit" }),
    ]),
    on("one of two is forgotten", "bad", [data, other, away], {
      says: /no replication of this stack reads it or writes to it/,
    }),
    on("a replication between others", "bad", [data, here("arn:aws:s3:::huut-replica")]),
    on("a replication that is switched off", "bad", [
      data,
      part("BucketReplicationConfig", { rules: [replicationRule({ status: "Disabled" })] }),
    ]),
    on("written by one that is switched off", "bad", [data, here("arn:aws:s3:::huut-data", { status: "Disabled" })]),
    on("a replication without rules", "bad", [data, part("BucketReplicationConfig", { rules: [] })]),
    on("rules that are not known yet", "undecided", [data, part("BucketReplicationConfig", { rules: UNKNOWN })]),
    on("an ARN that is not known yet", "undecided", [bucket({ arn: UNKNOWN }), here("arn:aws:s3:::huut-data")]),
    on("a destination that is not known yet, of one that is switched off", "bad", [
      data,
      here(UNKNOWN, { status: "Disabled" }),
    ]),
    on("a stack that replicates nothing", "not its business", [data, other]),
  ],
  mutation: {
    what: "replicates the raw zone and forgets the others",
    change: (program) => {
      replicate(program, ["raw"]);
    },
  },
};
