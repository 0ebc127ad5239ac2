import {
  AddPermissionCommand,
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  GetEventSourceMappingCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
  type EventSourcePosition,
  type FunctionResponseType,
  type Runtime,
} from "@aws-sdk/client-lambda";
import { CloudWatchLogsClient, CreateLogGroupCommand, DeleteLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { asset } from "@pulumi/pulumi";
import { settled, type Creators, type Making } from "./creator";
import { zip } from "./zip";

interface FunctionInputs {
  readonly name: string;
  readonly role: string;
  readonly handler: string;
  readonly runtime: Runtime;
  readonly timeout?: number;
  readonly code: asset.AssetArchive;
  readonly environment?: { readonly variables: Record<string, string> };
}

/** A new role is not known everywhere at once: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html */
async function createWhenRoleIsKnown(client: LambdaClient, command: CreateFunctionCommand) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await client.send(command);
    } catch (error) {
      if (attempt === 15 || !/cannot be assumed by Lambda/.test((error as Error).message)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 2_000));
    }
  }
}

async function fn(inputs: FunctionInputs, making: Making) {
  const client = making.client(LambdaClient);
  const assets = (await inputs.code.assets) as Record<string, asset.StringAsset>;
  const files = await Promise.all(
    Object.entries(assets).map(async ([path, file]) => [path, Buffer.from(await file.text)] as const),
  );
  const command = new CreateFunctionCommand({
    FunctionName: inputs.name,
    Role: inputs.role,
    Handler: inputs.handler,
    Runtime: inputs.runtime,
    Code: { ZipFile: zip(Object.fromEntries(files)) },
    ...(inputs.timeout !== undefined && { Timeout: inputs.timeout }),
    ...(inputs.environment && { Environment: { Variables: inputs.environment.variables } }),
  });
  const { FunctionArn } = await createWhenRoleIsKnown(client, command);
  making.undo(() => client.send(new DeleteFunctionCommand({ FunctionName: inputs.name })));
  await settled(async () => {
    const got = await client.send(new GetFunctionConfigurationCommand({ FunctionName: inputs.name }));
    return got.State === undefined || got.State === "Active";
  });
  return { id: inputs.name, name: inputs.name, arn: FunctionArn, invokeArn: FunctionArn };
}

interface MappingInputs {
  readonly functionName: string;
  readonly eventSourceArn: string;
  readonly batchSize?: number;
  readonly functionResponseTypes?: FunctionResponseType[];
  readonly filterCriteria?: { readonly filters: readonly { readonly pattern: string }[] };
  readonly maximumBatchingWindowInSeconds?: number;
  readonly maximumRetryAttempts?: number;
  readonly bisectBatchOnFunctionError?: boolean;
  readonly startingPosition?: EventSourcePosition;
  readonly destinationConfig?: { readonly onFailure: { readonly destinationArn: string } };
}

async function mapping(inputs: MappingInputs, making: Making) {
  const client = making.client(LambdaClient);
  const { destinationConfig, filterCriteria } = inputs;
  const { UUID } = await client.send(
    new CreateEventSourceMappingCommand({
      FunctionName: inputs.functionName,
      EventSourceArn: inputs.eventSourceArn,
      BatchSize: inputs.batchSize,
      FunctionResponseTypes: inputs.functionResponseTypes,
      MaximumBatchingWindowInSeconds: inputs.maximumBatchingWindowInSeconds,
      MaximumRetryAttempts: inputs.maximumRetryAttempts,
      BisectBatchOnFunctionError: inputs.bisectBatchOnFunctionError,
      StartingPosition: inputs.startingPosition,
      ...(filterCriteria && {
        FilterCriteria: { Filters: filterCriteria.filters.map(({ pattern: Pattern }) => ({ Pattern })) },
      }),
      ...(destinationConfig && {
        DestinationConfig: { OnFailure: { Destination: destinationConfig.onFailure.destinationArn } },
      }),
    }),
  );
  making.undo(() => client.send(new DeleteEventSourceMappingCommand({ UUID })));
  await settled(async () => (await client.send(new GetEventSourceMappingCommand({ UUID }))).State === "Enabled");
  return { id: UUID as string, uuid: UUID };
}

interface InvokeConfigInputs {
  readonly functionName: string;
  readonly maximumRetryAttempts?: number;
  readonly destinationConfig?: Partial<Record<"onFailure" | "onSuccess", { readonly destination: string }>>;
}

async function invokeConfig(
  { functionName, maximumRetryAttempts, destinationConfig }: InvokeConfigInputs,
  making: Making,
) {
  const { onFailure, onSuccess } = destinationConfig ?? {};
  await making.client(LambdaClient).send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: functionName,
      MaximumRetryAttempts: maximumRetryAttempts,
      DestinationConfig: {
        ...(onFailure && { OnFailure: { Destination: onFailure.destination } }),
        ...(onSuccess && { OnSuccess: { Destination: onSuccess.destination } }),
      },
    }),
  );
  return { id: functionName };
}

export const lambda: Creators = {
  "aws:lambda/function:Function": fn,
  "aws:lambda/eventSourceMapping:EventSourceMapping": mapping,
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": invokeConfig,
  "aws:lambda/permission:Permission": async (
    inputs: Record<"function" | "action" | "principal" | "sourceArn", string>,
    making,
  ) => {
    const StatementId = "probe";
    await making.client(LambdaClient).send(
      new AddPermissionCommand({
        FunctionName: inputs.function,
        StatementId,
        Action: inputs.action,
        Principal: inputs.principal,
        SourceArn: inputs.sourceArn,
      }),
    );
    return { id: StatementId };
  },
  "aws:cloudwatch/logGroup:LogGroup": async ({ name: logGroupName }: { name: string }, making) => {
    const client = making.client(CloudWatchLogsClient);
    await client.send(new CreateLogGroupCommand({ logGroupName }));
    making.undo(() => client.send(new DeleteLogGroupCommand({ logGroupName })));
    return { id: logGroupName, name: logGroupName };
  },
};
