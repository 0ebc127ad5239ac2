import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/cloudwatch/cloudwatch-alarm-acts";
import { of } from "../../support/good/keys";
import { inDataAccount } from "../../support/good/place";
import { type Sketch, type Specimen } from "../../support/specimen";

const COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm";
const TOPIC = "arn:aws:sns:ap-south-1:222222222222:huut-prod-on-call";
const alarm = (props: Readonly<Record<string, unknown>>, type = "aws:cloudwatch/metricAlarm:MetricAlarm"): Sketch => ({
  type,
  name: "late",
  props,
});

export const specimen: Specimen = {
  rule,
  cases: [
    of("tells a topic", "good", alarm({ alarmActions: [TOPIC] })),
    of("tells a topic that is not made yet", "good", alarm({ alarmActions: [UNKNOWN], actionsEnabled: true })),
    of("several alarms together", "good", alarm({ alarmActions: [TOPIC], alarmRule: "ALARM(a)" }, COMPOSITE)),
    of("no actions", "bad", alarm({}), { says: /alarmActions is not set/ }),
    of("an empty list", "bad", alarm({ alarmActions: [] })),
    of("only when all is well again", "bad", alarm({ okActions: [TOPIC] })),
    of("actions that are off", "bad", alarm({ alarmActions: [TOPIC], actionsEnabled: false }), {
      says: /actionsEnabled is false/,
    }),
    of("actions that are off, as text", "bad", alarm({ alarmActions: [TOPIC], actionsEnabled: "false" })),
    of("several alarms together, no actions", "bad", alarm({ alarmRule: "ALARM(a)" }, COMPOSITE)),
    of("not known yet", "undecided", alarm({ alarmActions: UNKNOWN })),
    of("whether they are on is not known yet", "undecided", alarm({ alarmActions: [TOPIC], actionsEnabled: UNKNOWN })),
    of("not known yet, and off", "bad", alarm({ alarmActions: UNKNOWN, actionsEnabled: false })),
  ],
  mutation: {
    what: "has an alarm that tells nobody",
    change: (program) => {
      program.add(
        ...inDataAccount(
          program,
          alarm({
            name: "huut-prod-late",
            namespace: "Huut",
            metricName: "Late",
            comparisonOperator: "GreaterThanThreshold",
            evaluationPeriods: 1,
            treatMissingData: "notBreaching",
          }),
        ),
      );
    },
  },
};
