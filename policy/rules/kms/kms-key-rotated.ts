import { all, any, expect, not, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "kms-key-rotated",
  title: "A symmetric key is rotated each year",
  why: "Material that never changes is worth more to whoever steals it, and opens everything that it ever closed.",
  cure: "Set enableKeyRotation, and leave rotationPeriodInDays at its 365 days.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html"],
  options: {
    days: { type: "integer", description: "Days between rotations, at most", default: 365, minimum: 90, maximum: 2560 },
  },
  types: ["aws:kms/key:Key"],
  check: (key, { days }) => {
    const spec = key.at("customerMasterKeySpec");
    const period = key.at("rotationPeriodInDays");
    // KMS rotates neither pairs of keys nor what lies in a store of the customer's.
    const rotatable = all(
      any(not(spec.present()), spec.is("SYMMETRIC_DEFAULT")),
      not(key.at("customKeyStoreId").present()),
    );
    const often = any(not(period.present()), period.atMost(Number(days)));
    const rotated = key.at("enableKeyRotation");
    return expect(any(not(rotatable), all(rotated.isTrue(), often)), `${rotated}, ${period}`);
  },
});
