import type { StartQueryExecutionInput } from "@aws-sdk/client-athena";
import { Actor, parseS3Url } from "../../kernel/actor";
import { AccessDenied, AwsError, Unsupported } from "../../kernel/errors";
import type { CallContext } from "../../kernel/service";
import type { AthenaService } from ".";
import type { Execution } from "./execution";
import { QueryError } from "./query";
import { isEnforced, type ResultSettings, type Workgroup } from "./workgroups";

/** Starts a query, or answers the execution that the same token has started. */
export async function startQuery(service: AthenaService, input: StartQueryExecutionInput, context: CallContext) {
  const { place, principal, world } = context;
  refuseUnmodelled(input, context);
  const workgroup = service.workgroups.get(input.WorkGroup, place);
  if (workgroup.inputs.state === "DISABLED") throw invalid(`WorkGroup ${workgroup.name} is disabled.`);
  const query = input.QueryString ?? "";
  if (query.trim() === "") throw invalid("QueryString must not be empty");
  const known = alreadyStarted(service, input, workgroup);
  if (known !== undefined) return { QueryExecutionId: known };
  const execution: Execution = {
    id: service.executions.newId(),
    query,
    parameters: input.ExecutionParameters ?? [],
    database: (input.QueryExecutionContext?.Database ?? "default").toLowerCase(),
    workgroup,
    results: resultSettings(workgroup, input),
    caller: { principal, place },
    submitted: world.now(),
    state: "QUEUED",
    sequence: 0,
    reason: undefined,
    started: undefined,
    completed: undefined,
    bytesScanned: 0,
    columns: [],
  };
  // The token holds from here on: a second request that comes while the first is checked is the same one.
  remember(service, input, workgroup, execution.id);
  try {
    await checkOutput(execution, context);
    await checkQuery(service, execution);
  } catch (error) {
    service.tokens.delete(tokenKey(input, workgroup));
    throw error;
  }
  service.executions.submit(execution);
  return { QueryExecutionId: execution.id };
}

function refuseUnmodelled(input: StartQueryExecutionInput, { world }: CallContext): void {
  const { Catalog } = input.QueryExecutionContext ?? {};
  const what =
    (Catalog !== undefined && Catalog.toLowerCase() !== "awsdatacatalog" && `Athena's data catalog "${Catalog}"`) ||
    (input.ResultReuseConfiguration?.ResultReuseByAgeConfiguration?.Enabled && "the reuse of results in Athena");
  if (!what) return;
  const error = new Unsupported(what);
  world.fail(error);
  throw error;
}

/** https://docs.aws.amazon.com/athena/latest/APIReference/API_StartQueryExecution.html: tokens have 32 to 128 characters. */
function alreadyStarted(
  service: AthenaService,
  input: StartQueryExecutionInput,
  workgroup: Workgroup,
): string | undefined {
  const { ClientRequestToken: token } = input;
  if (token === undefined) return undefined;
  if (token.length < 32 || token.length > 128)
    throw invalid("ClientRequestToken must have a length of at least 32 and at most 128");
  const known = service.tokens.get(tokenKey(input, workgroup));
  if (known && known.request !== requestText(input)) throw invalid("Idempotent parameters do not match");
  return known?.id;
}

function remember(service: AthenaService, input: StartQueryExecutionInput, workgroup: Workgroup, id: string): void {
  if (input.ClientRequestToken === undefined) return;
  service.tokens.set(tokenKey(input, workgroup), { id, request: requestText(input) });
}

function tokenKey({ ClientRequestToken }: StartQueryExecutionInput, { place }: Workgroup): string {
  return `${place.account}/${place.region}/${ClientRequestToken}`;
}

function requestText({ QueryString, QueryExecutionContext, WorkGroup, ExecutionParameters }: StartQueryExecutionInput) {
  return JSON.stringify([QueryString, QueryExecutionContext?.Database, WorkGroup, ExecutionParameters]);
}

function resultSettings(
  workgroup: Workgroup,
  { ResultConfiguration: asked }: StartQueryExecutionInput,
): ResultSettings {
  const own = workgroup.inputs.configuration?.resultConfiguration;
  const fromRequest = isEnforced(workgroup) ? undefined : asked;
  const location = fromRequest?.OutputLocation ?? own?.outputLocation;
  if (location === undefined) {
    throw invalid(
      "No output location provided. An output location is required either through the Workgroup result configuration " +
        "setting or as an API input.",
    );
  }
  const requested = fromRequest?.EncryptionConfiguration;
  if (requested?.EncryptionOption === "CSE_KMS") throw new Unsupported("client-side encryption of Athena's results");
  const option = requested?.EncryptionOption ?? own?.encryptionConfiguration?.encryptionOption;
  const keyArn = requested?.KmsKey ?? own?.encryptionConfiguration?.kmsKeyArn;
  return { location, ...(option && { encryption: { option, keyArn } }) };
}

/** Athena looks for the bucket of the results before it takes a query. */
async function checkOutput({ results }: Execution, { cloud, principal, place }: CallContext): Promise<void> {
  const { bucket } = parseS3Url(results.location);
  const actor = new Actor(cloud, { principal, place, via: "athena.amazonaws.com" });
  try {
    await actor.call("s3", "GetBucketLocation", { Bucket: bucket });
  } catch (error) {
    if (error instanceof AccessDenied || (error instanceof AwsError && error.code === "NoSuchBucket"))
      throw invalid(`Unable to verify/create output bucket ${bucket}`);
    throw error;
  }
}

async function checkQuery({ executions }: AthenaService, { query, parameters, database }: Execution): Promise<void> {
  try {
    await executions.check(query, parameters, database);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    throw new AwsError("InvalidRequestException", error.message.replace(/^SYNTAX_ERROR: /, ""), 400, {
      AthenaErrorCode: "MALFORMED_QUERY",
    });
  }
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidRequestException", message);
}
