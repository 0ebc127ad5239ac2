import { all, DELIVERY, destinationsOf, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "firehose-logging",
  title: "A delivery stream logs why it could not deliver",
  why: "A destination that refuses records shows as a growing delay: only the log says that a key, a role or a bucket is at fault.",
  cure: "Set cloudwatchLoggingOptions of the destination, with enabled, logGroupName and logStreamName.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-logs.html"],
  types: [DELIVERY],
  check: (delivery) =>
    destinationsOf(delivery).map((destination) => {
      const options = destination.at("cloudwatchLoggingOptions");
      const [enabled, group, stream] = [options.at("enabled"), options.at("logGroupName"), options.at("logStreamName")];
      const kept = all(enabled.isTrue(), group.present(), stream.present());
      return { kept, message: `${enabled}, ${group}, ${stream}` };
    }),
});
