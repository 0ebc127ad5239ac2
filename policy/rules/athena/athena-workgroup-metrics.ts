import { expect, not, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "athena-workgroup-metrics",
  controls: ["Athena.4"],
  title: "A workgroup tells CloudWatch about its queries",
  why: "Without metrics a workgroup's failed and runaway queries raise no alarm, and nobody sees who scans what.",
  cure: "Leave configuration.publishCloudwatchMetricsEnabled on, as it is by itself.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/athena/latest/ug/athena-cloudwatch-metrics-enable.html"],
  types: ["aws:athena/workgroup:Workgroup"],
  check: (workgroup) => {
    const metrics = workgroup.at("configuration.publishCloudwatchMetricsEnabled");
    return expect(not(metrics.is(false)), String(metrics));
  },
});
