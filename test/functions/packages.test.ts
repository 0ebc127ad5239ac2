import { expect } from "chai";
import { gzipSync } from "node:zlib";
import { makeCaptionsApi } from "../../functions/caption-pipeline/captions-api";
import { makeCompleteTranscription } from "../../functions/caption-pipeline/complete-transcription";
import { makeCorrectCaptions } from "../../functions/caption-pipeline/correct-captions";
import { makePlanTranslations } from "../../functions/caption-pipeline/plan-translations";
import { makeRouteMedia } from "../../functions/caption-pipeline/route-media";
import { makeStartTranscription } from "../../functions/caption-pipeline/start-transcription";
import { makeSweepCaptions } from "../../functions/caption-pipeline/sweep-captions";
import { makeTranslateCaptions } from "../../functions/caption-pipeline/translate-captions";
import { makeWithdrawCaptions } from "../../functions/caption-pipeline/withdraw-captions";
import { makeReplayQuarantine } from "../../functions/cross-account-bridge/replay-quarantine";
import { makeSeparateEvents } from "../../functions/cross-account-bridge/separate-events";
import { makeEraseUser } from "../../functions/erasure/erase-user";
import { makeRunErasure } from "../../functions/erasure/run-erasure";
import { makeAnalyseText } from "../../functions/hashtag-engine/analyse-text";
import { makeExportHashtags } from "../../functions/hashtag-engine/export-hashtags";
import { makeExportTagDay } from "../../functions/hashtag-engine/export-tag-day";
import { makeRouteTexts } from "../../functions/hashtag-engine/route-texts";
import { makeSuggestHashtags } from "../../functions/hashtag-engine/suggest-hashtags";
import { makeSweepTexts } from "../../functions/hashtag-engine/sweep-texts";
import { makeApi } from "../../functions/insights-api/api";
import { makeRunInsights } from "../../functions/insights-api/run-insights";
import { makeStoreInsight } from "../../functions/insights-api/store-insight";
import { packageText, type AnyHandler } from "./packaged";

const POWERTOOLS = ["@aws-lambda-powertools/logger", "@aws-lambda-powertools/metrics"];
const STORES = ["@aws-sdk/client-s3", "@aws-sdk/client-sqs"];
const BATCH = [...POWERTOOLS, "@aws-lambda-powertools/batch"];
const DYNAMO = ["@aws-sdk/client-dynamodb", "@aws-sdk/util-dynamodb"];

const PACKAGES: Readonly<Record<string, readonly [() => AnyHandler, readonly string[]]>> = {
  "separate-events": [
    makeSeparateEvents,
    [...POWERTOOLS, ...DYNAMO, "@aws-lambda-powertools/batch", "@aws-sdk/client-s3", "@huut/domain"],
  ],
  "replay-quarantine": [makeReplayQuarantine, ["@aws-sdk/client-s3", "@aws-sdk/client-sqs", "@huut/domain"]],
  "run-insights": [() => makeRunInsights({}), ["@aws-sdk/client-athena", "@huut/domain"]],
  "store-insight": [() => makeStoreInsight({}), [...POWERTOOLS, ...DYNAMO, "@aws-sdk/client-athena", "@huut/domain"]],
  "insights-api": [() => makeApi({}), ["@aws-lambda-powertools/logger", ...DYNAMO, "@huut/domain"]],
  "captions-api": [makeCaptionsApi, ["@aws-lambda-powertools/logger", ...DYNAMO, ...STORES, "@huut/domain"]],
  "correct-captions": [makeCorrectCaptions, ["@aws-lambda-powertools/logger", ...DYNAMO, ...STORES, "@huut/domain"]],
  "route-media": [makeRouteMedia, [...POWERTOOLS, "@aws-sdk/client-sqs", "@aws-sdk/util-dynamodb", "@huut/domain"]],
  "start-transcription": [
    makeStartTranscription,
    [...BATCH, ...DYNAMO, "@aws-sdk/client-s3", "@aws-sdk/client-sts", "@aws-sdk/client-transcribe", "@huut/domain"],
  ],
  "complete-transcription": [
    makeCompleteTranscription,
    [...BATCH, ...DYNAMO, ...STORES, "@aws-sdk/client-transcribe", "@huut/domain"],
  ],
  "plan-translations": [makePlanTranslations, [...BATCH, ...DYNAMO, ...STORES, "@huut/domain"]],
  "translate-captions": [
    makeTranslateCaptions,
    [...BATCH, ...DYNAMO, ...STORES, "@aws-sdk/client-translate", "@huut/domain"],
  ],
  "withdraw-captions": [makeWithdrawCaptions, [...BATCH, ...DYNAMO, "@aws-sdk/client-s3", "@huut/domain"]],
  "sweep-captions": [
    makeSweepCaptions,
    [...POWERTOOLS, ...DYNAMO, "@aws-sdk/client-sqs", "@aws-sdk/client-transcribe", "@huut/domain"],
  ],
  "erase-user": [makeEraseUser, [...POWERTOOLS, ...DYNAMO, "@aws-sdk/client-sqs", "@huut/domain", "node:crypto"]],
  "run-erasure": [
    makeRunErasure,
    [
      ...BATCH,
      ...DYNAMO,
      ...STORES,
      "@aws-sdk/client-cloudfront",
      "@aws-sdk/client-glue",
      "@aws-sdk/client-transcribe",
      "@huut/domain",
      "node:zlib",
    ],
  ],
  "route-texts": [makeRouteTexts, [...POWERTOOLS, ...DYNAMO, "@aws-sdk/client-sqs", "@huut/domain"]],
  "analyse-text": [
    makeAnalyseText,
    [...POWERTOOLS, ...DYNAMO, ...STORES, "@aws-sdk/client-comprehend", "@aws-sdk/client-translate", "@huut/domain"],
  ],
  "suggest-hashtags": [makeSuggestHashtags, [...BATCH, ...DYNAMO, "@aws-sdk/client-sqs", "@huut/domain"]],
  "export-hashtags": [
    makeExportHashtags,
    [...POWERTOOLS, ...DYNAMO, "@aws-sdk/client-glue", "@aws-sdk/client-sqs", "@huut/domain"],
  ],
  "export-tag-day": [
    makeExportTagDay,
    [...BATCH, ...DYNAMO, ...STORES, "@aws-sdk/client-glue", "@huut/domain", "hyparquet-writer"],
  ],
  "sweep-texts": [makeSweepTexts, [...POWERTOOLS, ...DYNAMO, "@aws-sdk/client-sqs", "@huut/domain"]],
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
