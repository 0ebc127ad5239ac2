import type { MediaObject } from "../../samples/speeches";
import { Sandbox, type DeployOptions, type Existing, type StackGraph } from "../../sandbox";
import { parseArn, type Place } from "../../sandbox/kernel/arn";

/** The bucket in which the application keeps media of posts: it belongs to the application, and no stack makes it. */
export interface ApplicationMedia {
  readonly bucket: string;
  readonly keyArn?: string;
  readonly place: Place;
}

/** What a stack was told of the application's media, by its outputs; undefined for a program that knows of none. */
export function applicationMedia(outputs: StackGraph["outputs"]): ApplicationMedia | undefined {
  const [bucket, keyArn] = [outputs["applicationMediaBucket"], outputs["applicationMediaKeyArn"]];
  if (typeof bucket !== "string") return undefined;
  const { account, region } = parseArn(String(outputs["topicArn"]));
  if (typeof keyArn !== "string") return { bucket, place: { account, region } };
  // A bucket's key lies in its region, which need not be that of a stack.
  return { bucket, keyArn, place: { account, region: parseArn(keyArn).region } };
}

/**
 * Deploys stacks where the application's bucket and key are there before them. The key's policy leaves it to IAM of the
 * application's account, as a key that was made in the console does.
 */
export function deployBesideApplication(graphs: readonly StackGraph[], options: DeployOptions = {}): Promise<Sandbox> {
  return Sandbox.deploy(graphs, { ...options, beforehand: [...applicationOf(graphs), ...(options.beforehand ?? [])] });
}

/** Each bucket and key once, though several stacks read them. */
function applicationOf(graphs: readonly StackGraph[]): Existing[] {
  const found = new Map<string, Existing>();
  for (const { outputs } of graphs) {
    const media = applicationMedia(outputs);
    if (!media) continue;
    const { bucket: name, keyArn, place } = media;
    if (keyArn !== undefined) found.set(keyArn, { kind: "key", arn: keyArn });
    found.set(name, { kind: "bucket", name, ...place, ...(keyArn !== undefined && { keyArn }) });
  }
  return [...found.values()];
}

/**
 * Puts objects into the application's bucket, as its account's root, one after another: bytes are made when it is their turn.
 * @param stack whose application it is
 * @throws AwsError what S3 or KMS answers
 */
export async function putMedia(sandbox: Sandbox, stack: string, objects: readonly MediaObject[]): Promise<void> {
  const media = applicationMedia(sandbox.outputs(stack));
  if (!media) throw new Error(`The stack "${stack}" knows of no media of an application.`);
  const { bucket, place } = media;
  const caller = { principal: { kind: "root", account: place.account }, place } as const;
  for (const object of objects) {
    const input = { Bucket: bucket, Key: object.key, Body: object.make() };
    await sandbox.cloud.call({ ...caller, service: "s3", operation: "PutObject", input });
  }
}
