/** What the log delivery knows of a service's logs. */
export interface LogType {
  /** The signing name of the service whose resources they are of. */
  readonly service: string;
  readonly logType: string;
  /** The only region in which their sources, destinations and deliveries are made. */
  readonly region: string;
  /** The folder below `AWSLogs/<account>/` where they go when the destination names no prefix. */
  readonly folder: string;
  /** Fields that a delivery may ask for; those of `defaults` are given when it asks for none. */
  readonly fields: readonly string[];
  readonly defaults: readonly string[];
  /** Variables of a suffix path, and how a Hive-compatible path names them. */
  readonly variables: Readonly<Record<string, string>>;
}

const cloudFrontDefaults = [
  "date",
  "time",
  "x-edge-location",
  "sc-bytes",
  "c-ip",
  "cs-method",
  "cs(Host)",
  "cs-uri-stem",
  "sc-status",
  "cs(Referer)",
  "cs(User-Agent)",
  "cs-uri-query",
  "cs(Cookie)",
  "x-edge-result-type",
  "x-edge-request-id",
  "x-host-header",
  "cs-protocol",
  "cs-bytes",
  "time-taken",
  "x-forwarded-for",
  "ssl-protocol",
  "ssl-cipher",
  "x-edge-response-result-type",
  "cs-protocol-version",
  "fle-status",
  "fle-encrypted-fields",
  "c-port",
  "time-to-first-byte",
  "x-edge-detailed-result-type",
  "sc-content-type",
  "sc-content-len",
  "sc-range-start",
  "sc-range-end",
  "c-country",
  "cache-behavior-path-pattern",
];

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html */
const cloudFront: LogType = {
  service: "cloudfront",
  logType: "ACCESS_LOGS",
  region: "us-east-1",
  folder: "CloudFront",
  fields: [...cloudFrontDefaults, "timestamp(ms)", "origin-fbl", "origin-lbl", "asn"],
  defaults: cloudFrontDefaults,
  variables: {
    DistributionId: "DistributionId",
    distributionid: "distributionid",
    yyyy: "year",
    MM: "month",
    dd: "day",
    HH: "hour",
    accountid: "accountid",
    // Set by the service itself, in front of the suffix of a destination without a prefix.
    "account-id": "aws-account-id",
  },
};

export const logTypes: readonly LogType[] = [cloudFront];
