import * as v from "valibot";
import { AwsError } from "../../../kernel/errors";
import { resourceModel, type ResourceModel } from "../../../kernel/service";
import type { CloudFrontService } from "../service";
import type { CorsSetting, HeaderSetting } from "../state";
import { arnOf, etagOf, policyId, policyName, refuseDuplicate } from "./ids";

const override = v.boolean();
const names = v.strictObject({ items: v.optional(v.array(v.string()), []) });
const origins = v.strictObject({
  // Patterns such as *.example.org are not modelled.
  items: v.array(v.pipe(v.string(), v.regex(/^(\*|https?:\/\/[^*/]+)$/, "is neither * nor an origin (https://host)"))),
});

const cors = v.strictObject({
  accessControlAllowCredentials: v.boolean(),
  accessControlAllowHeaders: names,
  accessControlAllowMethods: names,
  accessControlAllowOrigins: origins,
  accessControlExposeHeaders: v.optional(names),
  accessControlMaxAgeSec: v.optional(v.number()),
  originOverride: override,
});
const security = v.strictObject({
  contentSecurityPolicy: v.optional(v.strictObject({ contentSecurityPolicy: v.string(), override })),
  contentTypeOptions: v.optional(v.strictObject({ override })),
  frameOptions: v.optional(v.strictObject({ frameOption: v.picklist(["DENY", "SAMEORIGIN"]), override })),
  referrerPolicy: v.optional(v.strictObject({ referrerPolicy: v.string(), override })),
  strictTransportSecurity: v.optional(
    v.strictObject({
      accessControlMaxAgeSec: v.number(),
      includeSubdomains: v.optional(v.boolean(), false),
      preload: v.optional(v.boolean(), false),
      override,
    }),
  ),
});
const customHeaders = v.strictObject({
  items: v.array(v.strictObject({ header: v.string(), value: v.string(), override })),
});
const removed = v.strictObject({ items: v.array(v.strictObject({ header: v.string() })) });

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html#remove-headers-disallowed */
const kept =
  /^(connection|content-encoding|content-length|expect|host|keep-alive|proxy-(authenticate|authorization|connection)|trailer|transfer-encoding|upgrade|via|warning|x-accel-.*|x-amz-cf-.*|x-amzn-.*|x-cache|x-edge-.*|x-forwarded-proto|x-real-ip)$/;

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/cloudfront/responseheaderspolicy/ */
export function responseHeadersModel(service: CloudFrontService): ResourceModel {
  return resourceModel({
    inputs: v.strictObject({
      name: policyName,
      comment: v.optional(v.string()),
      corsConfig: v.optional(cors),
      securityHeadersConfig: v.optional(security),
      customHeadersConfig: v.optional(customHeaders),
      removeHeadersConfig: v.optional(removed),
    }),
    outputs: ({ inputs, place, physicalName, id }) => {
      const own = policyId(id);
      return {
        id: own,
        name: inputs.name ?? physicalName,
        arn: arnOf(place.account, "response-headers-policy", own),
        etag: etagOf(id),
      };
    },
    create: ({ inputs, outputs, place: { account } }) => {
      const { id, name } = outputs;
      refuseDuplicate(service.responseHeadersPolicies.values(), name, account, "ResponseHeadersPolicyAlreadyExists");
      const remove = (inputs.removeHeadersConfig?.items ?? []).map(({ header }) => header.toLowerCase());
      const wrong = remove.find((header) => kept.test(header));
      if (wrong !== undefined) throw new AwsError("InvalidArgument", `The header ${wrong} cannot be removed.`);
      const custom = (inputs.customHeadersConfig?.items ?? []).map(({ header, ...rest }) => ({
        name: header.toLowerCase(),
        ...rest,
      }));
      service.responseHeadersPolicies.set(id, {
        id,
        name,
        account,
        ...(inputs.corsConfig && { cors: corsOf(inputs.corsConfig) }),
        set: [...securityHeaders(inputs.securityHeadersConfig ?? {}), ...custom],
        remove,
      });
    },
    remove: ({ outputs }) => void service.responseHeadersPolicies.delete(outputs.id),
  });
}

function corsOf(inputs: v.InferOutput<typeof cors>): CorsSetting {
  return {
    origins: inputs.accessControlAllowOrigins.items,
    exposed: inputs.accessControlExposeHeaders?.items ?? [],
    credentials: inputs.accessControlAllowCredentials,
    override: inputs.originOverride,
  };
}

function securityHeaders(inputs: v.InferOutput<typeof security>): HeaderSetting[] {
  const { strictTransportSecurity: transport, contentTypeOptions, frameOptions, referrerPolicy } = inputs;
  const { contentSecurityPolicy } = inputs;
  return [
    ...(transport ? [{ name: "strict-transport-security", value: hsts(transport), override: transport.override }] : []),
    ...(contentTypeOptions
      ? [{ name: "x-content-type-options", value: "nosniff", override: contentTypeOptions.override }]
      : []),
    ...(frameOptions
      ? [{ name: "x-frame-options", value: frameOptions.frameOption, override: frameOptions.override }]
      : []),
    ...(referrerPolicy
      ? [{ name: "referrer-policy", value: referrerPolicy.referrerPolicy, override: referrerPolicy.override }]
      : []),
    ...(contentSecurityPolicy
      ? [
          {
            name: "content-security-policy",
            value: contentSecurityPolicy.contentSecurityPolicy,
            override: contentSecurityPolicy.override,
          },
        ]
      : []),
  ];
}

interface Transport {
  readonly accessControlMaxAgeSec: number;
  readonly includeSubdomains: boolean;
  readonly preload: boolean;
}

function hsts({ accessControlMaxAgeSec, includeSubdomains, preload }: Transport): string {
  const options = [...(includeSubdomains ? ["includeSubDomains"] : []), ...(preload ? ["preload"] : [])];
  return [`max-age=${accessControlMaxAgeSec}`, ...options].join("; ");
}
