import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/athena/athena-workgroup-metrics";
import { configured, laidOver, workgroup } from "../../support/good/athena";
import { type Specimen } from "../../support/specimen";

const metrics = (publishCloudwatchMetricsEnabled: unknown) => ({ publishCloudwatchMetricsEnabled });

export const specimen: Specimen = {
  rule,
  cases: [
    configured("on", "good", metrics(true)),
    configured("on because nothing says otherwise", "good", metrics(undefined)),
    configured("off", "bad", metrics(false), { says: /publishCloudwatchMetricsEnabled is false/ }),
    configured("off, as text", "bad", metrics("false")),
    {
      title: "off, in a list as a state file may hold it",
      is: "bad",
      resources: [{ ...workgroup, props: { configuration: [metrics(false)] } }],
    },
    configured("not known yet", "undecided", metrics(UNKNOWN)),
  ],
  mutation: {
    what: "hides a workgroup's queries from CloudWatch",
    change: (program) => program.set(workgroup.type, workgroup.name, (props) => laidOver(props, metrics(false))),
  },
};
