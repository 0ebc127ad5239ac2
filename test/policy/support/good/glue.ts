import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type Sketch } from "../specimen";
import { key, provider } from "./common";

const jobProps: pulumi.Unwrap<aws.glue.JobArgs> = {
  command: { name: "glueetl", pythonVersion: "3", scriptLocation: "s3://huut-prod-curated/etl/sql_job.py" },
  roleArn: "arn:aws:iam::222222222222:role/huut-prod-etl",
  defaultArguments: { "--job-bookmark-option": "job-bookmark-enable" },
  executionProperty: { maxConcurrentRuns: 1 },
  glueVersion: "5.0",
  securityConfiguration: "huut-prod-glue",
};

export const job: Sketch = {
  type: "aws:glue/job:Job",
  name: "posts-job",
  props: jobProps as Sketch["props"],
  provider,
};

const encryption = {
  cloudwatchEncryption: { cloudwatchEncryptionMode: "SSE-KMS", kmsKeyArn: key },
  jobBookmarksEncryption: { jobBookmarksEncryptionMode: "CSE-KMS", kmsKeyArn: key },
  s3Encryption: { s3EncryptionMode: "SSE-KMS", kmsKeyArn: key },
} satisfies pulumi.Unwrap<aws.glue.SecurityConfigurationArgs>["encryptionConfiguration"];

export const security = {
  type: "aws:glue/securityConfiguration:SecurityConfiguration",
  name: "glue-security",
  props: { encryptionConfiguration: encryption },
  provider,
} satisfies Sketch;

const settings = {
  connectionPasswordEncryption: { awsKmsKeyId: key, returnConnectionPasswordEncrypted: true },
  encryptionAtRest: { catalogEncryptionMode: "SSE-KMS", sseAwsKmsKeyId: key },
} satisfies pulumi.Unwrap<aws.glue.DataCatalogEncryptionSettingsArgs>["dataCatalogEncryptionSettings"];

export const catalog = {
  type: "aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings",
  name: "catalog-encryption",
  props: { dataCatalogEncryptionSettings: settings },
  provider,
} satisfies Sketch;
