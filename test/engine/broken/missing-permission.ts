import * as pulumi from "@pulumi/pulumi";
import program = require("../../../index");

interface Policy {
  readonly Statement: readonly { readonly Sid: string }[];
}

/** The program, with a topic that does not let the data account subscribe its queue. */
export = () => {
  pulumi.runtime.registerStackTransformation(({ type, props, opts }) =>
    type === "aws:sns/topicPolicy:TopicPolicy"
      ? { props: { ...props, policy: pulumi.output(props["policy"] as string).apply(withoutSubscription) }, opts }
      : undefined,
  );
  return program();
};

function withoutSubscription(text: string): string {
  const policy = JSON.parse(text) as Policy;
  const kept = policy.Statement.filter(({ Sid }) => Sid !== "DataAccountSubscribesItsQueue");
  return JSON.stringify({ ...policy, Statement: kept });
}
