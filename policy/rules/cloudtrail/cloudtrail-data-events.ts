import { expect, recordsObjects, resourceRule, TRAIL } from "../../model";

export const rule = resourceRule({
  id: "cloudtrail-data-events",
  title: "A trail records who reads and writes objects",
  why: "Management events say who made a bucket, never who took what was in it.",
  cure: "Select data events of AWS::S3::Object for the lake's buckets, reads and writes.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html"],
  types: [TRAIL],
  check: (trail) => expect(recordsObjects(trail), "no selector of it takes reads and writes of AWS::S3::Object"),
});
