import { all, expect, resourceRule } from "../../model";

/** Below this Athena takes no limit: 10 MB. */
const LEAST = 10_485_760;

export const rule = resourceRule({
  id: "athena-workgroup-scan-limit",
  title: "A workgroup limits what one query may scan",
  why: "Athena bills by what is scanned: a query without a filter on dates reads, and bills, everything ever written.",
  cure: "Set configuration.bytesScannedCutoffPerQuery.",
  severity: "medium",
  enforcement: "advisory",
  links: ["https://docs.aws.amazon.com/athena/latest/ug/workgroups-setting-control-limits-cloudwatch.html"],
  options: {
    bytes: { type: "integer", description: "What one query may scan at most, in bytes", default: 1_099_511_627_776 },
  },
  types: ["aws:athena/workgroup:Workgroup"],
  check: (workgroup, { bytes }) => {
    const limit = workgroup.at("configuration.bytesScannedCutoffPerQuery");
    return expect(all(limit.atLeast(LEAST), limit.atMost(Number(bytes))), String(limit));
  },
});
