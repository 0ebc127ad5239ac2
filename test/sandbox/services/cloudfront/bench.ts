import { gunzipSync } from "node:zlib";
import { PutObjectCommand, S3Client, type PutObjectCommandInput } from "@aws-sdk/client-s3";
import { clientFor } from "../../../../sandbox/kernel/client";
import { Cloud } from "../../../../sandbox/kernel/cloud";
import type { CloudFrontService, EdgeResponse, ViewerRequest } from "../../../../sandbox/services/cloudfront";
import type { S3Service } from "../../../../sandbox/services/s3";
import type { FaultPlan } from "../../../../sandbox/world/faults";
import { World } from "../../../../sandbox/world/world";
import { createResource } from "../../../support/resource";

export const account = "222222222222";
export const place = { account, region: "ap-south-1" };
export const edge = { account, region: "us-east-1" };
const root = { principal: { kind: "root" as const, account }, account };

type Statement = Record<string, unknown>;

/** What a test's distribution is made of, beyond the usual. */
export interface Plan {
  /** The bucket's policy, given the distribution's ARN; what CloudFront needs when not given. */
  readonly statements?: (arn: string) => Statement[];
  /** Statements of the key's policy, given the account; the bucket is SSE-S3 when not given. */
  readonly keyStatements?: Statement[];
  readonly policy?: Record<string, unknown>;
  readonly headers?: Record<string, unknown>;
  readonly behavior?: Record<string, unknown>;
  readonly origin?: Record<string, unknown>;
  readonly control?: Record<string, unknown>;
  readonly distribution?: Record<string, unknown>;
}

/** Lets CloudFront read what is below `captions/`, and tell what is missing. */
export function admitting(arn: string): Statement[] {
  const Principal = { Service: "cloudfront.amazonaws.com" };
  const Condition = { StringEquals: { "aws:SourceArn": arn } };
  return [
    { Effect: "Allow", Principal, Action: "s3:GetObject", Resource: "arn:aws:s3:::films/captions/*", Condition },
    { Effect: "Allow", Principal, Action: "s3:ListBucket", Resource: "arn:aws:s3:::films", Condition },
  ];
}

/** A key use as AWS documents it for origin access control. */
export const keyUse: Statement = {
  Effect: "Allow",
  Principal: { Service: "cloudfront.amazonaws.com" },
  Action: "kms:Decrypt",
  Resource: "*",
  Condition: { ArnLike: { "aws:SourceArn": `arn:aws:cloudfront::${account}:distribution/*` } },
};

/** What a viewer gets. */
export interface Answer {
  readonly status: number;
  readonly headers: EdgeResponse["headers"];
  readonly text: string;
  readonly body: Uint8Array;
  /** `Hit`, `Miss`, … */
  readonly cache: string;
}

/** A bucket `films` behind a distribution, as a program would declare it. */
export class EdgeBench {
  readonly world: World;
  readonly cloud: Cloud;
  distributionId = "";
  arn = "";
  domainName = "";
  keyArn: string | undefined;

  constructor(faults?: FaultPlan) {
    this.world = new World({ seed: 5, start: Date.UTC(2026, 10, 2, 5), ...(faults && { faults }) });
    this.cloud = new Cloud(this.world);
    this.world.open();
  }

  close(): void {
    this.world.close();
  }

  get service(): CloudFrontService {
    return this.cloud.service<CloudFrontService>("cloudfront");
  }

  get s3(): S3Client {
    return this.client(S3Client, "s3");
  }

  client<C>(Client: new (config: never) => C, service: string): C {
    return clientFor(this.cloud, Client, service, root, place.region);
  }

  make<O extends object = Record<string, string>>(
    type: string,
    name: string,
    inputs: Record<string, unknown>,
    where = place,
  ) {
    return createResource<O>(this.cloud, `aws:${type}`, name, inputs, where);
  }

