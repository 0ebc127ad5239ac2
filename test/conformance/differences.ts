import type { TargetName } from "./targets/target";

/** Where a peer behaves otherwise than AWS says, and why it is the peer that is wrong. */
export interface Difference {
  readonly peer: TargetName;
  /** Ids of the behaviours that fail there. */
  readonly behaviours: readonly string[];
  readonly does: string;
  readonly why: string;
  /** The page that says how AWS behaves. */
  readonly evidence: string;
}

const DYNAMODB = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide";
const DYNAMODB_API = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference";
const IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide";
const S3_API = "https://docs.aws.amazon.com/AmazonS3/latest/API";
const LAMBDA = "https://docs.aws.amazon.com/lambda/latest/dg";
const SNS = "https://docs.aws.amazon.com/sns/latest/dg";
const FIREHOSE = "https://docs.aws.amazon.com/firehose/latest/dev";
const HTTP_API = "https://docs.aws.amazon.com/apigateway/latest/developerguide";

type Row = readonly [service: string, ids: readonly string[], does: string, why: string, evidence: string];

const dynamodbLocal: readonly Row[] = [
  [
    "dynamodb",
    ["update/70"],
    "An update may give an index's key attribute another type.",
    "Its own PutItem refuses such an item, and so does the service: key attributes of an index have the type that the schema defines.",
    `${DYNAMODB}/GSI.html#GSI.DataTypes`,
  ],
  [
    "dynamodb",
    ["transaction/validation-reason"],
    "An update in a transaction that does not fit the item it meets is a plain ValidationException.",
    "The API documents TransactionCanceledException with the reason code ValidationError and this very message.",
    `${DYNAMODB_API}/API_TransactWriteItems.html#API_TransactWriteItems_Errors`,
  ],
];

