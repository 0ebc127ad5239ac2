import { type Action } from "./grants";

const DECRYPT: Action = "kms:Decrypt";
const DATA_KEY: Action = "kms:GenerateDataKey";

/** Operations on a customer-managed key that another operation makes on its caller's behalf. */
const KEY_USE: Readonly<Record<string, readonly Action[]>> = {
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
  "s3:GetObject": [DECRYPT],
  "s3:GetObjectVersion": [DECRYPT],
  "s3:PutObject": [DATA_KEY],
  // Whoever uploads in parts may abort, and S3 decrypts the parts to put them together.
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
  "s3:AbortMultipartUpload": [DECRYPT],
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
  "sqs:SendMessage": [DATA_KEY, DECRYPT],
  "sqs:ReceiveMessage": [DECRYPT],
  // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
  "sns:Publish": [DATA_KEY, DECRYPT],
  // https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html
  "kinesis:PutRecord": [DATA_KEY],
  "kinesis:PutRecords": [DATA_KEY],
  "kinesis:GetRecords": [DECRYPT],
};

// DynamoDB asks for Decrypt with its caller's identity, to obtain the table's key, in reads and writes alike.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
const ITEM_OPERATION =
  /^dynamodb:(BatchGet|BatchWrite|ConditionCheck|Delete|Get|Put|Update)Item$|^dynamodb:(Query|Scan)$/;

/** The operations on the key that these operations imply, each once, in a stable order. */
export function keyActionsOf(actions: readonly Action[]): Action[] {
  const implied = actions.flatMap((action) => (ITEM_OPERATION.test(action) ? [DECRYPT] : (KEY_USE[action] ?? [])));
  return [...new Set(implied)].sort();
}
