import { cloudfrontDifferences } from "./differences-cloudfront";
import { mediaDifferences } from "./differences-media";
import type { TargetName } from "./targets/target";

/**
 * What stands behind the claim about AWS: its documentation; no page, but DynamoDB Local 2.6.0 and 3.3.1, which are AWS's
 * own and were asked; no page, but what people saw who asked AWS.
 */
export type Basis = "documented" | "measured" | "reported";

/** Where a peer behaves otherwise than AWS says, and why it is the peer that is wrong. */
export interface Difference {
  readonly peer: TargetName;
  /** Ids of the behaviours that fail there. */
  readonly behaviours: readonly string[];
  readonly does: string;
  readonly why: string;
  readonly basis: Basis;
  /** What the source says, in our words. */
  readonly confirmed: string;
  /** The page that says how AWS behaves, or that is silent about it. */
  readonly evidence: string;
  /** Further sources: reports from AWS itself. */
  readonly sources: readonly string[];
}

const DYNAMODB = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide";
const DYNAMODB_API = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference";
const IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide";
const KMS = "https://docs.aws.amazon.com/kms/latest/developerguide";
const S3_API = "https://docs.aws.amazon.com/AmazonS3/latest/API";
const LAMBDA = "https://docs.aws.amazon.com/lambda/latest/dg";
const SNS = "https://docs.aws.amazon.com/sns/latest/dg";
const FIREHOSE = "https://docs.aws.amazon.com/firehose/latest/dev";
const HTTP_API = "https://docs.aws.amazon.com/apigateway/latest/developerguide";
/** Tests of DynamoDB that run against AWS first. */
const CONFORMANCE = "https://github.com/nubo-db/dynamodb-conformance/blob/main/tests";
const LOCALSTACK = "https://github.com/localstack/localstack";
const MOTO = "https://github.com/getmoto/moto";

interface Row extends Omit<Difference, "peer" | "behaviours" | "sources"> {
  readonly service: string;
  readonly ids: readonly string[];
  readonly sources?: readonly string[];
}

const dynamodbLocal: readonly Row[] = [
  {
    service: "dynamodb",
    ids: ["update/70"],
    does: "An update may give an index's key attribute another type.",
    why: "Key attributes of an index have the type that the schema defines; its own PutItem refuses such an item.",
    basis: "documented",
    confirmed:
      "Whenever an item is written, the types must match the schema of the index, or it is a ValidationException. DynamoDB Local 3.3.1 refuses the update, too.",
    evidence: `${DYNAMODB}/GSI.html#GSI.Writes`,
  },
  {
    service: "dynamodb",
    ids: ["transaction/validation-reason"],
    does: "An update in a transaction that does not fit the item it meets is a plain ValidationException.",
    why: "It cancels the transaction, and the reason is ValidationError.",
    basis: "documented",
    confirmed:
      "ValidationError is among the reasons for a cancellation, with the message that an operand has an incorrect type. DynamoDB Local 3.3.1 still answers without it; AWS was seen to cancel for such reasons.",
    evidence: `${DYNAMODB_API}/API_TransactWriteItems.html#API_TransactWriteItems_Errors`,
    sources: [
      "https://github.com/chiefbiiko/dynamodb/pull/31",
      "https://github.com/paritysuite/dynamodb-conformance/pull/46",
      "https://github.com/floci-io/floci/pull/3674",
    ],
  },
];

