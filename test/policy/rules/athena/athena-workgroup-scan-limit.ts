import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/athena/athena-workgroup-scan-limit";
import { configured, laidOver, workgroup } from "../../support/good/athena";
import { type Specimen } from "../../support/specimen";

const limit = (bytesScannedCutoffPerQuery: unknown) => ({ bytesScannedCutoffPerQuery });
const TEBIBYTE = 1024 ** 4;

export const specimen: Specimen = {
  rule,
  cases: [
    configured("a limit", "good", {}),
    configured("the most", "good", limit(TEBIBYTE)),
    configured("the least that Athena takes", "good", limit(10_485_760)),
    configured("nothing set", "bad", limit(undefined), { says: /is not set/ }),
    configured("a byte too much", "bad", limit(TEBIBYTE + 1), { says: /1099511627777/ }),
    configured("less than Athena takes", "bad", limit(10_485_759)),
    configured("none, written as zero", "bad", limit(0)),
    configured("more than is wanted here", "bad", limit(2_000_000_000), { options: { bytes: 1_000_000_000 } }),
    configured("not known yet", "undecided", limit(UNKNOWN)),
  ],
  mutation: {
    what: "lets a query scan everything",
    change: (program) => program.set(workgroup.type, workgroup.name, (props) => laidOver(props, limit(undefined))),
  },
};
