import type * as aws from "@pulumi/aws";
import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/s3/s3-audit-locked";
import { bucket, on, part, type PropsOf } from "../../support/good/buckets";
import { type Sketch, type Specimen } from "../../support/specimen";

const LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";

type Props = PropsOf<aws.s3.BucketArgs>;
const lock = (period: Readonly<Record<string, unknown>>) => ({
  rule: { defaultRetention: { mode: "GOVERNANCE", ...period } },
});
const audit = (props: Props, options: Partial<Sketch> = { protect: true }) =>
  bucket({ bucket: "huut-audit-1", ...props }, options);
const locked = (period: Readonly<Record<string, unknown>>) => part("BucketObjectLockConfiguration", lock(period));
const trail = {
  type: "aws:cloudtrail/trail:Trail",
  name: "trail",
  props: { s3BucketName: UNKNOWN },
  from: { s3BucketName: ["data"] },
};

export const specimen: Specimen = {
  rule,
  cases: [
    on("locked for a year", "good", [audit({ objectLockEnabled: true }), locked({ days: 365 })]),
    on("locked for a year, in years", "good", [audit({ objectLockEnabled: true }), locked({ years: 1 })]),
    on("inline", "good", [
      audit({ objectLockConfiguration: { objectLockEnabled: "Enabled", ...lock({ days: 400 }) } }),
    ]),
    on("lockable in a stack that is not protected", "good", [audit({ objectLockEnabled: true }, { protect: false })]),
    on("not for trails", "good", [bucket({}, { protect: true })]),
    on("a day too short", "bad", [audit({ objectLockEnabled: true }), locked({ days: 364 })], {
      says: /does not lock each for 365 days; objectLockEnabled is true/,
    }),
    on("shorter than its option says", "bad", [audit({ objectLockEnabled: true }), locked({ years: 1 })], {
      options: { days: 366 },
    }),
    on("longer than its option says", "good", [audit({ objectLockEnabled: true }), locked({ days: 30 })], {
      options: { days: 30 },
    }),
    on("nothing set", "bad", [audit({})], { says: /objectLockEnabled is not set/ }),
    on("lockable, and nothing is locked", "bad", [audit({ objectLockEnabled: true })]),
    on("lockable by a standalone configuration without retention", "bad", [
      audit({}),
      part("BucketObjectLockConfiguration", {}),
    ]),
    on("locked by a standalone configuration only", "good", [audit({}), locked({ days: 365 })]),
    on("retention without a lock", "bad", [audit({ objectLockConfiguration: lock({ days: 365 }) })]),
    on("not lockable, in a stack that is not protected", "bad", [
      audit({ objectLockEnabled: false }, { protect: false }),
    ]),
    on("a trail writes to it", "bad", [bucket({}, { protect: true }), trail]),
    on("named so in the program", "bad", [bucket({}, { name: "lake-audit" })]),
    on("a name that only holds the word", "good", [
      bucket({ bucket: "huut-auditor" }),
      bucket({}, { name: "preaudit" }),
    ]),
    on("lockable, protection not shown", "undecided", [audit({ objectLockEnabled: true }, {})]),
    on("days that are not known yet", "undecided", [audit({ objectLockEnabled: true }), locked({ days: UNKNOWN })]),
    on("a name that is not known yet", "undecided", [bucket({ bucket: UNKNOWN })]),
    on("days not known yet, and not lockable", "bad", [
      audit({ objectLockEnabled: false, objectLockConfiguration: lock({ days: UNKNOWN }) }),
    ]),
  ],
  mutation: {
    what: "locks trails for a month only",
    change: (program) => program.set(LOCK, "audit-lock", lock({ days: 30 })),
  },
};
