import { PolicyPack } from "@pulumi/policy";
import { policiesOf } from "./crossguard";
import { rules } from "./registry";
import { readSuppressions, SUPPRESSIONS_FILE, SUPPRESSIONS_VARIABLE } from "./suppression";

const all = rules();

// Making the pack serves it: the engine starts this file by `pulumi preview --policy-pack policy`.
new PolicyPack("huut", {
  displayName: "Huut",
  description: "The rules that every stack of Huut's data platform keeps",
  policies: policiesOf({
    rules: all,
    suppressions: readSuppressions(
      process.env[SUPPRESSIONS_VARIABLE] ?? SUPPRESSIONS_FILE,
      all.map(({ id }) => id),
    ),
    today: new Date().toISOString().slice(0, 10),
  }),
});
