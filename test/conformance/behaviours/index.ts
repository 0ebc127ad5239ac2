import type { Behaviour } from "../behaviour";
import { apigateway } from "./apigateway";
import { cloudfront } from "./cloudfront";
import { comprehend } from "./comprehend";
import { dynamodb } from "./dynamodb";
import { events } from "./events";
import { firehose } from "./firehose";
import { iam } from "./iam";
import { kinesis } from "./kinesis";
import { kms } from "./kms";
import { lambda } from "./lambda";
import { s3 } from "./s3";
import { scheduler } from "./scheduler";
import { sns } from "./sns";
import { sqs } from "./sqs";
import { transcribe } from "./transcribe";
import { translate } from "./translate";

/** Every behaviour that is held. */
export const behaviours: readonly Behaviour[] = [
  ...sqs,
  ...sns,
  ...s3,
  ...dynamodb,
  ...kinesis,
  ...lambda,
  ...events,
  ...scheduler,
  ...firehose,
  ...apigateway,
  ...cloudfront,
  ...kms,
  ...iam,
  ...transcribe,
  ...translate,
  ...comprehend,
];
