import { apigateway } from "./apigateway";
import { cloudfront } from "./cloudfront";
import type { Creators } from "./creator";
import { dynamodb } from "./dynamodb";
import { events } from "./events";
import { firehose } from "./firehose";
import { iam } from "./iam";
import { kinesis } from "./kinesis";
import { kms } from "./kms";
import { lambda } from "./lambda";
import { s3 } from "./s3";
import { sns } from "./sns";
import { sqs } from "./sqs";

/** How real endpoints make the resources that behaviours need. */
export const creators: Creators = {
  ...apigateway,
  ...cloudfront,
  ...dynamodb,
  ...events,
  ...firehose,
  ...iam,
  ...kinesis,
  ...kms,
  ...lambda,
  ...s3,
  ...sns,
  ...sqs,
};
