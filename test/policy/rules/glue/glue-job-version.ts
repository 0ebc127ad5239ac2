import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/glue/glue-job-version";
import { job } from "../../support/good/glue";
import { type Specimen } from "../../support/specimen";
import { variantsOf } from "../../support/variants";

const running = variantsOf(job.type, job.props);
const command = (name: unknown) => ({ command: { name, scriptLocation: "s3://etl/job.py" } });

export const specimen: Specimen = {
  rule,
  cases: [
    running("a current version", "good", {}),
    running("the oldest that is supported", "good", { glueVersion: "3.0" }),
    running("Python without Spark", "good", { ...command("pythonshell"), glueVersion: "1.0" }),
    running("Ray", "good", { ...command("glueray"), glueVersion: undefined }),
    running("a version without support", "bad", { glueVersion: "2.0" }, { says: /2\.0, and 3 is wanted/ }),
    running("the first version", "bad", { glueVersion: "0.9" }),
    running("nothing set", "bad", { glueVersion: undefined }, { says: /is not set/ }),
    running("no version", "bad", { glueVersion: "latest" }),
    running("a streaming job on an old version", "bad", { ...command("gluestreaming"), glueVersion: "2.0" }),
    running("a command without a name, on an old version", "bad", { ...command(undefined), glueVersion: "2.0" }),
    running("older than is wanted here", "bad", { glueVersion: "4.0" }, { options: { version: 5 } }),
    running("not known yet", "undecided", { glueVersion: UNKNOWN }),
    running("an old version for a command that is not known yet", "undecided", {
      ...command(UNKNOWN),
      glueVersion: "2.0",
    }),
  ],
  mutation: {
    what: "runs a job on a version without support",
    change: (program) => program.set(job.type, job.name, { glueVersion: "2.0" }),
  },
};
