import { expect } from "chai";
import * as fc from "fast-check";
import { databaseName, globalName, resourceName } from "../../../components/shared/names";
import { arnOf, iamArn } from "../../../components/shared/place";

const place = { stack: "dev", account: "222222222222", region: "ap-south-1" };

describe("names", () => {
  it("are made of prefix, stack and part", () => {
    expect(resourceName(place, "post-events", "topic")).to.equal("huut-dev-post-events");
    expect(globalName(place, "raw")).to.equal("huut-dev-raw-222222222222-ap-south-1");
    expect(databaseName(place)).to.equal("huut_dev");
    expect(databaseName({ ...place, stack: "my-dev" }, "raw")).to.equal("huut_my_dev_raw");
  });

  const refused: readonly [string, () => string, RegExp][] = [
    ["a function of 65 characters", () => resourceName(place, "x".repeat(56), "function"), /65 characters, 64 at most/],
    ["a bucket with capitals", () => globalName(place, "Raw"), /must match/],
    ["a queue with a dot", () => resourceName(place, "a.b", "queue"), /must match/],
  ];
  for (const [what, make, message] of refused) {
    it(`refuse ${what}`, () => expect(make).to.throw(message));
  }

  it("never come out longer than S3 allows", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z][a-z0-9]{0,60}$/), (part) => {
        try {
          return globalName(place, part).length <= 63;
        } catch (error) {
          return part.length > 63 - globalName(place, "").length && String(error).includes("63 at most");
        }
      }),
    );
  });

  it("make ARNs", () => {
    expect(arnOf(place, "sqs", "huut-dev-q")).to.equal("arn:aws:sqs:ap-south-1:222222222222:huut-dev-q");
    expect(iamArn(place, "root")).to.equal("arn:aws:iam::222222222222:root");
  });
});
