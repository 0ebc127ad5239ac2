import type {
  CreateInvalidationRequest,
  GetDistributionConfigRequest,
  GetDistributionRequest,
  GetInvalidationRequest,
  ListDistributionsRequest,
  ListInvalidationsRequest,
} from "@aws-sdk/client-cloudfront";
import { AwsError } from "../../kernel/errors";
import { operation, type Access, type CallContext, type Operation } from "../../kernel/service";
import { configOf, summaryOf } from "./description";
import { invalidate } from "./invalidations";
import { arnOf, upperCase } from "./resources/ids";
import type { CloudFrontService } from "./service";
import type { Distribution, Invalidation } from "./state";

/** Reads and invalidations. Distributions and policies come from the program only. */
export function operations(service: CloudFrontService): Record<string, Operation> {
  const own = (id: string | undefined, { place }: CallContext): Distribution => {
    const distribution = service.distribution(id ?? "");
    return distribution.account === place.account ? distribution : service.distribution(`${id} of ${place.account}`);
  };
  return {
    GetDistribution: operation<GetDistributionRequest>(
      ({ Id }, context) => on(Id, "GetDistribution", context),
      ({ Id }, context) => {
        const distribution = own(Id, context);
        return { Distribution: described(distribution), ETag: distribution.etag };
      },
    ),
    GetDistributionConfig: operation<GetDistributionConfigRequest>(
      ({ Id }, context) => on(Id, "GetDistributionConfig", context),
      ({ Id }, context) => {
        const distribution = own(Id, context);
        return { DistributionConfig: configOf(distribution), ETag: distribution.etag };
      },
    ),
    ListDistributions: operation<ListDistributionsRequest>(
      () => ({ action: "cloudfront:ListDistributions", resource: "*" }),
      (_, { place }) => {
        const all = [...service.distributions.values()].filter(({ account }) => account === place.account);
        return { DistributionList: listOf(all.map(summaryOf)) };
      },
    ),
    CreateInvalidation: operation<CreateInvalidationRequest>(
      ({ DistributionId }, context) => on(DistributionId, "CreateInvalidation", context),
      ({ DistributionId, InvalidationBatch }, context) => {
        const distribution = own(DistributionId, context);
        const newId = () => `I${service.newId(13, upperCase)}`;
        const made = invalidate(context.world, distribution, InvalidationBatch, newId);
        const Location = `https://cloudfront.amazonaws.com/2020-05-31/distribution/${distribution.id}/invalidation/${made.id}`;
        return { Location, Invalidation: told(made) };
      },
    ),
    GetInvalidation: operation<GetInvalidationRequest>(
      ({ DistributionId }, context) => on(DistributionId, "GetInvalidation", context),
      ({ DistributionId, Id }, context) => {
        const found = own(DistributionId, context).invalidations.get(Id ?? "");
        if (!found) throw new AwsError("NoSuchInvalidation", "The specified invalidation does not exist.", 404);
        return { Invalidation: told(found) };
      },
    ),
    ListInvalidations: operation<ListInvalidationsRequest>(
      ({ DistributionId }, context) => on(DistributionId, "ListInvalidations", context),
      ({ DistributionId }, context) => {
        const newestFirst = [...own(DistributionId, context).invalidations.values()].reverse();
        const rows = newestFirst.map(({ id, created, status }) => ({
          Id: id,
          CreateTime: new Date(created),
          Status: status,
        }));
        return { InvalidationList: listOf(rows) };
      },
    ),
  };
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudfront.html */
function on(id: string | undefined, action: string, { place }: CallContext): Access {
  return { action: `cloudfront:${action}`, resource: arnOf(place.account, "distribution", id ?? "") };
}

function described(distribution: Distribution): object {
  const { invalidations } = distribution;
  const running = [...invalidations.values()].filter(({ status }) => status === "InProgress");
  return {
    Id: distribution.id,
    ARN: distribution.arn,
    Status: "Deployed",
    LastModifiedTime: new Date(distribution.created),
    InProgressInvalidationBatches: running.length,
    DomainName: distribution.domainName,
    DistributionConfig: configOf(distribution),
  };
}

function told({ id, status, created, paths, callerReference }: Invalidation): object {
  return {
    Id: id,
    Status: status,
    CreateTime: new Date(created),
    InvalidationBatch: { Paths: { Quantity: paths.length, Items: [...paths] }, CallerReference: callerReference },
  };
}

function listOf(items: readonly object[]): object {
  return { Marker: "", MaxItems: 100, IsTruncated: false, Quantity: items.length, Items: items };
}
