import { all, any, BUCKET, bucketPart, expect, not, resourceRule, type Truth, type Value } from "../../model";

export const rule = resourceRule({
  id: "s3-unfinished-uploads-end",
  title: "Parts of uploads that nobody finished go after some days",
  why: "They are billed like objects, and no listing shows them.",
  cure: "Add a rule for the whole bucket with abortIncompleteMultipartUpload.",
  severity: "low",
  enforcement: "advisory",
  links: ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html"],
  options: {
    days: { type: "integer", description: "Days after which parts are removed, at most", default: 7, minimum: 1 },
  },
  types: [BUCKET, bucketPart("BucketLifecycleConfiguration")],
  check: (holder, { days }) => {
    const own = holder.at("lifecycleRules");
    const ends = own.some((one) => abortsByOwnRule(one, Number(days)));
    // A bucket without rules of its own has them beside it.
    if (holder.type === BUCKET) return expect(any(not(own.present()), ends), `${own}`);
    const rules = holder.at("rules");
    return expect(
      rules.some((one) => aborts(one, Number(days))),
      `no rule for the whole bucket ends uploads after ${String(days)} days: ${rules}`,
    );
  },
});

function abortsByOwnRule(one: Value, days: number): Truth {
  const whole = not(one.at("prefix").present());
  return all(one.at("enabled").isTrue(), whole, one.at("abortIncompleteMultipartUploadDays").atMost(days));
}

function aborts(one: Value, days: number): Truth {
  const whole = [one.at("prefix"), one.at("filter.prefix"), one.at("filter.tag"), one.at("filter.and")];
  return all(
    one.at("status").is("Enabled"),
    ...whole.map((narrowing) => not(narrowing.present())),
    one.at("abortIncompleteMultipartUpload.daysAfterInitiation").atMost(days),
  );
}
