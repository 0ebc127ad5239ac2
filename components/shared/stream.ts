import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { type EncryptionKey } from "./encryption-key";
import { type Action, type Grant, grant, requireService } from "./grants";
import { resourceName } from "./names";
import { type Place, arnOf } from "./place";
import { type Signal, countAbove } from "./signal";

/** Arguments of {@link Stream}. */
export interface StreamArgs {
  readonly place: Place;
  readonly key: EncryptionKey;
  /** How long records can be read again, 24 to 8,760 h. */
  readonly retentionHours: number;
}

/** An on-demand Kinesis stream under a customer-managed key. */
export class Stream extends pulumi.ComponentResource {
  readonly stream: aws.kinesis.Stream;
  readonly name: pulumi.Output<string>;
  /** Known in previews, for the program gives the name, and still depends on the stream. */
  readonly arn: pulumi.Output<string>;
  readonly signals: readonly Signal[];
  readonly #key: EncryptionKey;

  constructor(name: string, args: StreamArgs, opts?: pulumi.ComponentResourceOptions) {
    super("huut:shared:Stream", name, {}, opts);
    this.#key = args.key;
    this.stream = new aws.kinesis.Stream(
      name,
      {
        name: resourceName(args.place, name, "stream"),
        streamModeDetails: { streamMode: "ON_DEMAND" },
        retentionPeriod: args.retentionHours,
        encryptionType: "KMS",
        kmsKeyId: args.key.arn,
      },
      { parent: this },
    );
    this.name = this.stream.name;
    this.arn = this.stream.name.apply((stream) => arnOf(args.place, "kinesis", `stream/${stream}`));
    this.signals = [
      countAbove({
        name: `${name}-write-throttled`,
        namespace: "AWS/Kinesis",
        metric: "WriteProvisionedThroughputExceeded",
        dimensions: { StreamName: this.stream.name },
        severity: "ticket",
        runbook: "stream-lag.md",
        why: "Changes are refused by the stream; their sender tries again, and falls behind.",
      }),
    ];
    this.registerOutputs({ name: this.name, arn: this.arn });
  }

  /** Grants operations on the stream, and the use of its key that they imply. */
  grant(...actions: Action[]): Grant[] {
    requireService("kinesis", "A stream", actions);
    return [grant(actions, [this.arn]), ...this.#key.grantFor("kinesis", actions)];
  }

  /** What Firehose needs that reads the stream. */
  consume(): Grant[] {
    return this.grant("kinesis:DescribeStream", "kinesis:GetShardIterator", "kinesis:GetRecords", "kinesis:ListShards");
  }

  /** What an event-source mapping needs to read the stream with its function's role. */
  poll(): Grant[] {
    return this.grant(
      "kinesis:DescribeStream",
      "kinesis:DescribeStreamSummary",
      "kinesis:GetShardIterator",
      "kinesis:GetRecords",
      "kinesis:ListShards",
    );
  }
}
