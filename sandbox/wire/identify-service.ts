import type { WireRequest } from "./types";

/** Prefixes of `X-Amz-Target`, and names in RPC v2 paths, of services whose requests may come unsigned. */
const SERVICE_OF_TARGET: Readonly<Record<string, string>> = {
  AWSEvents: "events",
  AWSGlue: "glue",
  AmazonAthena: "athena",
  AmazonSNS: "sns",
  AmazonSQS: "sqs",
  AWSShineFrontendService_20170701: "translate",
  Comprehend_20171127: "comprehend",
  DynamoDB_20120810: "dynamodb",
  DynamoDBStreams_20120810: "dynamodb",
  Firehose_20150804: "firehose",
  GraniteServiceVersion20100801: "monitoring",
  Kinesis_20131202: "kinesis",
  Logs_20140328: "logs",
  Transcribe: "transcribe",
  TrentService: "kms",
};

/**
 * The signing name of the service that a request is for: from its signature's scope, else from its target, else from its
 * host (`sqs.ap-south-1.amazonaws.com`).
 */
export function identifyService(request: WireRequest): string | undefined {
  return fromScope(request) ?? fromTarget(request) ?? fromHost(request.host ?? request.headers["host"] ?? "");
}

function fromScope(request: WireRequest): string | undefined {
  const inHeader = /Credential=([^,\s]+)/.exec(request.headers["authorization"] ?? "")?.[1];
  const inQuery = request.query["X-Amz-Credential"];
  const credential = inHeader ?? (Array.isArray(inQuery) ? inQuery[0] : inQuery);
  // <access key>/<date>/<region>/<service>/aws4_request
  return credential?.split("/").at(-2);
}

function fromTarget(request: WireRequest): string | undefined {
  const target = request.headers["x-amz-target"];
  const name = target?.slice(0, target.lastIndexOf(".")) ?? /\/service\/([^/]+)\/operation\//.exec(request.path)?.[1];
  return name === undefined ? undefined : SERVICE_OF_TARGET[name];
}

function fromHost(host: string): string | undefined {
  const name = host.replace(/:\d+$/, "").toLowerCase();
  if (/(^|\.)s3[.-]/.test(name)) return "s3";
  if (/\.execute-api\./.test(name)) return "execute-api";
  return /^([a-z0-9-]+)\.(?:[a-z0-9-]+\.)?amazonaws\.com(?:\.cn)?$/.exec(name)?.[1];
}
