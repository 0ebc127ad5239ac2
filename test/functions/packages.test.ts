import { expect } from "chai";
import { gzipSync } from "node:zlib";
import { makeCaptionsApi } from "../../functions/caption-pipeline/captions-api";
import { makeCorrectCaptions } from "../../functions/caption-pipeline/correct-captions";
import { makeReplayQuarantine } from "../../functions/cross-account-bridge/replay-quarantine";
import { makeSeparateEvents } from "../../functions/cross-account-bridge/separate-events";
import { makeApi } from "../../functions/insights-api/api";
import { makeRunInsights } from "../../functions/insights-api/run-insights";
import { makeStoreInsight } from "../../functions/insights-api/store-insight";
import { packageText, type AnyHandler } from "./packaged";

const POWERTOOLS = ["@aws-lambda-powertools/logger", "@aws-lambda-powertools/metrics"];
const STORES = ["@aws-sdk/client-s3", "@aws-sdk/client-sqs"];
const DYNAMO = ["@aws-sdk/client-dynamodb", "@aws-sdk/util-dynamodb"];

const PACKAGES: Readonly<Record<string, readonly [() => AnyHandler, readonly string[]]>> = {
  "separate-events": [
    makeSeparateEvents,
    [...POWERTOOLS, ...DYNAMO, "@aws-lambda-powertools/batch", "@aws-sdk/client-s3", "@huut/domain"],
  ],
  "replay-quarantine": [makeReplayQuarantine, ["@aws-sdk/client-s3", "@aws-sdk/client-sqs", "@huut/domain"]],
  "run-insights": [() => makeRunInsights({ "daily-activity": "-- sql" }), ["@aws-sdk/client-athena", "@huut/domain"]],
  "store-insight": [makeStoreInsight, [...POWERTOOLS, ...DYNAMO, "@aws-sdk/client-athena", "@huut/domain"]],
  "insights-api": [makeApi, ["@aws-lambda-powertools/logger", ...DYNAMO, "@huut/domain"]],
  "captions-api": [makeCaptionsApi, ["@aws-lambda-powertools/logger", ...DYNAMO, ...STORES, "@huut/domain"]],
  "correct-captions": [makeCorrectCaptions, ["@aws-lambda-powertools/logger", ...DYNAMO, ...STORES, "@huut/domain"]],
};

describe("packages", () => {
  for (const [name, [make, modules]] of Object.entries(PACKAGES)) {
    it(`${name} loads only what layer and runtime have, small and the same every time`, async () => {
      const text = await packageText(make());
      const required = [...text.matchAll(/require\("([^"]+)"\)/g)].map((match) => match[1]);
      expect([...new Set(required)].sort()).to.deep.equal([...modules].sort());
      expect(text).to.equal(await packageText(make()));
      expect(text).to.not.contain(process.cwd());
      expect(gzipSync(text).length).to.be.below(100_000);
    });
  }
});
