import * as v from "valibot";
import { AwsError } from "../../../kernel/errors";
import { resourceModel, type ResourceModel } from "../../../kernel/service";
import type { LifecycleRule, NotificationRule } from "../bucket";
import { invalidArgument, invalidRequest } from "../errors";
import type { S3Service } from "..";

const tags = v.record(v.string(), v.string());
const sizes = { objectSizeGreaterThan: v.optional(v.number()), objectSizeLessThan: v.optional(v.number()) };
const filter = v.strictObject({
  prefix: v.optional(v.string()),
  ...sizes,
  tag: v.optional(v.strictObject({ key: v.string(), value: v.string() })),
  and: v.optional(v.strictObject({ prefix: v.optional(v.string()), ...sizes, tags: v.optional(tags) })),
});
const transition = { storageClass: v.string(), days: v.optional(v.number()), date: v.optional(v.string()) };
const lifecycleRule = v.strictObject({
  id: v.string(),
  status: v.picklist(["Enabled", "Disabled"]),
  prefix: v.optional(v.string()),
  filter: v.optional(filter),
  expiration: v.optional(
    v.strictObject({
      days: v.optional(v.number()),
      date: v.optional(v.string()),
      expiredObjectDeleteMarker: v.optional(v.boolean()),
    }),
  ),
  noncurrentVersionExpiration: v.optional(
    v.strictObject({ noncurrentDays: v.number(), newerNoncurrentVersions: v.optional(v.number()) }),
  ),
  abortIncompleteMultipartUpload: v.optional(v.strictObject({ daysAfterInitiation: v.number() })),
  // Storage classes change what an object costs, not what is read: kept, and not acted on.
  transitions: v.optional(v.array(v.strictObject(transition))),
  noncurrentVersionTransitions: v.optional(
    v.array(
      v.strictObject({
        storageClass: v.string(),
        noncurrentDays: v.number(),
        newerNoncurrentVersions: v.optional(v.number()),
      }),
    ),
  ),
});

export function lifecycleResource(s3: S3Service): ResourceModel {
  return resourceModel({
    inputs: v.strictObject({
      bucket: v.string(),
      region: v.optional(v.string()),
      expectedBucketOwner: v.optional(v.string()),
      transitionDefaultMinimumObjectSize: v.optional(v.string()),
      rules: v.pipe(v.array(lifecycleRule), v.minLength(1), v.maxLength(1000)),
    }),
    outputs: ({ inputs }) => ({
      id: inputs.bucket,
      transitionDefaultMinimumObjectSize: inputs.transitionDefaultMinimumObjectSize ?? "all_storage_classes_128K",
    }),
    create: ({ inputs }) => {
      const bucket = s3.store.bucket(inputs.bucket);
      const ids = new Set(inputs.rules.map(({ id }) => id));
      if (ids.size < inputs.rules.length)
        throw invalidArgument("Rule ID must be unique. Found same ID for more than one rule");
      bucket.settings.lifecycle = inputs.rules.filter(({ status }) => status === "Enabled").map(compiled);
      if (bucket.settings.lifecycle.length > 0) s3.lifecycle.watch(bucket);
    },
  });
}

function compiled(rule: v.InferOutput<typeof lifecycleRule>): LifecycleRule {
  const { expiration, noncurrentVersionExpiration: noncurrent } = rule;
  if (
    !expiration &&
    !noncurrent &&
    !rule.abortIncompleteMultipartUpload &&
    !rule.transitions &&
    !rule.noncurrentVersionTransitions
  ) {
    throw new AwsError("MalformedXML", `The lifecycle rule "${rule.id}" has no action.`);
  }
  for (const days of [
    expiration?.days,
    noncurrent?.noncurrentDays,
    rule.abortIncompleteMultipartUpload?.daysAfterInitiation,
  ]) {
    if (days !== undefined && (days < 1 || !Number.isInteger(days))) {
      throw invalidArgument(`'Days' of the lifecycle rule "${rule.id}" must be a positive integer`);
    }
  }
  const tag = rule.filter?.tag;
  return {
    id: rule.id,
    prefix: rule.filter?.and?.prefix ?? rule.filter?.prefix ?? rule.prefix ?? "",
    tags: { ...(tag && { [tag.key]: tag.value }), ...rule.filter?.and?.tags },
    largerThan: rule.filter?.and?.objectSizeGreaterThan ?? rule.filter?.objectSizeGreaterThan ?? -1,
    smallerThan: rule.filter?.and?.objectSizeLessThan ?? rule.filter?.objectSizeLessThan ?? Infinity,
    // `days: 0` is the provider's way of saying that only delete markers expire.
    expireDays: expiration?.days,
    expireDate: expiration?.date === undefined ? undefined : Date.parse(expiration.date),
    expireDeleteMarkers: expiration?.expiredObjectDeleteMarker ?? false,
    noncurrentDays: noncurrent?.noncurrentDays,
    newerNoncurrent: noncurrent?.newerNoncurrentVersions ?? 0,
    abortUploadsDays: rule.abortIncompleteMultipartUpload?.daysAfterInitiation,
  };
}

