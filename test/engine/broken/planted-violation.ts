import * as pulumi from "@pulumi/pulumi";
import program = require("../../../index");

/** The program, with a stream that does not encrypt what people wrote: the policy pack must block it. */
export = () => {
  pulumi.runtime.registerStackTransformation(({ type, name, props, opts }) =>
    type === "aws:kinesis/stream:Stream" && name === "changes"
      ? { props: { ...props, encryptionType: "NONE", kmsKeyId: undefined }, opts }
      : undefined,
  );
  return program();
};
