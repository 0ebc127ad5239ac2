import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type Case, type Outcome, type Sketch } from "../specimen";
import { key, provider } from "./common";

const configuration = {
  enforceWorkgroupConfiguration: true,
  bytesScannedCutoffPerQuery: 53_687_091_200,
  publishCloudwatchMetricsEnabled: true,
  resultConfiguration: {
    outputLocation: "s3://huut-prod-curated-222222222222-ap-south-1/query-results/",
    encryptionConfiguration: { encryptionOption: "SSE_KMS", kmsKeyArn: key },
  },
};

const props: pulumi.Unwrap<aws.athena.WorkgroupArgs> = { name: "huut-prod-insights", configuration };

export const workgroup: Sketch = {
  type: "aws:athena/workgroup:Workgroup",
  name: "insights-workgroup",
  props: props as Sketch["props"],
  provider,
};

/** A case of a workgroup, told by what is laid over its configuration. */
export function configured(title: string, is: Outcome, changes: object, rest: Partial<Case> = {}): Case {
  return { title, is, resources: [{ ...workgroup, props: laidOver(props as Sketch["props"], changes) }], ...rest };
}

/** Properties of a workgroup with other settings. */
export function laidOver({ configuration }: Sketch["props"], changes: object): Sketch["props"] {
  return { configuration: { ...(configuration as object), ...changes } };
}