const target = {
  id: v.optional(v.string()),
  events: v.pipe(v.array(v.string()), v.minLength(1)),
  filterPrefix: v.optional(v.string()),
  filterSuffix: v.optional(v.string()),
};

export function notificationResource(s3: S3Service): ResourceModel {
  return resourceModel({
    inputs: v.strictObject({
      bucket: v.string(),
      region: v.optional(v.string()),
      eventbridge: v.optional(v.boolean()),
      queues: v.optional(v.array(v.strictObject({ ...target, queueArn: v.string() })), []),
      topics: v.optional(v.array(v.strictObject({ ...target, topicArn: v.string() })), []),
      lambdaFunctions: v.optional(
        v.array(v.strictObject({ ...target, lambdaFunctionArn: v.optional(v.string()) })),
        [],
      ),
    }),
    outputs: ({ inputs }) => ({ id: inputs.bucket }),
    create: async ({ inputs, id }) => {
      const bucket = s3.store.bucket(inputs.bucket);
      const rules = [
        ...inputs.queues.map((each) => rule(each, "queue", each.queueArn)),
        ...inputs.topics.map((each) => rule(each, "topic", each.topicArn)),
        ...inputs.lambdaFunctions.map((each) => rule(each, "function", each.lambdaFunctionArn ?? "")),
      ].map((each, i) => ({ ...each, id: each.id || `tf-s3-${each.kind}-${id(20)}${i}` }));
      refuseOverlaps(rules);
      for (const each of rules) await s3.notifications.validate(bucket, each);
      bucket.settings.notifications = rules;
      bucket.settings.eventBridge = inputs.eventbridge ?? false;
    },
    remove: ({ inputs }) => {
      const { settings } = s3.store.bucket(inputs.bucket);
      settings.notifications = [];
      settings.eventBridge = false;
    },
  });
}

const known =
  /^s3:(ObjectCreated:(\*|Put|Post|Copy|CompleteMultipartUpload)|ObjectRemoved:(\*|Delete|DeleteMarkerCreated)|LifecycleExpiration:(\*|Delete|DeleteMarkerCreated)|ObjectTagging:(\*|Put|Delete))$/;

function rule(
  given: v.InferOutput<v.StrictObjectSchema<typeof target, undefined>>,
  kind: NotificationRule["kind"],
  arn: string,
): NotificationRule {
  const unknown = given.events.find((event) => !known.test(event));
  if (unknown) throw invalidArgument(`A specified event is not supported for notifications: ${unknown}`);
  return {
    id: given.id ?? "",
    kind,
    arn,
    events: given.events,
    prefix: given.filterPrefix ?? "",
    suffix: given.filterSuffix ?? "",
  };
}

/** One event may concern one destination only: overlapping prefixes and suffixes of the same event type are refused. */
function refuseOverlaps(rules: readonly NotificationRule[]): void {
  const type = (event: string) => event.replace(/\*$/, "");
  for (const [i, a] of rules.entries()) {
    for (const b of rules.slice(i + 1)) {
      const sameEvent = a.events.some((x) =>
        b.events.some((y) => type(x).startsWith(type(y)) || type(y).startsWith(type(x))),
      );
      const samePrefix = a.prefix.startsWith(b.prefix) || b.prefix.startsWith(a.prefix);
      const sameSuffix = a.suffix.endsWith(b.suffix) || b.suffix.endsWith(a.suffix);
      if (sameEvent && samePrefix && sameSuffix) {
        throw invalidRequest(
          "Configurations overlap. Configurations on the same bucket cannot share a common event type.",
        );
      }
    }
  }
}
