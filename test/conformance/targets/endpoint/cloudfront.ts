import {
  CloudFrontClient,
  CreateCachePolicyCommand,
  CreateDistributionCommand,
  CreateOriginAccessControlCommand,
  CreateResponseHeadersPolicyCommand,
  DeleteCachePolicyCommand,
  DeleteDistributionCommand,
  DeleteOriginAccessControlCommand,
  DeleteResponseHeadersPolicyCommand,
  GetDistributionCommand,
  UpdateDistributionCommand,
  type DefaultCacheBehavior,
  type Method,
} from "@aws-sdk/client-cloudfront";
import type { Creators } from "./creator";
import { settled } from "./creator";

interface Items<T> {
  readonly items: readonly T[];
}

interface CachePolicyInputs {
  readonly name: string;
  readonly minTtl: number;
  readonly defaultTtl: number;
  readonly maxTtl: number;
}

interface HeadersInputs {
  readonly name: string;
  readonly corsConfig?: {
    readonly accessControlAllowOrigins: Items<string>;
    readonly accessControlExposeHeaders: Items<string>;
  };
  readonly securityHeadersConfig?: {
    readonly strictTransportSecurity: { readonly accessControlMaxAgeSec: number };
  };
  readonly removeHeadersConfig?: Items<{ readonly header: string }>;
}

interface DistributionInputs {
  readonly origins: readonly {
    readonly originId: string;
    readonly domainName: string;
    readonly originAccessControlId: string;
  }[];
  readonly defaultCacheBehavior: {
    readonly targetOriginId: string;
    readonly cachePolicyId: string;
    readonly responseHeadersPolicyId?: string;
    readonly allowedMethods: Method[];
    readonly cachedMethods: Method[];
    readonly compress: boolean;
  };
  readonly defaultRootObject?: string;
  readonly customErrorResponses?: readonly {
    readonly errorCode: number;
    readonly errorCachingMinTtl?: number;
    readonly responseCode?: number;
    readonly responsePagePath?: string;
  }[];
}

const listOf = <T>(items: readonly T[]) => ({ Quantity: items.length, Items: [...items] });

function behaviorOf(inputs: DistributionInputs["defaultCacheBehavior"]): DefaultCacheBehavior {
  return {
    TargetOriginId: inputs.targetOriginId,
    ViewerProtocolPolicy: "redirect-to-https",
    AllowedMethods: { ...listOf(inputs.allowedMethods), CachedMethods: listOf(inputs.cachedMethods) },
    Compress: inputs.compress,
    CachePolicyId: inputs.cachePolicyId,
    ...(inputs.responseHeadersPolicyId !== undefined && { ResponseHeadersPolicyId: inputs.responseHeadersPolicyId }),
  };
}

/** Seconds that AWS may take to bring a distribution to its edges. */
const deployment = 1_200;

async function isDeployed(client: CloudFrontClient, Id: string): Promise<boolean> {
  const { Distribution } = await client.send(new GetDistributionCommand({ Id }));
  return Distribution?.Status === "Deployed";
}

/** Only what is disabled everywhere can be deleted. */
async function remove(client: CloudFrontClient, Id: string): Promise<void> {
  const { Distribution, ETag } = await client.send(new GetDistributionCommand({ Id }));
  const DistributionConfig = { ...Distribution?.DistributionConfig, Enabled: false } as never;
  const updated = await client.send(new UpdateDistributionCommand({ Id, IfMatch: ETag, DistributionConfig }));
  await settled(() => isDeployed(client, Id), deployment);
  await client.send(new DeleteDistributionCommand({ Id, IfMatch: updated.ETag }));
}

