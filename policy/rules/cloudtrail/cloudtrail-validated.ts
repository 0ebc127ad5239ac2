import { expect, resourceRule, TRAIL } from "../../model";

export const rule = resourceRule({
  id: "cloudtrail-validated",
  controls: ["CloudTrail.4"],
  title: "A trail's files carry digests",
  why: "Without digests nobody can tell whether a file was changed or taken away.",
  cure: "Set enableLogFileValidation.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html"],
  types: [TRAIL],
  check: (trail) => {
    const validated = trail.at("enableLogFileValidation");
    return expect(validated.isTrue(), `${validated}`);
  },
});