/** For the rows of DynamoDB, DynamoDB Local (2.6.0 and 3.3.1) agrees with the sandbox. */
const ministackDynamodb: readonly Row[] = [
  {
    service: "dynamodb",
    ids: ["condition/35", "condition/45"],
    does: "Booleans are ordered, and the bounds of BETWEEN may have two types.",
    why: "Order is for strings, numbers and binaries; both bounds have one type. The request is refused before the item is looked at.",
    basis: "documented",
    confirmed:
      "The list of comparison operators takes a string, number or binary for LT, and two elements of the same type for BETWEEN. That others are a ValidationException is measured.",
    evidence: `${DYNAMODB_API}/API_Condition.html`,
  },
  {
    service: "dynamodb",
    ids: ["condition/71", "condition/72"],
    does: "attribute_type takes any name of a type.",
    why: "There are ten, given by a placeholder for a string.",
    basis: "documented",
    confirmed:
      "The type must be one of the names in the list, by an expression attribute value. That others are a ValidationException is measured.",
    evidence: `${DYNAMODB}/Expressions.OperatorsAndFunctions.html#Expressions.OperatorsAndFunctions.Functions`,
  },
  {
    service: "dynamodb",
    ids: ["condition/93"],
    does: "An attribute may be compared with itself.",
    why: "Operands must be distinct.",
    basis: "measured",
    confirmed:
      "Not documented for comparisons, only for contains(a, a), which AWS refuses with the very message that DynamoDB Local has for both.",
    evidence: `${DYNAMODB}/Expressions.OperatorsAndFunctions.html#Expressions.OperatorsAndFunctions.Functions`,
    sources: [`${CONFORMANCE}/tier3/error-messages/putItem.test.ts`],
  },
  {
    service: "dynamodb",
    ids: ["condition/55"],
    does: "begins_with on an attribute that is a number is an error.",
    why: "It is false.",
    basis: "measured",
    confirmed: "Not documented; the guide says only when it is true. DynamoDB Local: the condition fails.",
    evidence: `${DYNAMODB}/Expressions.OperatorsAndFunctions.html#Expressions.OperatorsAndFunctions.Functions`,
  },
  {
    service: "dynamodb",
    ids: ["condition/60", "condition/63"],
    does: "contains compares the numbers of a set as text and does not look into binaries.",
    why: "Numbers are equal by value, and a binary contains its parts.",
    basis: "documented",
    confirmed:
      "CONTAINS looks for a subsequence of a binary and for a member of a set; numbers are compared as numbers.",
    evidence: `${DYNAMODB_API}/API_Condition.html`,
  },
  {
    service: "dynamodb",
    ids: ["condition/99", "condition/101"],
    does: "!= and function names in upper case are taken.",
    why: "Neither is in the grammar.",
    basis: "documented",
    confirmed: "The grammar has six comparators, <> for unequal; names of functions are case-sensitive.",
    evidence: `${DYNAMODB}/Expressions.OperatorsAndFunctions.html#Expressions.OperatorsAndFunctions.Syntax`,
  },
  {
    service: "dynamodb",
    ids: ["condition/107"],
    does: "A name may begin with an underscore.",
    why: "Such a name needs a placeholder.",
    basis: "documented",
    confirmed:
      "A name that begins otherwise than with a letter or has a special character must be replaced by a placeholder.",
    evidence: `${DYNAMODB}/Expressions.ExpressionAttributeNames.html`,
  },
  {
    service: "dynamodb",
    ids: ["condition/115", "item/20"],
    does: "Attributes may have an empty name.",
    why: "A name has at least one character.",
    basis: "documented",
    confirmed: "By the naming rules an attribute's name has at least one character.",
    evidence: `${DYNAMODB}/HowItWorks.NamingRulesDataTypes.html#HowItWorks.NamingRules`,
  },
  {
    service: "dynamodb",
    ids: ["update/05", "update/16", "update/65", "update/76", "update/77", "update/85"],
    does: "Chained sums, products, functions in upper case, two SETs, a SET without an equals sign and a SET of nothing are taken.",
    why: "None of these is in the grammar.",
    basis: "documented",
    confirmed:
      "An action is path = value; a value is an operand or the sum or difference of two; names of functions are case-sensitive; each keyword comes once, with one or more actions.",
    evidence: `${DYNAMODB}/Expressions.UpdateExpressions.html`,
  },
  {
    service: "dynamodb",
    ids: ["update/07", "update/19"],
    does: "Sums with text and lists appended to what is no list are silently ignored.",
    why: "They are ValidationExceptions: the operand has an incorrect type.",
    basis: "documented",
    confirmed:
      "+ and - are for attributes that are numbers, list_append takes two lists; the API has a message for operands of an incorrect type.",
    evidence: `${DYNAMODB}/Expressions.UpdateExpressions.html#Expressions.UpdateExpressions.SET`,
  },
  {
    service: "dynamodb",
    ids: ["update/29", "update/42", "update/43"],
    does: "Paths that lead nowhere are silently ignored.",
    why: "They are ValidationExceptions: the document path is invalid for update.",
    basis: "reported",
    confirmed:
      "Not documented; AWS refuses a SET below an attribute that is not there. DynamoDB Local refuses these three.",
    evidence: `${DYNAMODB}/Expressions.UpdateExpressions.html`,
    sources: [`${CONFORMANCE}/tier1/updateItem/paths.test.ts`],
  },
  {
    service: "dynamodb",
    ids: ["update/24", "update/39"],
    does: "List positions are taken one after another, in the order of the expression.",
    why: "Positions are of the list as it was; what is set past its end is appended in the order of the positions.",
    basis: "documented",
    confirmed:
      "Elements that one SET adds are sorted by their number; the example for REMOVE takes [1] and [2] of five and leaves the first and the last two.",
    evidence: `${DYNAMODB}/Expressions.UpdateExpressions.html#Expressions.UpdateExpressions.REMOVE.RemovingListElements`,
  },
  {
    service: "dynamodb",
    ids: ["update/32"],
    does: "One expression may write a path twice.",
    why: "Two document paths may not overlap with each other.",
    basis: "reported",
    confirmed: "Not documented; AWS was seen to refuse the same path twice, and a path beside one within it.",
    evidence: `${DYNAMODB}/Expressions.UpdateExpressions.html`,
    sources: [`${MOTO}/issues/5429`, `${MOTO}/issues/8582`],
  },
  {
    service: "dynamodb",
    ids: ["update/51", "update/59", "key/numbers-are-one"],
    does: "Numbers are compared as text in sets and keys.",
    why: "Numbers are values: 1 and 1.0 are one key and one element.",
    basis: "documented",
    confirmed:
      "Leading and trailing zeroes are trimmed, and the elements of a set are unique; AWS gives 1.0 back as 1.",
    evidence: `${DYNAMODB}/HowItWorks.NamingRulesDataTypes.html#HowItWorks.DataTypes.Number`,
    sources: [`${CONFORMANCE}/tier3/limits/numberPrecision.test.ts`],
  },
  {
    service: "dynamodb",
    ids: ["transaction/empty-item"],
    does: "A transaction's item may be of two kinds.",
    why: "It is of one.",
    basis: "documented",
    confirmed:
      "Each item contains a ConditionCheck, Put, Update or Delete. That two are a ValidationException is measured.",
    evidence: `${DYNAMODB_API}/API_TransactWriteItems.html`,
  },
  {
    service: "dynamodb",
    ids: ["transaction/validation-reason"],
    does: "An update in a transaction that does not fit the item it meets is taken.",
    why: "It cancels the transaction, and the reason is ValidationError.",
    basis: "documented",
    confirmed:
      "ValidationError is among the reasons for a cancellation, with the message that an operand has an incorrect type.",
    evidence: `${DYNAMODB_API}/API_TransactWriteItems.html#API_TransactWriteItems_Errors`,
    sources: ["https://github.com/chiefbiiko/dynamodb/pull/31"],
  },
  {
    service: "dynamodb",
    ids: ["query/14", "query/17", "query/18", "query/29", "query/30"],
    does: "Key conditions may use <>, OR, NOT and functions.",
    why: "A key condition is one equality and at most one comparison, BETWEEN or begins_with, joined by AND.",
    basis: "documented",
    confirmed: "The page lists what a sort key's condition may be: five comparators, BETWEEN and begins_with.",
    evidence: `${DYNAMODB}/Query.KeyConditionExpressions.html`,
  },
  {
    service: "dynamodb",
    ids: ["query/32"],
    does: "A query's filter may test key attributes.",
    why: "Filters are for other attributes.",
    basis: "documented",
    confirmed: "A filter expression cannot contain attributes of the partition or sort key.",
    evidence: `${DYNAMODB}/Query.FilterExpression.html`,
  },
  {
    service: "dynamodb",
    ids: ["query/43", "index/get-outside-projection"],
    does: "An index answers requests for attributes that it does not project, without them.",
    why: "Global secondary indexes refuse to be asked for what they do not project.",
    basis: "documented",
    confirmed:
      "Queries of a global secondary index cannot fetch attributes from the table; AWS was seen to refuse both requests with a ValidationException.",
    evidence: `${DYNAMODB}/GSI.html#GSI.Projections`,
    sources: [`${LOCALSTACK}/issues/805`, `${LOCALSTACK}/issues/478`],
  },
  {
    service: "dynamodb",
    ids: ["projection/14", "projection/15"],
    does: "Projections without a comma between two names, and with one at the end, are taken.",
    why: "Commas separate names.",
    basis: "documented",
    confirmed:
      "The attributes of a projection must be separated by commas. That these two are a ValidationException is measured.",
    evidence: `${DYNAMODB_API}/API_GetItem.html#API_GetItem_RequestSyntax`,
  },
  {
    service: "dynamodb",
    ids: ["page/wrong-start"],
    does: "Start keys are not checked.",
    why: "A start key has the table's key, and lies in the partition that is asked for.",
    basis: "measured",
    confirmed:
      "Not documented; a start key is a primary key, and should be the one that the page before ended with. DynamoDB Local refuses all three.",
    evidence: `${DYNAMODB_API}/API_Query.html#API_Query_RequestSyntax`,
  },
  {
    service: "dynamodb",
    ids: ["batch-get/16-mb"],
    does: "A batch answers any size.",
    why: "BatchGetItem answers at most 16 MB, the rest as UnprocessedKeys.",
    basis: "documented",
    confirmed: "A request gets at most 16 MB; what is beyond comes back as UnprocessedKeys.",
    evidence: `${DYNAMODB_API}/API_BatchGetItem.html`,
  },
];

