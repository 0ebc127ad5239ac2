import type * as aws from "@pulumi/aws";
import { UNKNOWN } from "../../../../policy/model";
import { type Case, type Outcome, type Sketch } from "../specimen";

export const BUCKET = "aws:s3/bucket:Bucket";
/** The one bucket of most cases. */
export const ARN = "arn:aws:s3:::huut-data";

export type PropsOf<Args> = { readonly [name in keyof Args]?: unknown };

interface Parts {
  readonly BucketAcl: aws.s3.BucketAclArgs;
  readonly BucketLifecycleConfiguration: aws.s3.BucketLifecycleConfigurationArgs;
  readonly BucketLogging: aws.s3.BucketLoggingArgs;
  readonly BucketObjectLockConfiguration: aws.s3.BucketObjectLockConfigurationArgs;
  readonly BucketOwnershipControls: aws.s3.BucketOwnershipControlsArgs;
  readonly BucketPolicy: aws.s3.BucketPolicyArgs;
  readonly BucketPublicAccessBlock: aws.s3.BucketPublicAccessBlockArgs;
  readonly BucketReplicationConfig: aws.s3.BucketReplicationConfigArgs;
  readonly BucketServerSideEncryptionConfiguration: aws.s3.BucketServerSideEncryptionConfigurationArgs;
  readonly BucketVersioning: aws.s3.BucketVersioningArgs;
}

/** The bucket `data`, with what is its own; the ARN is AWS's. */
export function bucket(
  props: PropsOf<aws.s3.BucketArgs> & { readonly arn?: unknown } = {},
  rest: Partial<Sketch> = {},
): Sketch {
  return { type: BUCKET, name: "data", props: { bucket: "huut-data", ...props }, ...rest };
}

/** A standalone part of the bucket `data`, or of another sketch's. */
export function part<Part extends keyof Parts>(kind: Part, props: PropsOf<Parts[Part]>, of = "data"): Sketch {
  const type = `aws:s3/b${kind.slice(1)}:${kind}`;
  return { type, name: `${of}-${kind}`, props: { bucket: UNKNOWN, ...props }, from: { bucket: [of] } };
}

/** A bucket that the bucket `data` logs to. */
export function logging(to = "logs"): Sketch {
  const log = part("BucketLogging", { targetBucket: UNKNOWN, targetPrefix: "data/" });
  return { ...log, from: { ...log.from, targetBucket: [to] } };
}

export function on(title: string, is: Outcome, resources: readonly Sketch[], rest: Partial<Case> = {}): Case {
  return { title, is, resources, ...rest };
}

/** A policy document as a program hands it over: text. */
export function policy(...statements: readonly Readonly<Record<string, unknown>>[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** Denies plain HTTP to a bucket and its objects. */
export const TLS_ONLY = {
  Sid: "DenyWithoutTls",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: [ARN, `${ARN}/*`],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
} as const;