/** For the rows of DynamoDB, DynamoDB Local agrees with the sandbox. */
const ministack: readonly Row[] = [
  [
    "dynamodb",
    ["condition/35", "condition/45", "condition/71", "condition/72", "condition/93", "condition/115"],
    "Operands of a wrong type, unlike bounds of BETWEEN, unknown type names, equal operands and empty names are evaluated.",
    "DynamoDB checks an expression before it looks at the item.",
    `${DYNAMODB}/Expressions.OperatorsAndFunctions.html`,
  ],
  [
    "dynamodb",
    ["condition/55", "condition/60", "condition/63"],
    "begins_with on a number is an error, contains compares numbers as text and knows no binaries.",
    "A comparison with an attribute of another type is false; numbers are equal by value; contains looks into binaries.",
    `${DYNAMODB}/Expressions.OperatorsAndFunctions.html#Expressions.OperatorsAndFunctions.Functions`,
  ],
  [
    "dynamodb",
    [
      "condition/99",
      "condition/101",
      "condition/107",
      "update/05",
      "update/16",
      "update/65",
      "update/76",
      "update/77",
      "update/85",
    ],
    "Expressions outside of the grammar are taken: !=, function names in upper case, leading underscores, chained sums, two SETs, a SET of nothing.",
    "None of these is in the grammar; function names are case-sensitive; each clause comes once.",
    `${DYNAMODB}/Expressions.UpdateExpressions.html`,
  ],
  [
    "dynamodb",
    ["update/07", "update/19", "update/29", "update/42", "update/43"],
    "Sums with text, lists appended to what is no list, and paths that lead nowhere are silently ignored.",
    "They are ValidationExceptions: the operand has an incorrect type, the document path is invalid for update.",
    `${DYNAMODB}/Expressions.UpdateExpressions.html`,
  ],
  [
    "dynamodb",
    ["update/24", "update/39"],
    "List positions are taken one after another, in the order of the expression.",
    "Positions are of the list as it was; what is set past its end is appended in the order of the positions.",
    `${DYNAMODB}/Expressions.UpdateExpressions.html#Expressions.UpdateExpressions.SET.AddingListElements`,
  ],
  [
    "dynamodb",
    ["update/32", "update/33", "update/34"],
    "One expression may write overlapping paths.",
    "Two document paths may not overlap with each other.",
    `${DYNAMODB}/Expressions.UpdateExpressions.html`,
  ],
  [
    "dynamodb",
    ["update/51", "update/59", "number/28", "key/numbers-are-one"],
    "Numbers are compared as text in sets and keys; a zero with a large exponent overflows.",
    "Numbers are values: 1 and 1.0 are one key and one element.",
    `${DYNAMODB}/HowItWorks.NamingRulesDataTypes.html#HowItWorks.DataTypes.Number`,
  ],
  [
    "dynamodb",
    ["item/20", "transaction/empty-item", "transaction/validation-reason"],
    "Empty attribute names, transaction items of two kinds, and updates that do not fit their item are taken.",
    "Names have at least one character; an item of a transaction is of one kind; the reason for a misfit is ValidationError.",
    `${DYNAMODB_API}/API_TransactWriteItems.html`,
  ],
  [
    "dynamodb",
    ["return-values/08"],
    "UPDATED_OLD of a new attribute answers an empty map of attributes.",
    "There is nothing to return, and the member is absent.",
    `${DYNAMODB_API}/API_UpdateItem.html`,
  ],
  [
    "dynamodb",
    ["query/14", "query/17", "query/18", "query/29", "query/30", "query/32"],
    "Key conditions may use <>, OR, NOT and functions; a query's filter may test key attributes.",
    "A key condition is one equality and at most one comparison, BETWEEN or begins_with; filters are for other attributes.",
    `${DYNAMODB}/Query.KeyConditionExpressions.html`,
  ],
  [
    "dynamodb",
    ["query/43", "index/get-outside-projection"],
    "An index answers requests for attributes that it does not project, without them.",
    "Global secondary indexes refuse to be asked for what they do not project.",
    `${DYNAMODB}/GSI.html#GSI.Projections`,
  ],
  [
    "dynamodb",
    ["projection/14", "projection/15"],
    "An empty projection, and one that ends in a comma, are taken.",
    "Both are no expressions.",
    `${DYNAMODB}/Expressions.ProjectionExpressions.html`,
  ],
  [
    "dynamodb",
    ["page/wrong-start", "page/one-megabyte", "batch-get/16-mb"],
    "Start keys are not checked; a page ends before 1 MB is reached; a batch answers any size.",
    "A page holds the item with which it reaches 1 MB; BatchGetItem answers at most 16 MB, the rest as UnprocessedKeys.",
    `${DYNAMODB}/Query.Pagination.html`,
  ],
  [
    "kinesis",
    ["dynamodb-records"],
    "An update that changes nothing makes a record in the stream.",
    "Changes are captured; DynamoDB emits no record when an item is rewritten with the same data.",
    `${DYNAMODB}/streamsmain.html`,
  ],
  [
    "sqs",
    ["delete"],
    "Deleting a message again is ReceiptHandleIsInvalid.",
    "DeleteMessage succeeds for a message that is gone already.",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html",
  ],
  [
    "sns",
    ["filter/attributes/10", "filter/body/03", "filter/body/04"],
    "Filters compare numbers and booleans with texts of the same spelling.",
    "Numeric matching is for numbers, and a boolean of a body is no text.",
    `${SNS}/string-value-matching.html`,
  ],
  [
    "sns",
    ["filter/body/05"],
    "The filter null matches no null.",
    "Filter policies on bodies match null with null.",
    `${SNS}/sns-message-filtering-scope.html`,
  ],
  [
    "s3",
    ["missing-key/403"],
    "A missing key is 404 for everyone who may read objects.",
    "Without s3:ListBucket it is 403 Access Denied, so that keys cannot be guessed.",
    `${S3_API}/API_GetObject.html`,
  ],
  [
    "s3",
    ["list/start-after"],
    "A list of at most 0 keys is truncated.",
    "It asks for nothing and is complete.",
    `${S3_API}/API_ListObjectsV2.html`,
  ],
  [
    "s3",
    ["multipart/too-small"],
    "An upload may be completed from parts of any size.",
    "EntityTooSmall: all parts but the last have at least 5 MiB.",
    `${S3_API}/API_CompleteMultipartUpload.html`,
  ],
  [
    "lambda",
    ["kinesis/bisect", "kinesis/retries", "kinesis/order"],
    "Stream mappings know neither retries, bisecting nor failure destinations: a failed batch is tried for ever.",
    "MaximumRetryAttempts, BisectBatchOnFunctionError and OnFailure are settings of the mapping, which it accepts.",
    `${LAMBDA}/kinesis-on-failure-destination.html`,
  ],
  [
    "lambda",
    ["invoke/error"],
    "errorType is always Runtime.HandlerError.",
    "errorType is the name of the error that the function threw.",
    `${LAMBDA}/nodejs-exceptions.html`,
  ],
  [
    "lambda",
    ["async/destination"],
    "The record of a failure counts 3 invocations, whatever MaximumRetryAttempts says.",
    "approximateInvokeCount counts the invocations: one, without retries.",
    `${LAMBDA}/invocation-async-retain-records.html`,
  ],
  [
    "events",
    ["bad-detail"],
    "An event whose detail is no JSON is taken.",
    "It is a failed entry, MalformedDetail.",
    "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html",
  ],
  [
    "scheduler",
    ["role", "time-zone"],
    "The permissions of a schedule's role and the time zone of a time are ignored.",
    "A schedule acts with its role; at(…) is read in ScheduleExpressionTimezone.",
    "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html",
  ],
  [
    "firehose",
    ["buffer", "gzip", "dynamic-partitioning"],
    "Every record is an uncompressed object of its own at once, and its prefix ends in the hour, also with partition keys.",
    "Records are buffered into one object, compressed as configured; a prefix with partition keys is used as it is.",
    `${FIREHOSE}/basic-deliver.html`,
  ],
  [
    "apigateway",
    ["answer/2", "payload/body", "error/permission", "error/throws"],
    "A plain object is formatted anew, cookies are missing, the function's policy is not asked, and a function that throws is 502.",
    "The answer is the function's JSON; payload 2.0 has cookies; an HTTP API answers 500 to both errors.",
    `${HTTP_API}/http-api-develop-integrations-lambda.html`,
  ],
  [
    "iam",
    ["identity-policies/59"],
    "A star does not cover a newline.",
    "A star is any combination of characters.",
    `${IAM}/reference_policies_elements_resource.html`,
  ],
  [
    "iam",
    [
      "policy-variables/05",
      "policy-variables/14",
      "policy-variables/16",
      "policy-variables/17",
      "policy-variables/18",
      "policy-variables/22",
    ],
    "Variables are known for a few keys only, and the escapes of *, ? and $ not at all.",
    "Any single-valued key of the request context is a variable; ${*}, ${?} and ${$} are the characters.",
    `${IAM}/reference_policies_variables.html`,
  ],
  [
    "iam",
    ["resource-policies/20", "resource-policies/22", "resource-policies/23"],
    "A role is matched without its path, and aws:PrincipalArn is the session's.",
    "A principal is named by its whole ARN; aws:PrincipalArn of a session is its role's ARN.",
    `${IAM}/reference_policies_condition-keys.html#condition-keys-principalarn`,
  ],
  [
    "iam",
    ["resource-policies/28", "resource-policies/29", "resource-policies/30"],
    "NotPrincipal in a queue's deny is ignored.",
    "It denies everybody but those listed, for whom role, session and account must be listed.",
    `${IAM}/reference_policies_elements_notprincipal.html`,
  ],
  [
    "iam",
    ["key-policies/16", "key-policies/17", "key-policies/19"],
    "Keys of other accounts are not found.",
    "A key's ARN names its account; the key policy and the caller's policies decide.",
    "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html",
  ],
  [
    "iam",
    ["key-policies/23"],
    "kms:EncryptionContext:<key> is no condition key.",
    "It is one for each pair of the encryption context.",
    "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context",
  ],
  [
    "iam",
    ["trust-policies/01", "trust-policies/22"],
    "A role that trust names needs an identity policy too.",
    "Within an account a trust policy that names the principal is enough.",
    `${IAM}/reference_policies_evaluation-logic_policy-eval-basics-single-account.html`,
  ],
];

function rows(peer: TargetName, list: readonly Row[]): Difference[] {
  return list.map(([service, ids, does, why, evidence]) => ({
    peer,
    behaviours: ids.map((id) => `${service}/${id}`),
    does,
    why,
    evidence,
  }));
}

/**
 * Every difference, by peer (MiniStack 1.5.33, DynamoDB Local 2.6.0). A failure that is not here fails the run, and so does
 * an entry that is no longer needed.
 */
export const differences: readonly Difference[] = [
  ...rows("dynamodb-local", dynamodbLocal),
  ...rows("ministack", ministack),
];