  async deploy(plan: Plan = {}): Promise<void> {
    await this.make("s3/bucket:Bucket", "films", { bucket: "films" });
    if (plan.keyStatements) await this.encrypt(plan.keyStatements);
    const control = await this.make("cloudfront/originAccessControl:OriginAccessControl", "films", {
      name: "films",
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
      ...plan.control,
    });
    const policy = await this.make("cloudfront/cachePolicy:CachePolicy", "films", {
      ...cachePolicy,
      ...plan.policy,
    });
    const headers =
      plan.headers &&
      (await this.make("cloudfront/responseHeadersPolicy:ResponseHeadersPolicy", "films", {
        name: "films",
        ...plan.headers,
      }));
    const made = await this.make("cloudfront/distribution:Distribution", "films", {
      enabled: true,
      origins: [
        {
          originId: "films",
          domainName: "films.s3.ap-south-1.amazonaws.com",
          originAccessControlId: control.id,
          ...plan.origin,
        },
      ],
      defaultCacheBehavior: {
        targetOriginId: "films",
        viewerProtocolPolicy: "redirect-to-https",
        allowedMethods: ["GET", "HEAD", "OPTIONS"],
        cachedMethods: ["GET", "HEAD"],
        compress: true,
        cachePolicyId: policy.id,
        ...(headers && { responseHeadersPolicyId: headers.id }),
        ...plan.behavior,
      },
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: { cloudfrontDefaultCertificate: true },
      ...plan.distribution,
    });
    this.distributionId = made.id;
    this.arn = made["arn"] as string;
    this.domainName = made["domainName"] as string;
    await this.admit((plan.statements ?? admitting)(this.arn));
  }

  /** Sets the policy of the bucket. */
  async admit(statements: Statement[]): Promise<void> {
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: statements });
    await this.make("s3/bucketPolicy:BucketPolicy", "films", { bucket: "films", policy });
  }

  async put(Key: string, Body: string | Buffer, more: Partial<PutObjectCommandInput> = {}): Promise<void> {
    await this.s3.send(new PutObjectCommand({ Bucket: "films", Key, Body, ContentType: "text/vtt", ...more }));
  }

  async get(path: string, more: Partial<ViewerRequest> = {}): Promise<Answer> {
    const [name = "", rawQuery = ""] = path.split("?");
    const { statusCode, headers, body } = await this.service.serve(this.distributionId, {
      protocol: "https",
      method: "GET",
      path: name,
      rawQuery,
      headers: {},
      body: new Uint8Array(),
      sourceIp: "203.0.113.9",
      ...more,
    });
    const text = Buffer.from(body).toString("utf8");
    const [cache = ""] = (headers["x-cache"] ?? "").split(" from cloudfront");
    return { status: statusCode, headers, text, body, cache };
  }

  /** Lets virtual time pass, in seconds. */
  pass(seconds: number): Promise<void> {
    return this.world.runFor(seconds * 1000);
  }

  /** Objects of a bucket by key, gunzipped where they are. */
  files(bucket: string): Record<string, string> {
    const objects = [...this.cloud.service<S3Service>("s3").objects(bucket)];
    return Object.fromEntries(
      objects.map(({ key, body }) => [key, (key.endsWith(".gz") ? gunzipSync(body) : body).toString("utf8")]),
    );
  }

  private async encrypt(statements: Statement[]): Promise<void> {
    const owner = { Effect: "Allow", Principal: { AWS: account }, Action: "kms:*", Resource: "*" };
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [owner, ...statements] });
    const key = await this.make("kms/key:Key", "films", { policy });
    this.keyArn = key["arn"] as string;
    await this.make("s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "films", {
      bucket: "films",
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: this.keyArn },
          bucketKeyEnabled: true,
        },
      ],
    });
  }
}

export const cachePolicy = {
  name: "films",
  minTtl: 0,
  defaultTtl: 300,
  maxTtl: 86_400,
  parametersInCacheKeyAndForwardedToOrigin: {
    cookiesConfig: { cookieBehavior: "none" },
    headersConfig: { headerBehavior: "none" },
    queryStringsConfig: { queryStringBehavior: "none" },
    enableAcceptEncodingBrotli: true,
    enableAcceptEncodingGzip: true,
  },
};
