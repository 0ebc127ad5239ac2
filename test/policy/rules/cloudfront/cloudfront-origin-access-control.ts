import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/cloudfront/cloudfront-origin-access-control";
import {
  addDistribution,
  bucketName,
  bucketOrigin,
  customOrigin,
  on,
  withOrigins,
} from "../../support/good/cloudfront";
import { type Specimen } from "../../support/specimen";

const name = bucketName("published");
const bucket = (change: object) => bucketOrigin("here", name, change as Readonly<Record<string, unknown>>);
const server = (domainName: unknown, change: object = {}) => customOrigin({}, { domainName, ...change });
const identity = "origin-access-identity/cloudfront/E1";
const website = `${name}.s3-website.ap-south-1.amazonaws.com`;
const url = "abc.lambda-url.ap-south-1.on.aws";

export const specimen: Specimen = {
  rule,
  cases: [
    on("buckets behind access controls", "good", {}),
    on(
      "with an empty identity, as CloudFront writes it",
      "good",
      withOrigins(bucket({ s3OriginConfig: { originAccessIdentity: "" } })),
    ),
    on("a server, which has other ways to know who asks", "good", withOrigins(server("api.huut.example"))),
    on("an API", "good", withOrigins(server("abc.execute-api.ap-south-1.amazonaws.com"))),
    on(
      "a server within the network",
      "good",
      withOrigins({ domainName: "alb.huut.example", vpcOriginConfig: { vpcOriginId: "vo_1" } }),
    ),
    on("a function behind an access control", "good", withOrigins(server(url, { originAccessControlId: "EOAC" }))),
    on("a host that only sounds like a bucket's", "good", withOrigins(server("b.s3.amazonaws.com.huut.example"))),
    on("a host that only sounds like a function's", "good", withOrigins(server(`${url}.huut.example`))),
    on("a bucket that anyone reads", "bad", withOrigins(bucket({ originAccessControlId: undefined })), {
      says: /originAccessControlId is not set/,
    }),
    on("an empty access control", "bad", withOrigins(bucket({ originAccessControlId: "" }))),
    on(
      "an access identity",
      "bad",
      withOrigins(bucket({ originAccessControlId: undefined, s3OriginConfig: { originAccessIdentity: identity } })),
      { says: /origin-access-identity/ },
    ),
    on("both", "bad", withOrigins(bucket({ s3OriginConfig: { originAccessIdentity: identity } }))),
    on("a bucket's website", "bad", withOrigins(server(website)), { says: /s3-website/ }),
    on("a bucket's website, of an older region", "bad", withOrigins(server(website.replace("website.", "website-")))),
    on(
      "a bucket's website with an access control",
      "bad",
      withOrigins(server(website, { originAccessControlId: "EOAC" })),
    ),
    on("a bucket as a server", "bad", withOrigins(server(`${name}.s3.ap-south-1.amazonaws.com`))),
    on("a bucket by its global host, as a server", "bad", withOrigins(server(`${name}.s3.amazonaws.com`))),
    on("a bucket by an older host, as a server", "bad", withOrigins(server(`${name}.s3-ap-south-1.amazonaws.com`))),
    on("a bucket of China's, as a server", "bad", withOrigins(server(`${name}.s3.cn-north-1.amazonaws.com.cn`))),
    on(
      "an access point without an access control",
      "bad",
      withOrigins({ domainName: "a-222222222222.s3-accesspoint.ap-south-1.amazonaws.com" }),
    ),
    on("a function that anyone calls", "bad", withOrigins(server(url))),
    on("one of two buckets", "bad", withOrigins(bucket({}), bucket({ originAccessControlId: undefined })), {
      says: /^origins\[1\]/,
    }),
    on("an access control that is made later", "undecided", withOrigins(bucket({ originAccessControlId: UNKNOWN }))),
    on(
      "an identity that is made later",
      "undecided",
      withOrigins(bucket({ s3OriginConfig: { originAccessIdentity: UNKNOWN } })),
    ),
    on("a server of nobody knows which host", "undecided", withOrigins(server(UNKNOWN))),
    on("origins that are not known yet", "undecided", { origins: UNKNOWN }),
  ],
  mutation: {
    what: "has a distribution that reads its bucket by an access identity",
    change: (program) => {
      addDistribution(program, {
        origin: { originAccessControlId: undefined, s3OriginConfig: { originAccessIdentity: identity } },
      });
    },
  },
};
