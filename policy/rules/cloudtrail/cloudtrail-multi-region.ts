import { expect, not, recordsManagement, resourceRule, TRAIL } from "../../model";

export const rule = resourceRule({
  id: "cloudtrail-multi-region",
  controls: ["CloudTrail.1"],
  title: "A trail is on, and records management in every region and of global services",
  why: "Whoever breaks in works where nobody looks: in another region, or in IAM.",
  cure: "Set isMultiRegionTrail, and leave enableLogging, includeGlobalServiceEvents and management events on.",
  severity: "high",
  enforcement: "mandatory",
  links: [
    "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/receive-cloudtrail-log-files-from-multiple-regions.html",
    "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html",
  ],
  types: [TRAIL],
  check: (trail) => {
    const everywhere = trail.at("isMultiRegionTrail");
    const logging = trail.at("enableLogging");
    const global = trail.at("includeGlobalServiceEvents");
    return [
      ...expect(everywhere.isTrue(), `${everywhere}`),
      ...expect(not(logging.is(false)), `${logging}`),
      ...expect(not(global.is(false)), `${global}`),
      ...expect(recordsManagement(trail), "its selectors leave out management events that read, write, or both"),
    ];
  },
});
