import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/s3/s3-unfinished-uploads-end";
import { bucket, on, part } from "../../support/good/buckets";
import { type Specimen } from "../../support/specimen";

const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";

type Props = Readonly<Record<string, unknown>>;
const after = (daysAfterInitiation: unknown, rest: Props = {}) => ({
  id: "uploads",
  status: "Enabled",
  filter: { prefix: "" },
  abortIncompleteMultipartUpload: { daysAfterInitiation },
  ...rest,
});
const rules = (...list: readonly Props[]) => [part("BucketLifecycleConfiguration", { rules: list }), bucket()];
const inline = (rest: Props = {}) => [
  bucket({ lifecycleRules: [{ enabled: true, abortIncompleteMultipartUploadDays: 7, ...rest }] }),
];

export const specimen: Specimen = {
  rule,
  cases: [
    on("after seven days", "good", rules({ id: "other", status: "Enabled", expiration: { days: 9 } }, after(7))),
    on("after a day, without a filter", "good", rules(after(1, { filter: undefined }))),
    on("inline", "good", inline()),
    on("after eight days", "bad", rules(after(8)), { says: /no rule for the whole bucket ends uploads after 7 days/ }),
    on("after longer than its option says", "bad", rules(after(3)), { options: { days: 2 } }),
    on("inline, after longer than its option says", "bad", inline(), { options: { days: 6 } }),
    on("no rule for it", "bad", rules({ id: "other", status: "Enabled", expiration: { days: 9 } })),
    on("switched off", "bad", rules(after(7, { status: "Disabled" }))),
    on("below a prefix", "bad", rules(after(7, { filter: { prefix: "tmp/" } }))),
    on("below a prefix, as it was once written", "bad", rules(after(7, { filter: undefined, prefix: "tmp/" }))),
    on("for a tag", "bad", rules(after(7, { filter: { tag: { key: "a", value: "b" } } }))),
    on("for a tag and a prefix", "bad", rules(after(7, { filter: { and: { prefix: "tmp/" } } }))),
    on("inline, below a prefix", "bad", inline({ prefix: "tmp/" }), { says: /lifecycleRules is \[/ }),
    on("inline, switched off", "bad", inline({ enabled: false })),
    on("inline, after eight days", "bad", inline({ abortIncompleteMultipartUploadDays: 8 })),
    on("days that are not known yet", "undecided", rules(after(UNKNOWN))),
    on("rules that are not known yet", "undecided", [
      part("BucketLifecycleConfiguration", { rules: UNKNOWN }),
      bucket(),
    ]),
    on("inline rules that are not known yet", "undecided", [bucket({ lifecycleRules: UNKNOWN })]),
    on("not known yet, and switched off", "bad", rules(after(UNKNOWN, { status: "Disabled" }))),
  ],
  mutation: {
    what: "keeps unfinished uploads of the raw zone for a month",
    change: (program) =>
      program.set(LIFECYCLE, "raw-lifecycle", (props) => ({
        rules: (props["rules"] as readonly Props[]).map((one) =>
          "abortIncompleteMultipartUpload" in one ? after(30, { id: one["id"] }) : one,
        ),
      })),
  },
};
