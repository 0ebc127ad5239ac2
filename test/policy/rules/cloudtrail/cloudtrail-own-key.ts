import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/cloudtrail/cloudtrail-own-key";
import { addTrail, trail, type TrailProps } from "../../support/good/trail";
import { type Case, type Outcome, type Specimen } from "../../support/specimen";

function on(title: string, is: Outcome, change: TrailProps, says?: RegExp): Case {
  return { title, is, resources: [trail(change)], ...(says && { says }) };
}

export const specimen: Specimen = {
  rule,
  cases: [
    on("a key of its own", "good", {}),
    on("a key by its alias", "good", { kmsKeyId: "alias/huut-prod-trail" }),
    on("no key", "bad", { kmsKeyId: undefined }, /kmsKeyId is not set/),
    on("an empty key", "bad", { kmsKeyId: "" }),
    on("AWS's own key", "bad", { kmsKeyId: "alias/aws/s3" }, /alias\/aws\/s3/),
    on("a key that is not made yet", "undecided", { kmsKeyId: UNKNOWN }),
    {
      title: "a key that is not made yet, and another trail without",
      is: "bad",
      resources: [trail({ kmsKeyId: UNKNOWN }), { ...trail({ kmsKeyId: undefined }), name: "other" }],
    },
  ],
  mutation: {
    what: "has a trail under S3's keys",
    change: (program) => {
      addTrail(program, { kmsKeyId: undefined });
    },
  },
};
