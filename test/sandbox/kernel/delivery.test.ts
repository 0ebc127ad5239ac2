import { expect } from "chai";
import { backoff, DEFAULT_RETRY_POLICY, failureAttributes, isTransient } from "../../../sandbox/kernel/delivery";
import { AwsError } from "../../../sandbox/kernel/errors";
import { World } from "../../../sandbox/world/world";

describe("delivery", () => {
  it("takes server errors and throttling for transient, and nothing else", () => {
    const errors: [string, number, boolean][] = [
      ["InternalServerError", 500, true],
      ["ServiceUnavailable", 503, true],
      ["ThrottlingException", 400, true],
      ["TooManyRequestsException", 429, true],
      ["RequestThrottled", 400, true],
      ["AccessDenied", 403, false],
      ["ResourceNotFoundException", 404, false],
      ["InvalidParameterValue", 400, false],
    ];
    for (const [code, statusCode, expected] of errors) {
      expect(isTransient(new AwsError(code, "", statusCode)), code).to.equal(expected);
    }
  });

  it("spreads the default retries over most of a day, growing, and stops by number and by age", () => {
    const world = new World({ seed: 1, start: 0 });
    const wait = backoff(world, world.random.fork("test"), DEFAULT_RETRY_POLICY, 0);
    const waits = Array.from({ length: 185 }, (_, i) => wait(i + 1) as number);
    expect(waits[0]).to.be.within(500, 1_500);
    expect(waits.slice(0, 9).reduce((sum, each) => sum + each)).to.be.below(900_000);
    expect(waits.reduce((sum, each) => sum + each) / 3_600_000).to.be.within(18, 30);
    expect(wait(186)).to.equal(undefined);
    const old = backoff(world, world.random.fork("old"), DEFAULT_RETRY_POLICY, -86_400_000);
    expect(old(1)).to.equal(undefined);
  });

  it("names why it gave up", () => {
    const policy = { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 60 };
    const of = (code: string, statusCode: number, retries: number) =>
      Object.fromEntries(
        Object.entries(failureAttributes(new AwsError(code, "m", statusCode), retries, policy)).map(([name, value]) => [
          name,
          value.StringValue,
        ]),
      );
    expect(of("AccessDenied", 403, 0)).to.include({ ERROR_CODE: "NO_PERMISSIONS", RETRY_ATTEMPTS: "0" });
    expect(of("QueueDoesNotExist", 400, 0)).to.include({ ERROR_CODE: "NO_RESOURCE" });
    expect(of("Throttling", 400, 3)).to.include({ EXHAUSTED_RETRY_CONDITION: "MaximumRetryAttempts" });
    expect(of("InternalError", 500, 1)).to.include({ EXHAUSTED_RETRY_CONDITION: "MaximumEventAgeInSeconds" });
  });
});
