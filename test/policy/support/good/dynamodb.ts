import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type Sketch } from "../specimen";
import { key, provider } from "./common";

const props: pulumi.Unwrap<aws.dynamodb.TableArgs> = {
  name: "huut-prod-captions",
  attributes: [{ name: "postId", type: "S" }],
  hashKey: "postId",
  billingMode: "PAY_PER_REQUEST",
  deletionProtectionEnabled: true,
  pointInTimeRecovery: { enabled: true },
  serverSideEncryption: { enabled: true, kmsKeyArn: key },
};

/** A table that lacks nothing but what other resources give it. */
export const table: Sketch = {
  type: "aws:dynamodb/table:Table",
  name: "captions",
  props: { ...props, arn: "arn:aws:dynamodb:ap-south-1:222222222222:table/huut-prod-captions" },
  provider,
  protect: true,
  retainOnDelete: true,
};

const replicaProps: pulumi.Unwrap<aws.dynamodb.TableReplicaArgs> = {
  globalTableArn: "arn:aws:dynamodb:ap-south-1:222222222222:table/huut-prod-captions",
  kmsKeyArn: "arn:aws:kms:ap-southeast-1:222222222222:key/mrk-0123456789abcdef0123456789abcdef",
  pointInTimeRecovery: true,
  deletionProtectionEnabled: true,
};

/** Its replica in a second region, declared beside it. */
export const replica: Sketch = {
  type: "aws:dynamodb/tableReplica:TableReplica",
  name: "captions-replica",
  props: replicaProps as unknown as Sketch["props"],
  provider: { ...provider, region: "ap-southeast-1" },
  protect: true,
  retainOnDelete: true,
};
