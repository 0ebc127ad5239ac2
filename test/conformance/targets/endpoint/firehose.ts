import {
  CreateDeliveryStreamCommand,
  DeleteDeliveryStreamCommand,
  DescribeDeliveryStreamCommand,
  FirehoseClient,
  type CompressionFormat,
  type ProcessorParameterName,
  type ProcessorType,
} from "@aws-sdk/client-firehose";
import { settled, type Creators } from "./creator";

interface StreamInputs {
  readonly name: string;
  readonly extendedS3Configuration: {
    readonly bucketArn: string;
    readonly roleArn: string;
    readonly prefix?: string;
    readonly errorOutputPrefix?: string;
    readonly bufferingSize?: number;
    readonly bufferingInterval?: number;
    readonly compressionFormat?: CompressionFormat;
    readonly dynamicPartitioningConfiguration?: { readonly enabled: boolean };
    readonly processingConfiguration?: {
      readonly enabled: boolean;
      readonly processors: readonly {
        readonly type: ProcessorType;
        readonly parameters?: readonly { readonly parameterName: string; readonly parameterValue: string }[];
      }[];
    };
  };
}

export const firehose: Creators = {
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": async (inputs: StreamInputs, making) => {
    const client = making.client(FirehoseClient);
    const DeliveryStreamName = inputs.name;
    const s3 = inputs.extendedS3Configuration;
    const processing = s3.processingConfiguration;
    const { DeliveryStreamARN } = await client.send(
      new CreateDeliveryStreamCommand({
        DeliveryStreamName,
        DeliveryStreamType: "DirectPut",
        ExtendedS3DestinationConfiguration: {
          BucketARN: s3.bucketArn,
          RoleARN: s3.roleArn,
          Prefix: s3.prefix,
          ErrorOutputPrefix: s3.errorOutputPrefix,
          BufferingHints: { SizeInMBs: s3.bufferingSize, IntervalInSeconds: s3.bufferingInterval },
          CompressionFormat: s3.compressionFormat,
          ...(s3.dynamicPartitioningConfiguration && {
            DynamicPartitioningConfiguration: { Enabled: s3.dynamicPartitioningConfiguration.enabled },
          }),
          ...(processing && {
            ProcessingConfiguration: {
              Enabled: processing.enabled,
              Processors: processing.processors.map(({ type, parameters = [] }) => ({
                Type: type,
                Parameters: parameters.map(({ parameterName, parameterValue }) => ({
                  ParameterName: parameterName as ProcessorParameterName,
                  ParameterValue: parameterValue,
                })),
              })),
            },
          }),
        },
      }),
    );
    making.undo(() => client.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName })));
    await settled(async () => {
      const asked = await client.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName }));
      return asked.DeliveryStreamDescription?.DeliveryStreamStatus === "ACTIVE";
    });
    return { id: DeliveryStreamARN as string, arn: DeliveryStreamARN, name: DeliveryStreamName };
  },
};
