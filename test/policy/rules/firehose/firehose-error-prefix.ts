import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/firehose/firehose-error-prefix";
import { delivery, sending, toBucket, writing } from "../../support/good/firehose";
import { type Specimen } from "../../support/specimen";

const kind = "!{firehose:error-output-type}/";

export const specimen: Specimen = {
  rule,
  cases: [
    writing("a prefix of its own, by kind", "good", {}),
    writing("beside a prefix that begins with an expression", "good", { prefix: "!{timestamp:yyyy}/" }),
    writing("no prefix for data", "good", { prefix: undefined }),
    writing("a name that only begins alike", "good", { prefix: "errors-of-people/" }),
    writing("nothing set", "bad", { errorOutputPrefix: undefined }, { says: /errorOutputPrefix is not set/ }),
    writing("an empty one", "bad", { errorOutputPrefix: "" }),
    writing("not by kind", "bad", { errorOutputPrefix: "errors/!{timestamp:yyyy}/" }, { says: /errors\// }),
    writing("below the data", "bad", { errorOutputPrefix: `posts/errors/${kind}` }, { says: /prefix is posts/ }),
    writing("the same as the data", "bad", { prefix: "posts/", errorOutputPrefix: `posts/${kind}` }),
    writing("a backup without one", "bad", { s3BackupConfiguration: { ...toBucket, errorOutputPrefix: undefined } }),
    sending("another destination without one", "bad", "splunkConfiguration", {
      s3Configuration: { prefix: "failed/" },
    }),
    sending("another destination with one", "good", "splunkConfiguration", { s3Configuration: toBucket }),
    writing("neither of them", "bad", { prefix: undefined, errorOutputPrefix: undefined }),
    writing("not known yet", "undecided", { errorOutputPrefix: UNKNOWN }),
    writing("a prefix for data that is not known yet", "undecided", { prefix: UNKNOWN }),
    writing("a prefix for data that is not known yet, none for errors", "bad", {
      prefix: UNKNOWN,
      errorOutputPrefix: undefined,
    }),
  ],
  mutation: {
    what: "mixes failed records of every kind",
    change: (program) =>
      program.set(delivery.type, "delivery", ({ extendedS3Configuration }) => ({
        extendedS3Configuration: { ...(extendedS3Configuration as typeof toBucket), errorOutputPrefix: "errors/" },
      })),
  },
};
