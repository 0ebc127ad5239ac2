import { any, expect, KEYS, not, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "kms-deletion-window",
  title: "A key that is to be deleted can be saved for thirty days",
  why: "What a deleted key encrypted is lost for ever, and some data is read once a month.",
  cure: "Leave deletionWindowInDays away, or set it to 30.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html#deleting-keys-how-it-works"],
  options: {
    days: { type: "integer", description: "Days of waiting, at least", default: 30, minimum: 7, maximum: 30 },
  },
  types: KEYS,
  check: (key, { days }) => {
    const window = key.at("deletionWindowInDays");
    // KMS waits for its longest when nothing is set.
    return expect(any(not(window.present()), window.atLeast(Number(days))), `${window}`);
  },
});
