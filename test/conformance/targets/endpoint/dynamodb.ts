import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeKinesisStreamingDestinationCommand,
  DescribeTableCommand,
  DynamoDBClient,
  EnableKinesisStreamingDestinationCommand,
  UpdateTimeToLiveCommand,
  type ApproximateCreationDateTimePrecision,
  type KeySchemaElement,
  type ProjectionType,
  type ScalarAttributeType,
} from "@aws-sdk/client-dynamodb";
import { settled, type Creators, type Making } from "./creator";

interface TableInputs {
  readonly name: string;
  readonly hashKey: string;
  readonly rangeKey?: string;
  readonly attributes: readonly { readonly name: string; readonly type: ScalarAttributeType }[];
  readonly globalSecondaryIndexes?: readonly {
    readonly name: string;
    readonly keySchemas: readonly { readonly attributeName: string; readonly keyType: "HASH" | "RANGE" }[];
    readonly projectionType: ProjectionType;
    readonly nonKeyAttributes?: readonly string[];
  }[];
  readonly ttl?: { readonly attributeName: string };
}

async function table(inputs: TableInputs, making: Making) {
  const client = making.client(DynamoDBClient);
  const key = (AttributeName: string, KeyType: "HASH" | "RANGE"): KeySchemaElement => ({ AttributeName, KeyType });
  const { TableDescription } = await client.send(
    new CreateTableCommand({
      TableName: inputs.name,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [key(inputs.hashKey, "HASH"), ...(inputs.rangeKey ? [key(inputs.rangeKey, "RANGE")] : [])],
      AttributeDefinitions: inputs.attributes.map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
      ...(inputs.globalSecondaryIndexes && {
        GlobalSecondaryIndexes: inputs.globalSecondaryIndexes.map((index) => ({
          IndexName: index.name,
          KeySchema: index.keySchemas.map(({ attributeName, keyType }) => key(attributeName, keyType)),
          Projection: {
            ProjectionType: index.projectionType,
            ...(index.nonKeyAttributes && { NonKeyAttributes: [...index.nonKeyAttributes] }),
          },
        })),
      }),
    }),
  );
  making.undo(() => client.send(new DeleteTableCommand({ TableName: inputs.name })));
  await settled(async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: inputs.name }));
    return Table?.TableStatus === "ACTIVE";
  });
  if (inputs.ttl) {
    const TimeToLiveSpecification = { AttributeName: inputs.ttl.attributeName, Enabled: true };
    await client.send(new UpdateTimeToLiveCommand({ TableName: inputs.name, TimeToLiveSpecification }));
  }
  return { id: inputs.name, name: inputs.name, arn: TableDescription?.TableArn };
}

interface StreamingInputs {
  readonly tableName: string;
  readonly streamArn: string;
  readonly approximateCreationDateTimePrecision?: ApproximateCreationDateTimePrecision;
}

async function streaming(inputs: StreamingInputs, making: Making) {
  const client = making.client(DynamoDBClient);
  const precision = inputs.approximateCreationDateTimePrecision;
  await client.send(
    new EnableKinesisStreamingDestinationCommand({
      TableName: inputs.tableName,
      StreamArn: inputs.streamArn,
      ...(precision && {
        EnableKinesisStreamingConfiguration: { ApproximateCreationDateTimePrecision: precision },
      }),
    }),
  );
  await settled(async () => {
    const asked = new DescribeKinesisStreamingDestinationCommand({ TableName: inputs.tableName });
    const { KinesisDataStreamDestinations: found } = await client.send(asked);
    return found?.[0]?.DestinationStatus === "ACTIVE";
  });
  return { id: `${inputs.tableName},${inputs.streamArn}` };
}

export const dynamodb: Creators = {
  "aws:dynamodb/table:Table": table,
  "aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination": streaming,
};
