import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/cloudtrail/cloudtrail-to-cloudwatch";
import { addTrail, trail, type TrailProps } from "../../support/good/trail";
import { type Case, type Outcome, type Specimen } from "../../support/specimen";

function on(title: string, is: Outcome, change: TrailProps, says?: RegExp): Case {
  return { title, is, resources: [trail(change)], ...(says && { says }) };
}

export const specimen: Specimen = {
  rule,
  cases: [
    on("a group and a role", "good", {}),
    on(
      "neither",
      "bad",
      { cloudWatchLogsGroupArn: undefined, cloudWatchLogsRoleArn: undefined },
      /GroupArn is not set, cloudWatchLogsRoleArn is not set/,
    ),
    on("no group", "bad", { cloudWatchLogsGroupArn: undefined }),
    on("no role", "bad", { cloudWatchLogsRoleArn: "" }),
    on("a group that is not made yet", "undecided", { cloudWatchLogsGroupArn: UNKNOWN }),
    on("a role that is not made yet", "undecided", { cloudWatchLogsRoleArn: UNKNOWN }),
    on("a group that is not made yet, and no role", "bad", {
      cloudWatchLogsGroupArn: UNKNOWN,
      cloudWatchLogsRoleArn: undefined,
    }),
  ],
  mutation: {
    what: "has a trail that only writes files",
    change: (program) => {
      addTrail(program, { cloudWatchLogsGroupArn: undefined, cloudWatchLogsRoleArn: undefined });
    },
  },
};
