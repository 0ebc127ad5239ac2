import { all, bucketWritesOf, DELIVERY, not, resourceRule, type Truth, UNKNOWN, type Value } from "../../model";

export const rule = resourceRule({
  id: "firehose-error-prefix",
  title: "A delivery stream keeps what it could not deliver under a prefix of its own, by kind of error",
  why: "Failed records among good ones are read as data by the crawler; without their kind nobody knows how to replay them.",
  cure: "Set errorOutputPrefix, with !{firehose:error-output-type} in it, outside of what prefix begins with.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html"],
  types: [DELIVERY],
  check: (delivery) =>
    bucketWritesOf(delivery).map((write) => {
      const errors = write.at("errorOutputPrefix");
      const prefix = write.at("prefix");
      const typed = errors.matches(/!\{firehose:error-output-type\}/);
      return { kept: all(typed, not(liesWithin(errors, prefix))), message: `${errors}, ${prefix}` };
    }),
});

/** Whether errors lie below what all data's keys begin with. */
function liesWithin(errors: Value, prefix: Value): Truth {
  const inner = errors.text();
  const outer = prefix.text();
  if (inner === UNKNOWN || outer === UNKNOWN) return UNKNOWN;
  const fixed = (outer ?? "").split("!{")[0] as string;
  return fixed !== "" && (inner ?? "").startsWith(fixed);
}
