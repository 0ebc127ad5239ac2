import { type Resource } from "./resource";
import { all, any, not, type Truth, UNKNOWN } from "./truth";
import { type Value } from "./value";

export const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";

/** How a distribution answers requests: by default, then by paths. */
export function behaviorsOf(distribution: Resource): readonly Value[] {
  return [distribution.at("defaultCacheBehavior"), ...distribution.at("orderedCacheBehaviors").items()];
}

export function originsOf(distribution: Resource): readonly Value[] {
  return distribution.at("origins").items();
}

/** Hosts of buckets, by REST and as websites; access points have hosts of their own. https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html */
const BUCKET_HOST = /^(.+)\.s3(?!-accesspoint)(?:[.-][a-z0-9.-]+)?\.amazonaws\.com(?:\.cn)?$/;

/** Which bucket an origin's host names; nothing when it is the host of something else. */
export function bucketNameOf(origin: Value): string | undefined | typeof UNKNOWN {
  const host = origin.at("domainName").text();
  return typeof host === "string" ? BUCKET_HOST.exec(host)?.[1] : host;
}

/** Whether an origin is a bucket: it is told to CloudFront as one, or its host is one's. */
export function isBucket(origin: Value): Truth {
  const isOther = any(origin.at("customOriginConfig").present(), origin.at("vpcOriginConfig").present());
  return any(not(isOther), origin.at("domainName").matches(BUCKET_HOST));
}

/** Whether a behaviour asks an origin, by itself or as a member of a group. */
export function asks(distribution: Resource, behavior: Value, origin: Value): Truth {
  const target = behavior.at("targetOriginId");
  const id = origin.at("originId");
  const inGroup = distribution.at("originGroups").some((group) =>
    all(
      group.at("originId").isSameAs(target),
      group.at("members").some((member) => member.at("originId").isSameAs(id)),
    ),
  );
  return any(id.isSameAs(target), inGroup);
}

/** Whether viewers are shown a certificate of the platform's own, not that of cloudfront.net. */
export function hasOwnCertificate(distribution: Resource): Truth {
  const certificate = distribution.at("viewerCertificate");
  return any(certificate.at("acmCertificateArn").present(), certificate.at("iamCertificateId").present());
}

/** Whether a resource lies in us-east-1, the one region where CloudFront looks for firewalls, certificates and log deliveries. */
export function liesAtEdge(resource: Resource): Truth {
  const { region } = resource;
  return region.present() === true ? region.is("us-east-1") : UNKNOWN;
}