const ministack: readonly Row[] = [
  {
    service: "kinesis",
    ids: ["dynamodb-records"],
    does: "A table's records in a stream are those of DynamoDB Streams: times in seconds, no table, no format, no size.",
    why: "Times are milliseconds, or microseconds where the destination says so, and each record names its table.",
    basis: "documented",
    confirmed:
      "The record's time is in milliseconds, and the destination's precision may be microseconds. The table's name and the format are on no page; records that people took down have them.",
    evidence: `${DYNAMODB}/kds.html`,
    sources: [
      `${DYNAMODB_API}/API_EnableKinesisStreamingConfiguration.html`,
      "https://github.com/daq-tools/lorrystream/blob/main/tests/transform/test_dynamodb.py",
    ],
  },
  {
    service: "sqs",
    ids: ["delete"],
    does: "Deleting a message again is ReceiptHandleIsInvalid.",
    why: "DeleteMessage succeeds for a message that is gone already.",
    basis: "documented",
    confirmed:
      "With an old handle the request succeeds, though the message may not be deleted. Tests against AWS saw the error only for handles that were never given out.",
    evidence: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html",
    sources: [`${MOTO}/pull/4655`],
  },
  {
    service: "sns",
    ids: ["filter/body/05"],
    does: "The filter null matches no null.",
    why: "null is one of the values that a filter may have.",
    basis: "documented",
    confirmed:
      "A filter policy's values are strings, numbers and the keywords true, false and null; LocalStack's snapshot of AWS has null match null, and not what is absent.",
    evidence: `${SNS}/subscription-filter-policy-constraints.html`,
    sources: [`${LOCALSTACK}/pull/9264`],
  },
  {
    service: "s3",
    ids: ["missing-key/403"],
    does: "A missing key is 404 for everyone who may read objects.",
    why: "Without s3:ListBucket it is 403 Access Denied, so that keys cannot be guessed.",
    basis: "documented",
    confirmed:
      "For an object that does not exist the answer is 404 with the permission s3:ListBucket, and 403 without.",
    evidence: `${S3_API}/API_GetObject.html`,
  },
  {
    service: "s3",
    ids: ["multipart/too-small"],
    does: "An upload may be completed from parts of any size.",
    why: "All parts but the last have at least 5 MiB.",
    basis: "documented",
    confirmed: "EntityTooSmall: each part but the last must have at least 5 MB.",
    evidence: `${S3_API}/API_CompleteMultipartUpload.html`,
  },
  {
    service: "lambda",
    ids: ["kinesis/bisect", "kinesis/retries", "kinesis/order"],
    does: "Stream mappings know neither retries, bisecting nor failure destinations: a failed batch is tried for ever.",
    why: "MaximumRetryAttempts, BisectBatchOnFunctionError and OnFailure are settings of the mapping, which it accepts.",
    basis: "documented",
    confirmed:
      "After the configured retries Lambda gives the batch up, tells the destination and goes on; bisecting splits a failed batch in two, which uses up no retries.",
    evidence: `${LAMBDA}/kinesis-on-failure-destination.html`,
  },
  {
    service: "lambda",
    ids: ["invoke/error"],
    does: "errorType is always Runtime.HandlerError.",
    why: "errorType is the name of the error that the function threw.",
    basis: "documented",
    confirmed: "The page's example throws a ReferenceError and gets this name as errorType.",
    evidence: `${LAMBDA}/nodejs-exceptions.html`,
  },
  {
    service: "lambda",
    ids: ["async/destination"],
    does: "The record of a failure counts 3 invocations, whatever MaximumRetryAttempts says.",
    why: "approximateInvokeCount counts the invocations: one, without retries.",
    basis: "documented",
    confirmed:
      "The example's event failed three attempts and counts 3; there are two retries unless MaximumRetryAttempts, 0 to 2, says otherwise.",
    evidence: `${LAMBDA}/invocation-async-retain-records.html`,
    sources: [`${LAMBDA}/invocation-async-error-handling.html`],
  },
  {
    service: "events",
    ids: ["bad-detail"],
    does: "An event whose detail is no JSON is taken.",
    why: "It is a failed entry, MalformedDetail.",
    basis: "documented",
    confirmed:
      "MalformedDetail, for JSON that is not valid, is among the error codes of an entry that cannot be retried.",
    evidence: "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html",
  },
  {
    service: "scheduler",
    ids: ["role"],
    does: "The permissions of a schedule's role are ignored.",
    why: "A schedule acts with its role.",
    basis: "documented",
    confirmed:
      "The target's role is what Scheduler uses when it invokes the target, so it needs a policy that permits the call.",
    evidence: "https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html#setting-up-execution-role",
  },
  {
    service: "scheduler",
    ids: ["time-zone"],
    does: "The time zone of a time is ignored.",
    why: "at(…) is read in ScheduleExpressionTimezone.",
    basis: "documented",
    confirmed: "A one-time schedule has a time, a date and the time zone in which they are read.",
    evidence: "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html",
  },
  {
    service: "firehose",
    ids: ["buffer"],
    does: "Every record is an object of its own at once.",
    why: "Records are buffered into one object.",
    basis: "documented",
    confirmed:
      "Records are concatenated by the stream's buffering settings and delivered as one object, without delimiters.",
    evidence: `${FIREHOSE}/basic-deliver.html`,
  },
  {
    service: "firehose",
    ids: ["gzip"],
    does: "Objects are not compressed.",
    why: "They are, and named so.",
    basis: "documented",
    confirmed: "With compression Firehose appends an extension to the key: .gz for GZIP.",
    evidence: `${FIREHOSE}/s3-object-name.html`,
  },
  {
    service: "firehose",
    ids: ["dynamic-partitioning"],
    does: "A prefix with partition keys ends in the hour.",
    why: "It is used as it is.",
    basis: "documented",
    confirmed:
      "A custom prefix, with partitionKeyFromQuery among its namespaces, takes the place of the default, the hour.",
    evidence: `${FIREHOSE}/s3-prefixes.html`,
  },
  {
    service: "apigateway",
    ids: ["answer/2", "payload/body"],
    does: "A plain object is formatted anew, and cookies are missing.",
    why: "The answer is the function's JSON; payload 2.0 has cookies.",
    basis: "documented",
    confirmed:
      "Without a statusCode the body is the function's response; format 2.0 has a field for the request's cookies.",
    evidence: `${HTTP_API}/http-api-develop-integrations-lambda.html`,
  },
  {
    service: "apigateway",
    ids: ["error/permission"],
    does: "The function's policy is not asked.",
    why: "API Gateway needs permission to invoke the function.",
    basis: "documented",
    confirmed:
      "The page's example of an Internal Server Error is an API without the permission to invoke its function.",
    evidence: `${HTTP_API}/http-api-troubleshooting-lambda.html`,
  },
  {
    service: "apigateway",
    ids: ["error/throws"],
    does: "A function that throws is 502, with the error as body.",
    why: "An HTTP API answers 500 and says nothing of the error.",
    basis: "reported",
    confirmed:
      "Lambda's guide says that nothing of the error is told and that the status is 502, without a word on HTTP APIs; logs of HTTP APIs have 500.",
    evidence: `${LAMBDA}/services-apigateway-errors.html`,
    sources: [
      "https://github.com/theam/aws-lambda-haskell-runtime/issues/105",
      "https://github.com/denoland/deno_registry2/issues/87",
    ],
  },
];