export const cloudfront: Creators = {
  "aws:cloudfront/originAccessControl:OriginAccessControl": async ({ name }: { name: string }, making) => {
    const client = making.client(CloudFrontClient);
    const { OriginAccessControl, ETag } = await client.send(
      new CreateOriginAccessControlCommand({
        OriginAccessControlConfig: {
          Name: name,
          OriginAccessControlOriginType: "s3",
          SigningBehavior: "always",
          SigningProtocol: "sigv4",
        },
      }),
    );
    const Id = OriginAccessControl?.Id as string;
    making.undo(() => client.send(new DeleteOriginAccessControlCommand({ Id, IfMatch: ETag })));
    return { id: Id };
  },
  "aws:cloudfront/cachePolicy:CachePolicy": async (inputs: CachePolicyInputs, making) => {
    const client = making.client(CloudFrontClient);
    const { CachePolicy, ETag } = await client.send(
      new CreateCachePolicyCommand({
        CachePolicyConfig: {
          Name: inputs.name,
          MinTTL: inputs.minTtl,
          DefaultTTL: inputs.defaultTtl,
          MaxTTL: inputs.maxTtl,
          ParametersInCacheKeyAndForwardedToOrigin: {
            EnableAcceptEncodingGzip: true,
            EnableAcceptEncodingBrotli: true,
            CookiesConfig: { CookieBehavior: "none" },
            HeadersConfig: { HeaderBehavior: "none" },
            QueryStringsConfig: { QueryStringBehavior: "none" },
          },
        },
      }),
    );
    const Id = CachePolicy?.Id as string;
    making.undo(() => client.send(new DeleteCachePolicyCommand({ Id, IfMatch: ETag })));
    return { id: Id };
  },
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": async (inputs: HeadersInputs, making) => {
    const client = making.client(CloudFrontClient);
    const { corsConfig: cors, securityHeadersConfig: security, removeHeadersConfig: removed } = inputs;
    const { ResponseHeadersPolicy, ETag } = await client.send(
      new CreateResponseHeadersPolicyCommand({
        ResponseHeadersPolicyConfig: {
          Name: inputs.name,
          ...(cors && {
            CorsConfig: {
              AccessControlAllowCredentials: false,
              AccessControlAllowHeaders: listOf(["*"]),
              AccessControlAllowMethods: listOf(["GET", "HEAD"] as const),
              AccessControlAllowOrigins: listOf(cors.accessControlAllowOrigins.items),
              AccessControlExposeHeaders: listOf(cors.accessControlExposeHeaders.items),
              AccessControlMaxAgeSec: 600,
              OriginOverride: true,
            },
          }),
          ...(security && {
            SecurityHeadersConfig: {
              ContentTypeOptions: { Override: true },
              StrictTransportSecurity: {
                AccessControlMaxAgeSec: security.strictTransportSecurity.accessControlMaxAgeSec,
                IncludeSubdomains: true,
                Override: true,
              },
            },
          }),
          ...(removed && { RemoveHeadersConfig: listOf(removed.items.map(({ header: Header }) => ({ Header }))) }),
        },
      }),
    );
    const Id = ResponseHeadersPolicy?.Id as string;
    making.undo(() => client.send(new DeleteResponseHeadersPolicyCommand({ Id, IfMatch: ETag })));
    return { id: Id };
  },
  "aws:cloudfront/distribution:Distribution": async (inputs: DistributionInputs, making) => {
    const client = making.client(CloudFrontClient);
    const errors = (inputs.customErrorResponses ?? []).map((each) => ({
      ErrorCode: each.errorCode,
      ErrorCachingMinTTL: each.errorCachingMinTtl,
      ResponseCode: each.responseCode === undefined ? "" : String(each.responseCode),
      ResponsePagePath: each.responsePagePath ?? "",
    }));
    const { Distribution } = await client.send(
      new CreateDistributionCommand({
        DistributionConfig: {
          CallerReference: `${making.account}-${Date.now()}-${Math.random()}`,
          Comment: "",
          Enabled: true,
          Origins: listOf(
            inputs.origins.map(({ originId, domainName, originAccessControlId }) => ({
              Id: originId,
              DomainName: domainName,
              OriginAccessControlId: originAccessControlId,
              S3OriginConfig: { OriginAccessIdentity: "" },
            })),
          ),
          DefaultCacheBehavior: behaviorOf(inputs.defaultCacheBehavior),
          DefaultRootObject: inputs.defaultRootObject ?? "",
          CustomErrorResponses: listOf(errors),
        },
      }),
    );
    const { Id = "", ARN: arn, DomainName: domainName } = Distribution ?? {};
    making.undo(() => remove(client, Id));
    await settled(() => isDeployed(client, Id), deployment);
    return { id: Id, arn, domainName };
  },
};
