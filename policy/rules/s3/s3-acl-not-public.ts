import { any, BUCKET, expect, not, resourceRule } from "../../model";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl */
const PUBLIC = ["public-read", "public-read-write", "authenticated-read"];
const EVERYBODY = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;

export const rule = resourceRule({
  id: "s3-acl-not-public",
  controls: ["S3.2", "S3.3"],
  title: "No ACL of a bucket or an object admits everybody",
  why: "An ACL opens what a policy keeps closed, and nobody looks for it there.",
  cure: "Take acl and the grants to global groups away: policies say who may do what.",
  severity: "critical",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html"],
  types: [
    BUCKET,
    "aws:s3/bucketAcl:BucketAcl",
    "aws:s3/bucketObject:BucketObject",
    "aws:s3/bucketObjectv2:BucketObjectv2",
  ],
  check: (holder) => {
    const acl = holder.at("acl");
    const own = holder.at("grants").some((grant) => grant.at("uri").matches(EVERYBODY));
    const standalone = holder
      .at("accessControlPolicy.grants")
      .some((grant) => grant.at("grantee.uri").matches(EVERYBODY));
    return expect(not(any(acl.isOneOf(PUBLIC), own, standalone)), `${acl}, or a grant is for everybody`);
  },
});
