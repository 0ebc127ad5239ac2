import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/firehose/firehose-logging";
import { delivery, others, sending, toBucket, writing } from "../../support/good/firehose";
import { type Specimen } from "../../support/specimen";

const options = toBucket.cloudwatchLoggingOptions;
const logging = (changes: object) => ({ cloudwatchLoggingOptions: { ...options, ...changes } });
const none = { cloudwatchLoggingOptions: undefined };

export const specimen: Specimen = {
  rule,
  cases: [
    writing("to a log stream", "good", {}),
    ...others.slice(0, 3).map((name) => sending(`${name} to a log stream`, "good", name, logging({}))),
    writing("nothing set", "bad", none, { says: /enabled is not set/ }),
    writing("off", "bad", logging({ enabled: false })),
    writing("no log group", "bad", logging({ logGroupName: undefined }), { says: /logGroupName is not set/ }),
    writing("no log stream", "bad", logging({ logStreamName: "" })),
    ...others.map((name) => sending(`${name} without`, "bad", name, none)),
    sending("only the bucket's part logs", "bad", "splunkConfiguration", { s3Configuration: toBucket }),
    writing("a log group that is not known yet", "undecided", logging({ logGroupName: UNKNOWN })),
    writing("off, to a log group that is not known yet", "bad", logging({ enabled: false, logGroupName: UNKNOWN })),
    writing("a log stream that is not known yet", "undecided", logging({ logStreamName: UNKNOWN })),
  ],
  mutation: {
    what: "turns the log of the delivery off",
    change: (program) =>
      program.set(delivery.type, "delivery", ({ extendedS3Configuration }) => ({
        extendedS3Configuration: { ...(extendedS3Configuration as typeof toBucket), ...logging({ enabled: false }) },
      })),
  },
};
