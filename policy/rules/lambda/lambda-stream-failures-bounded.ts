import { all, any, MAPPING, not, readsStream, resourceRule, type Truth } from "../../model";

export const rule = resourceRule({
  id: "lambda-stream-failures-bounded",
  title: "A mapping of a stream gives up on records that keep failing, and keeps them",
  why: "By default a bad record is tried until it expires: its shard stands still, and then the record is lost.",
  cure: "Set bisectBatchOnFunctionError, maximumRetryAttempts, maximumRecordAgeInSeconds and an on-failure destination.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html"],
  options: {
    attempts: { type: "integer", description: "The most retries of a batch", default: 10, minimum: 0, maximum: 10000 },
  },
  types: [MAPPING],
  check: (mapping, { attempts }) => {
    const elsewhere = not(readsStream(mapping));
    const [bisect, tries, age, destination] = [
      mapping.at("bisectBatchOnFunctionError"),
      mapping.at("maximumRetryAttempts"),
      mapping.at("maximumRecordAgeInSeconds"),
      mapping.at("destinationConfig.onFailure.destinationArn"),
    ];
    const wanted: readonly (readonly [kept: Truth, message: string])[] = [
      [bisect.isTrue(), `${bisect}: one bad record fails its whole batch`],
      [all(tries.atLeast(0), tries.atMost(Number(attempts))), `${tries}: a batch is tried too often`],
      [age.atLeast(60), `${age}: records may be tried until they expire`],
      [destination.present(), `${destination}: records that are given up are lost`],
    ];
    return wanted.map(([kept, message]) => ({ kept: any(elsewhere, kept), message }));
  },
});
