import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeStreamSummaryCommand,
  KinesisClient,
} from "@aws-sdk/client-kinesis";
import { settled, type Creators } from "./creator";

export const kinesis: Creators = {
  "aws:kinesis/stream:Stream": async (inputs: { name: string; shardCount?: number }, making) => {
    const client = making.client(KinesisClient);
    const StreamName = inputs.name;
    const mode = inputs.shardCount
      ? { ShardCount: inputs.shardCount }
      : { StreamModeDetails: { StreamMode: "ON_DEMAND" as const } };
    await client.send(new CreateStreamCommand({ StreamName, ...mode }));
    making.undo(() => client.send(new DeleteStreamCommand({ StreamName })));
    let arn: string | undefined;
    await settled(async () => {
      const asked = await client.send(new DescribeStreamSummaryCommand({ StreamName }));
      arn = asked.StreamDescriptionSummary?.StreamARN;
      return asked.StreamDescriptionSummary?.StreamStatus === "ACTIVE";
    });
    return { id: arn as unknown as string, arn, name: StreamName };
  },
};
