import type {
  DescribeDeliveryStreamInput,
  ListDeliveryStreamsInput,
  PutRecordBatchInput,
  PutRecordInput,
} from "@aws-sdk/client-firehose";
import { formatArn, type Place } from "../../kernel/arn";
import type { Cloud } from "../../kernel/cloud";
import { AwsError } from "../../kernel/errors";
import {
  operation,
  resourceModel,
  type CallContext,
  type Operation,
  type ResourceModel,
  type ResourceStatus,
  type Service,
} from "../../kernel/service";
import { DeliveryStream } from "./delivery-stream";
import { settingsOf, streamInputs } from "./settings";

const largestRecord = 1000 * 1024;

interface Target {
  readonly DeliveryStreamName?: string | undefined;
}

/** Amazon Data Firehose: delivery to S3 from a Kinesis stream or from direct puts, with transformation and partitioning. */
export class FirehoseService implements Service {
  readonly name = "firehose";
  readonly sdk = "@aws-sdk/client-firehose";
  readonly throttling = { code: "ServiceUnavailableException", statusCode: 503 };
  readonly operations: Readonly<Record<string, Operation>>;
  readonly resources: Readonly<Record<string, ResourceModel>>;
  private readonly streams = new Map<string, DeliveryStream>();

  constructor(private readonly cloud: Cloud) {
    this.operations = this.makeOperations();
    this.resources = { "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": this.streamResource() };
  }

  /** Records in sources and buffers that are neither delivered, dropped nor written as errors. */
  inFlight(): number {
    return [...this.streams.values()].reduce((sum, stream) => sum + stream.inFlight(), 0);
  }

  status(): Readonly<Record<string, ResourceStatus>> {
    const streams = [...this.streams].map(
      ([arn, stream]) => [arn, { waiting: stream.inFlight(), ...stream.counts }] as const,
    );
    return Object.fromEntries(streams);
  }

  summary(): unknown {
    const streams = [...this.streams].map(([arn, { counts }]) => [arn, { ...counts }] as const);
    return { deliveryStreams: Object.fromEntries(streams.sort(([a], [b]) => (a < b ? -1 : 1))) };
  }

  private streamOf({ DeliveryStreamName = "" }: Target, place: Place): DeliveryStream {
    const stream = this.streams.get(arnOf(DeliveryStreamName, place));
    if (stream) return stream;
    throw new AwsError(
      "ResourceNotFoundException",
      `Firehose ${DeliveryStreamName} under account ${place.account} not found.`,
    );
  }

  private makeOperations(): Record<string, Operation> {
    const on =
      (action: string) =>
      (input: Target, { place }: CallContext) => ({
        action: `firehose:${action}`,
        resource: arnOf(input.DeliveryStreamName ?? "", place),
      });
    return {
      PutRecord: operation<PutRecordInput>(on("PutRecord"), (input, { place }) => ({
        RecordId: this.put(this.streamOf(input, place), [input.Record?.Data])[0],
        Encrypted: false,
      })),
      PutRecordBatch: operation<PutRecordBatchInput>(on("PutRecordBatch"), (input, { place }) => {
        const records = input.Records ?? [];
        if (records.length < 1 || records.length > 500)
          throw new AwsError("InvalidArgumentException", "Records must hold 1 to 500 records.");
        const ids = this.put(
          this.streamOf(input, place),
          records.map(({ Data }) => Data),
        );
        return { FailedPutCount: 0, Encrypted: false, RequestResponses: ids.map((RecordId) => ({ RecordId })) };
      }),
      DescribeDeliveryStream: operation<DescribeDeliveryStreamInput>(
        on("DescribeDeliveryStream"),
        (input, { place }) => ({
          DeliveryStreamDescription: describe(this.streamOf(input, place)),
        }),
      ),
      ListDeliveryStreams: operation<ListDeliveryStreamsInput>(
        () => ({ action: "firehose:ListDeliveryStreams", resource: "*" }),
        (input, { place }) => {
          const names = [...this.streams.values()]
            .filter((stream) => stream.place.account === place.account && stream.place.region === place.region)
            .map(({ name }) => name)
            .filter((name) => name > (input.ExclusiveStartDeliveryStreamName ?? ""))
            .sort();
          const page = names.slice(0, input.Limit ?? 10);
          return { DeliveryStreamNames: page, HasMoreDeliveryStreams: page.length < names.length };
        },
      ),
    };
  }

  private put(stream: DeliveryStream, datas: readonly (Uint8Array | undefined)[]): string[] {
    if (stream.settings.source) {
      throw new AwsError(
        "InvalidArgumentException",
        "This operation is not permitted on KinesisStreamAsSource delivery stream type.",
      );
    }
    const arrival = this.cloud.world.now();
    const records = datas.map((data) => {
      if ((data?.length ?? 0) > largestRecord)
        throw new AwsError("InvalidArgumentException", "A record takes at most 1,000 KiB.");
      return { id: stream.random.hex(56), data: Buffer.from(data ?? []), arrival };
    });
    stream.accept(records);
    return records.map(({ id }) => id);
  }

  private streamResource(): ResourceModel {
    return resourceModel({
      inputs: streamInputs,
      outputs: ({ inputs, physicalName, place }) => {
        const name = inputs.name ?? physicalName;
        if (!/^[a-zA-Z0-9_.-]{1,64}$/.test(name))
          throw new AwsError("InvalidArgumentException", `"${name}" is no name of a delivery stream.`);
        settingsOf(inputs);
        const arn = arnOf(name, place);
        return {
          id: arn,
          arn,
          name,
          destinationId: "destinationId-000000000001",
          versionId: "1",
          region: place.region,
        };
      },
      create: ({ inputs, outputs, place }) => {
        if (this.streams.has(outputs.arn))
          throw new AwsError("ResourceInUseException", `Firehose ${outputs.name} already exists.`);
        const { cloud } = this;
        const created = cloud.world.now();
        this.streams.set(
          outputs.arn,
          new DeliveryStream(cloud, outputs.name, outputs.arn, place, settingsOf(inputs), created),
        );
      },
    });
  }
}

function arnOf(name: string, place: Place): string {
  return formatArn({ service: "firehose", ...place, resource: `deliverystream/${name}` });
}

function describe(stream: DeliveryStream): object {
  const { settings } = stream;
  const s3 = {
    RoleARN: settings.roleArn,
    BucketARN: `arn:aws:s3:::${settings.bucket}`,
    BufferingHints: {
      SizeInMBs: settings.bufferSize / (1024 * 1024),
      IntervalInSeconds: settings.bufferInterval / 1000,
    },
    CompressionFormat: settings.gzip ? "GZIP" : "UNCOMPRESSED",
    EncryptionConfiguration: settings.kmsKeyArn
      ? { KMSEncryptionConfig: { AWSKMSKeyARN: settings.kmsKeyArn } }
      : { NoEncryptionConfig: "NoEncryption" },
  };
  return {
    DeliveryStreamName: stream.name,
    DeliveryStreamARN: stream.arn,
    DeliveryStreamStatus: "ACTIVE",
    DeliveryStreamType: settings.source ? "KinesisStreamAsSource" : "DirectPut",
    VersionId: "1",
    CreateTimestamp: new Date(stream.created),
    HasMoreDestinations: false,
    Destinations: [
      {
        DestinationId: "destinationId-000000000001",
        ExtendedS3DestinationDescription: { ...s3, Prefix: settings.prefix, ErrorOutputPrefix: settings.errorPrefix },
      },
    ],
  };
}

export function create(cloud: Cloud): FirehoseService {
  return new FirehoseService(cloud);
}
