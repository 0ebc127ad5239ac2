import type { Difference } from "./differences";

const GUIDE = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide";
const PATHS = `${GUIDE}/Invalidation.html#invalidation-specifying-objects-paths`;

type Row = Omit<Difference, "peer" | "sources"> & Partial<Pick<Difference, "sources">>;

/** Where MiniStack 1.5.33 differs: it asks the origin each time, and does no more to answers than its policies say. */
const rows: readonly Row[] = [
  {
    behaviours: ["cloudfront/cache/hit", "cloudfront/cache/max-age", "cloudfront/cache/error"],
    does: "Nothing is kept: every request goes to the bucket, and is a miss.",
    why: "Objects and errors are kept for as long as their headers and the cache policy say; errors for ten seconds.",
    basis: "documented",
    confirmed:
      "CloudFront asks the origin again when an object's time is over, and keeps what has not changed; it caches errors for 10 seconds by default, among them 404. Hit and RefreshHit are result types of the logs; that X-Cache repeats them is what people see.",
    evidence: `${GUIDE}/Expiration.html`,
    sources: [`${GUIDE}/HTTPStatusCodes.html`, `${GUIDE}/standard-logs-reference.html`],
  },
  {
    behaviours: ["cloudfront/missing/listed"],
    does: "A missing object is 403 whether the bucket lets the distribution list or not.",
    why: "S3 answers 404 to those who may list the bucket, 403 to others.",
    basis: "documented",
    confirmed:
      "Of an object that does not exist S3 says NoSuchKey with s3:ListBucket, and 403 Forbidden without. Nothing sets CloudFront apart.",
    evidence: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html#API_GetObject_RequestSyntax",
  },
  {
    behaviours: ["cloudfront/protocol/x-cache"],
    does: "A redirect to https is an error in X-Cache.",
    why: "It is a result of its own: Redirect.",
    basis: "reported",
    confirmed:
      "The logs have a result type Redirect for it. No page names the header's value; those who ask with curl see Redirect from cloudfront.",
    evidence: `${GUIDE}/standard-logs-reference.html#BasicDistributionFileFormat`,
    sources: [
      "https://github.com/techjacker/terraform-aws-s3website",
      "https://github.com/ben335/bengeorge.me/blob/master/content/posts/s3-cloudfront-redirect.md",
    ],
  },
  {
    behaviours: ["cloudfront/compression"],
    does: "Nothing is compressed.",
    why: "With Compress, texts of 1,000 to 10,000,000 bytes are, where the viewer takes it and the cache policy has it enabled.",
    basis: "documented",
    confirmed:
      "The page lists sizes, content types and conditions; a strong ETag becomes a weak one when CloudFront compresses.",
    evidence: `${GUIDE}/ServingCompressedFiles.html`,
  },
  {
    behaviours: ["cloudfront/invalidation/in-progress"],
    does: "An invalidation is completed at once.",
    why: "It begins in progress, and is completed when every edge has done it.",
    basis: "documented",
    confirmed:
      "The example of the answer to CreateInvalidation has the status InProgress; Completed comes when it is finished.",
    evidence: "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateInvalidation.html",
    sources: ["https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Invalidation.html"],
  },
  {
    behaviours: ["cloudfront/invalidation/path/1", "cloudfront/invalidation/path/2"],
    does: "Any text is a path.",
    why: "Paths begin with a slash, and a wildcard is their last character.",
    basis: "documented",
    confirmed:
      "With the API, paths must begin with a slash, and a wildcard cannot be within one. InvalidArgument is what people got for paths without a slash.",
    evidence: PATHS,
    sources: [
      "https://github.com/rust-lang/promote-release/pull/94",
      "https://github.com/milliHQ/terraform-aws-next-js/pull/258",
    ],
  },
];

export const cloudfrontDifferences: readonly Difference[] = rows.map((row) => ({
  sources: [],
  ...row,
  peer: "ministack",
}));
