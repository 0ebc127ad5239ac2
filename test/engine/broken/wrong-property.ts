import * as pulumi from "@pulumi/pulumi";
import program = require("../../../index");

/** The program, with a dead-letter queue that would keep messages for longer than the 14 days that SQS offers. */
export = () => {
  pulumi.runtime.registerStackTransformation(({ type, name, props, opts }) =>
    type === "aws:sqs/queue:Queue" && name === "post-events-dead-letters"
      ? { props: { ...props, messageRetentionSeconds: 2_000_000 }, opts }
      : undefined,
  );
  return program();
};
