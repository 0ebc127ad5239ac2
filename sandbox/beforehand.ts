import { parseArn } from "./kernel/arn";
import type { Cloud } from "./kernel/cloud";
import type { KmsService } from "./services/kms";
import type { S3Service } from "./services/s3";
import { checkBucketName } from "./services/s3/resources/bucket";

/** A bucket with what every new bucket has: no policy, no versions, no public access. Its account's root may do anything. */
export interface ExistingBucket {
  readonly kind: "bucket";
  readonly name: string;
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  /** The key of its default encryption, SSE-KMS; SSE-S3 when not given. It has to exist beforehand, too. */
  readonly keyArn?: string;
}

/** A symmetric key, enabled, that does not rotate; `mrk-` in its id makes it the primary of a multi-region key. */
export interface ExistingKey {
  readonly kind: "key";
  readonly arn: string;
  /** JSON; when not given, the policy with which KMS leaves a key to IAM of its account. */
  readonly policy?: string;
}

/** What lies in an account before any stack is deployed: it belongs to somebody whose program does not run here. */
export type Existing = ExistingBucket | ExistingKey;

/**
 * Brings what exists beforehand into a cloud, keys first, in whatever order it is given.
 * @throws Error naming what is wrong: a name or an ARN that AWS would not give, the same thing twice, a key that is not there
 */
export function makeExisting(cloud: Cloud, things: readonly Existing[]): void {
  for (const thing of things) if (thing.kind === "key") makeKey(cloud, thing);
  for (const thing of things) if (thing.kind === "bucket") makeBucket(cloud, thing);
}

function makeKey(cloud: Cloud, { arn, policy }: ExistingKey): void {
  const what = `the key "${arn}"`;
  if (!/^arn:aws:kms:[a-z0-9-]+:\d{12}:key\/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(arn)) {
    throw wrong(
      what,
      "it is not the ARN of a key (arn:aws:kms:<region>:<account>:key/<UUID, or mrk- and 32 hex digits>)",
    );
  }
  const kms = cloud.service<KmsService>("kms");
  if (kms.key(arn)) throw wrong(what, "it is there already; give it once");
  kms.adopt(arn, policy);
}

function makeBucket(cloud: Cloud, { name, account, region, keyArn }: ExistingBucket): void {
  const what = `the bucket "${name}"`;
  if (!/^\d{12}$/.test(account)) throw wrong(what, `its account "${account}" is not twelve digits`);
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) throw wrong(what, `its region "${region}" is none, such as ap-south-1`);
  checkBucketName(name);
  const { store } = cloud.service<S3Service>("s3");
  if (store.all().some((bucket) => bucket.name === name)) throw wrong(what, "it is there already; give it once");
  if (keyArn !== undefined) checkKey(cloud, what, keyArn, region);
  const { settings } = store.createBucket(name, { account, region });
  if (keyArn !== undefined) settings.encryption = { algorithm: "aws:kms", kmsKeyId: keyArn, bucketKey: false };
}

/** S3 takes any key's ARN and fails at the first object; here the mistake is told at once. */
function checkKey(cloud: Cloud, what: string, keyArn: string, region: string): void {
  if (!cloud.service<KmsService>("kms").key(keyArn)) {
    throw wrong(what, `its key "${keyArn}" is not there; give it, too, as { kind: "key", arn }`);
  }
  if (parseArn(keyArn).region !== region) throw wrong(what, `its key "${keyArn}" is not in its region, ${region}`);
}

function wrong(what: string, why: string): Error {
  return new Error(`Of what exists beforehand, ${what} cannot be made: ${why}.`);
}
