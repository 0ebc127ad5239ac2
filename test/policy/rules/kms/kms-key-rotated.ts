import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/kms/kms-key-rotated";
import { KEY, key, of } from "../../support/good/keys";
import { type Specimen } from "../../support/specimen";

export const specimen: Specimen = {
  rule,
  cases: [
    of("yearly", "good", key({ enableKeyRotation: true, rotationPeriodInDays: 365 })),
    of("no period set", "good", key({ enableKeyRotation: true, customerMasterKeySpec: "SYMMETRIC_DEFAULT" })),
    of("a pair of keys, which KMS does not rotate", "good", key({ customerMasterKeySpec: "RSA_2048" })),
    of("in a store of the customer's", "good", key({ customKeyStoreId: "cks-1" })),
    of("nothing set", "bad", key({}), { says: /enableKeyRotation is not set/ }),
    of("off", "bad", key({ enableKeyRotation: false, customerMasterKeySpec: "SYMMETRIC_DEFAULT" })),
    of("a day too late", "bad", key({ enableKeyRotation: true, rotationPeriodInDays: 366 }), {
      says: /is true, .*is 366/,
    }),
    of("later than its option says", "bad", key({ enableKeyRotation: true, rotationPeriodInDays: 365 }), {
      options: { days: 180 },
    }),
    of("off, with a period", "bad", key({ enableKeyRotation: false, rotationPeriodInDays: 365 })),
    of("not known yet", "undecided", key({ enableKeyRotation: UNKNOWN })),
    of("a kind that is not known yet", "undecided", key({ customerMasterKeySpec: UNKNOWN })),
    of("a store that is not known yet", "undecided", key({ customKeyStoreId: UNKNOWN })),
    of("a period that is not known yet", "undecided", key({ enableKeyRotation: true, rotationPeriodInDays: UNKNOWN })),
    of("off, with a period that is not known yet", "bad", key({ rotationPeriodInDays: UNKNOWN })),
  ],
  mutation: {
    what: "stops rotating the lake's key",
    change: (program) => program.set(KEY, "lake", { enableKeyRotation: false }),
  },
};
