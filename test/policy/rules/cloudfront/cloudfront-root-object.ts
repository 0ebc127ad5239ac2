import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/cloudfront/cloudfront-root-object";
import {
  addDistribution,
  behavior,
  bucketName,
  bucketOrigin,
  customOrigin,
  on,
  withOrigins,
} from "../../support/good/cloudfront";
import { type Specimen } from "../../support/specimen";

const none = { defaultRootObject: undefined };
const bucket = bucketOrigin("here", bucketName("published"));
const asks = (targetOriginId: unknown) => ({ defaultCacheBehavior: behavior({ targetOriginId }) });

export const specimen: Specimen = {
  rule,
  cases: [
    on("a page", "good", {}),
    on("a page in a folder", "good", { defaultRootObject: "site/index.html" }),
    on("an API, with buckets on other paths", "good", {
      ...withOrigins(bucket, customOrigin()),
      ...asks("api"),
      ...none,
    }),
    on("an API, with a group of buckets on other paths", "good", {
      ...none,
      ...asks("api"),
      origins: [bucket, bucketOrigin("there", bucketName("published")), customOrigin()],
    }),
    on(
      "a bucket",
      "bad",
      { ...withOrigins(bucket), ...asks("here"), ...none },
      { says: /defaultRootObject is not set/ },
    ),
    on("a group of buckets", "bad", none),
    on("a group whose second is a bucket", "bad", {
      ...none,
      origins: [customOrigin({}, { originId: "here" }), bucketOrigin("there", bucketName("published"))],
    }),
    on("an empty text", "bad", { defaultRootObject: "" }),
    on("a slash before it", "bad", { defaultRootObject: "/index.html" }, { says: /index.html/ }),
    on("a bucket's website", "bad", {
      ...withOrigins(customOrigin({}, { domainName: "b.s3-website.ap-south-1.amazonaws.com" })),
      ...asks("api"),
      ...none,
    }),
    on("a bucket, beside an API", "bad", { ...withOrigins(customOrigin(), bucket), ...asks("here"), ...none }),
    on("not known yet", "undecided", { defaultRootObject: UNKNOWN }),
    on("a server of nobody knows which host", "undecided", {
      ...withOrigins(customOrigin({}, { domainName: UNKNOWN })),
      ...asks("api"),
      ...none,
    }),
    on("whatever is not known yet", "undecided", { ...asks(UNKNOWN), ...none }),
  ],
  mutation: {
    what: "has a distribution whose root lists its bucket",
    change: (program) => {
      addDistribution(program, { distribution: none });
    },
  },
};