const ministackIam: readonly Row[] = [
  {
    service: "iam",
    ids: ["identity-policies/59"],
    does: "A star does not cover a newline.",
    why: "A star is any combination of characters.",
    basis: "documented",
    confirmed: "An asterisk stands for any combination of characters, of which none is excepted.",
    evidence: `${IAM}/reference_policies_elements_resource.html`,
  },
  {
    service: "iam",
    ids: [
      "policy-variables/05",
      "policy-variables/14",
      "policy-variables/16",
      "policy-variables/17",
      "policy-variables/18",
      "policy-variables/22",
    ],
    does: "Variables are known for a few keys only, and the escapes of *, ? and $ not at all.",
    why: "Any single-valued key of the request context is a variable; ${*}, ${?} and ${$} are the characters.",
    basis: "documented",
    confirmed:
      "Variables stand for keys of the request context, in resources and in conditions on strings and ARNs; the page lists the three special characters.",
    evidence: `${IAM}/reference_policies_variables.html`,
  },
  {
    service: "iam",
    ids: ["resource-policies/20"],
    does: "A role is matched without its path.",
    why: "A principal is named by its whole ARN.",
    basis: "documented",
    confirmed:
      "A principal's name or ARN cannot be matched in part, and a path is part of a role's ARN. AWS would not even save a policy that names a role which is not there.",
    evidence: `${IAM}/reference_policies_elements_principal.html`,
    sources: [`${IAM}/reference_identifiers.html#identifiers-arns`],
  },
  {
    service: "iam",
    ids: ["resource-policies/22", "resource-policies/23", "trust-policies/22"],
    does: "aws:PrincipalArn is the session's.",
    why: "aws:PrincipalArn of a session is its role's ARN.",
    basis: "documented",
    confirmed: "With this key a session is given permissions by the ARN of the role that was assumed, not by its own.",
    evidence: `${IAM}/reference_policies_elements_principal.html#principal-roles`,
  },
  {
    service: "iam",
    ids: ["resource-policies/30"],
    does: "NotPrincipal in a queue's deny is ignored.",
    why: "It denies everybody but those listed.",
    basis: "documented",
    confirmed:
      "A deny with NotPrincipal denies all but the principals listed. Of lists without the account or the session the page says only that they might deny: these cases are not held.",
    evidence: `${IAM}/reference_policies_elements_notprincipal.html`,
  },
  {
    service: "iam",
    ids: ["key-policies/16", "key-policies/17", "key-policies/19"],
    does: "Keys of other accounts are not found.",
    why: "A key's ARN names its account; the key policy and the caller's policies decide.",
    basis: "documented",
    confirmed:
      "The key policy says which other account, role or user can use the key, a policy of that account which do; neither alone is enough.",
    evidence: `${KMS}/key-policy-modifying-external-accounts.html`,
  },
  {
    service: "iam",
    ids: ["key-policies/23"],
    does: "kms:EncryptionContext:<key> is no condition key.",
    why: "It is one for each pair of the encryption context.",
    basis: "documented",
    confirmed: "The condition key kms:EncryptionContext:context-key can require a particular encryption context.",
    evidence: `${KMS}/conditions-kms.html#conditions-kms-encryption-context`,
  },
  {
    service: "iam",
    ids: ["trust-policies/01"],
    does: "A role that trust names needs an identity policy too.",
    why: "Within an account a trust policy that names the principal is enough.",
    basis: "documented",
    confirmed:
      "For a role of the same account one can either give the caller a policy or name the caller in the role's trust policy.",
    evidence: "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html",
  },
];

function rows(peer: TargetName, list: readonly Row[]): Difference[] {
  return list.map(({ service, ids, sources = [], ...row }) => ({
    ...row,
    peer,
    behaviours: ids.map((id) => `${service}/${id}`),
    sources,
  }));
}

/**
 * Every difference, by peer (MiniStack 1.5.33, DynamoDB Local 2.6.0). A failure that is not here fails the run, and so does
 * an entry that is no longer needed.
 */
export const differences: readonly Difference[] = [
  ...rows("dynamodb-local", dynamodbLocal),
  ...rows("ministack", [...ministackDynamodb, ...ministack, ...ministackIam]),
  ...cloudfrontDifferences,
  ...mediaDifferences,
];
