import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/cloudfront/cloudfront-origin-exists";
import { BUCKET } from "../../support/good/buckets";
import { addDistribution, bucketName, bucketOrigin, customOrigin, distribution } from "../../support/good/cloudfront";
import { given, sketch } from "../../support/sketches";
import { type Case, type Outcome, type Sketch, type Specimen } from "../../support/specimen";

const NAME = bucketName("published");
const published = sketch(BUCKET, "published", { bucket: NAME });

/** A distribution of these origins, beside the bucket `published` and others. */
function of(
  title: string,
  is: Outcome,
  origins: unknown,
  others: readonly Sketch[] = [],
  rest: Partial<Case> = {},
): Case {
  return given(title, is, [published, ...others, distribution({ origins })], rest);
}

function later(title: string, is: Outcome, from: readonly string[], others: readonly Sketch[] = []): Case {
  const origins = [{ originId: "here", domainName: UNKNOWN, originAccessControlId: "EOAC" }];
  return given(title, is, [published, ...others, distribution({ origins }, { from: { origins: from } })]);
}

const host = (domainName: string) => [{ originId: "here", domainName }];

export const specimen: Specimen = {
  rule,
  cases: [
    of("a bucket of the stack", "good", [bucketOrigin("here", NAME)]),
    of("by its global host", "good", host(`${NAME}.s3.amazonaws.com`)),
    of(
      "beside other buckets",
      "good",
      [bucketOrigin("here", NAME)],
      [sketch(BUCKET, "raw", { bucket: bucketName("raw") })],
    ),
    of("its copy in another region", "good", [bucketOrigin("there", bucketName("published", "ap-southeast-1"))]),
    of(
      "its copy in the stack of another region",
      "good",
      host(`huut-dr-published-222222222222-ap-southeast-1.s3.ap-southeast-1.amazonaws.com`),
    ),
    of("a server", "good", [customOrigin()]),
    of(
      "an access point, which nobody else can make",
      "good",
      host("a-222222222222.s3-accesspoint.ap-south-1.amazonaws.com"),
    ),
    later("a bucket that is made later", "good", ["published"]),
    of("a bucket that is not there", "bad", [bucketOrigin("here", bucketName("publshed"))], [], {
      says: /huut-case-publshed.* no such bucket/,
    }),
    of("a bucket of another name", "bad", host("captions.s3.ap-south-1.amazonaws.com")),
    of("a bucket whose name only begins so", "bad", host(`${NAME}-2.s3.ap-south-1.amazonaws.com`)),
    of("a bucket whose name only ends so", "bad", host(`x-${NAME}.s3.ap-south-1.amazonaws.com`)),
    of("one of two that is not there", "bad", [
      bucketOrigin("here", NAME),
      bucketOrigin("there", "captions-ap-south-1"),
    ]),
    of("a website that is not there", "bad", [
      customOrigin({}, { domainName: "captions.s3-website.ap-south-1.amazonaws.com" }),
    ]),
    of("a copy of another part", "bad", [bucketOrigin("there", bucketName("raw", "ap-southeast-1"))]),
    of("a copy in another account", "bad", host("huut-case-published-111111111111-ap-southeast-1.s3.amazonaws.com")),
    of(
      "another bucket of the same part and region",
      "bad",
      host("huut-dr-published-222222222222-ap-south-1.s3.amazonaws.com"),
    ),
    of("a copy with something behind its region", "bad", [
      bucketOrigin("there", `${bucketName("published", "eu-west-1")}0`),
    ]),
    of("a copy of no region", "bad", host("huut-dr-published-222222222222-elsewhere.s3.amazonaws.com")),
    given("no bucket in the stack", "bad", [distribution()]),
    of("a bucket that is not there, beside hosts that are not known yet", "bad", [
      bucketOrigin("here", "captions"),
      { domainName: UNKNOWN },
    ]),
    later("a host of nobody knows what", "undecided", []),
    later(
      "a host of something else that is made later",
      "undecided",
      ["api"],
      [sketch("aws:apigatewayv2/api:Api", "api")],
    ),
    given("a bucket, beside one whose name is not known yet", "undecided", [
      sketch(BUCKET, "unnamed", { bucket: UNKNOWN }),
      distribution(),
    ]),
    of("origins that are not known yet", "undecided", UNKNOWN),
    of("no origins", "not its business", undefined),
  ],
  mutation: {
    what: "has a distribution of a bucket that is not there",
    change: (program) => {
      addDistribution(program, {
        origin: { domainName: "huut-prod-captions-222222222222-ap-south-1.s3.amazonaws.com" },
      });
    },
  },
};
