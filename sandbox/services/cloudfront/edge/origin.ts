import type { Principal } from "../../../iam";
import type { Cloud } from "../../../kernel/cloud";
import { AwsError } from "../../../kernel/errors";
import { outOfScope } from "../../../kernel/scope";
import { serviceWire, type WireRequest } from "../../../wire";
import type { Distribution, S3Origin } from "../state";
import type { EdgeResponse } from "./messages";

/** CloudFront asks as itself on behalf of the distribution, so that the policies of bucket and key decide. */
const signer: Principal = { kind: "service", service: "cloudfront.amazonaws.com" };

/** Headers of S3's answers that do not go on to viewers. */
const ownHeaders = ["x-amz-request-id", "x-amz-id-2"];

/**
 * Asks the bucket for an object.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 * @param key the object's key, decoded
 * @param etag of what is in the cache already: the answer is 304 when it is still so
 * @returns S3's answer, errors as well
 */
export async function fetchObject(
  cloud: Cloud,
  { account, arn }: Pick<Distribution, "account" | "arn">,
  { bucket, region, accessControl }: S3Origin,
  { method, key, etag }: { readonly method: string; readonly key: string; readonly etag?: string | undefined },
): Promise<EdgeResponse> {
  const operation = method === "HEAD" ? "HeadObject" : "GetObject";
  const who =
    accessControl?.signing === "always" ? { principal: signer } : { principal: { kind: "anonymous" } as const };
  const input = { Bucket: bucket, Key: key, ...(etag !== undefined && { IfNoneMatch: etag }) };
  const call = { ...who, place: { account, region }, service: "s3", operation, input };
  const request = requestOf(method, key);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the model's own client, as elsewhere
  const wire = serviceWire(require(cloud.service("s3").sdk as string) as object, "s3");
  try {
    const output = await outOfScope(() => cloud.call({ ...call, sourceArn: arn, sourceAccount: account }));
    return passedOn(wire.encode(operation, output, request));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return passedOn(wire.encodeError(error, request));
  }
}

function requestOf(method: string, key: string): WireRequest {
  return { method, path: `/${key}`, query: {}, headers: {}, host: "", body: new Uint8Array() };
}

function passedOn({ statusCode, headers, body }: EdgeResponse): EdgeResponse {
  const kept = Object.entries(headers).filter(([name]) => !ownHeaders.includes(name));
  const length = headers["content-length"] ?? String(body.byteLength);
  return { statusCode, headers: { ...Object.fromEntries(kept), "content-length": length, server: "AmazonS3" }, body };
}
