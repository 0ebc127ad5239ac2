import { any, expect, MAPPING, not, pollsQueue, readsStream, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "lambda-batch-failures-reported",
  title: "A function that reads batches reports which items failed",
  why: "Otherwise one bad item sends its whole batch back: good ones are worked on again and end as dead letters with it.",
  cure: "Set functionResponseTypes to ReportBatchItemFailures, and answer batchItemFailures in the handler.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html"],
  types: [MAPPING],
  check: (mapping) => {
    const types = mapping.at("functionResponseTypes");
    const reports = types.some((type) => type.is("ReportBatchItemFailures"));
    const batches = any(pollsQueue(mapping), readsStream(mapping));
    return expect(any(not(batches), mapping.at("batchSize").is(1), reports), String(types));
  },
});
