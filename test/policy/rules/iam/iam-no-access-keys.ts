import { rule } from "../../../../policy/rules/iam/iam-no-access-keys";
import { type Specimen } from "../../support/specimen";
import { UNKNOWN } from "../../../../policy/model";
import { casesAbout } from "../../support/one";

const type = "aws:iam/accessKey:AccessKey";
const key = casesAbout(type);
const user = "ci";

export const specimen: Specimen = {
  rule,
  cases: [
    key("switched off", "good", { user, status: "Inactive" }),
    key("switched off, for somebody unknown", "good", { user: UNKNOWN, status: "Inactive" }),
    key("by default", "bad", { user }, { says: /status is not set: it works/ }),
    key("switched on", "bad", { user, status: "Active" }, { says: /status is Active/ }),
    key("with its secret encrypted", "bad", { user, pgpKey: "keybase:asha" }),
    key("an empty status", "bad", { user, status: "" }),
    key("a status that is not known yet", "undecided", { user, status: UNKNOWN }),
    key("switched on, for somebody unknown", "bad", { user: UNKNOWN, status: "Active" }),
  ],
  mutation: {
    what: "makes a key for CI",
    change: (program) => program.add({ type, name: "ci", props: { user } }),
  },
};
