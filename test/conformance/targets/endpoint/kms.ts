import { CreateKeyCommand, KMSClient, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import type { Creators } from "./creator";

export const kms: Creators = {
  "aws:kms/key:Key": async (
    { policy: Policy, description: Description }: { policy?: string; description?: string },
    making,
  ) => {
    const client = making.client(KMSClient);
    const { KeyMetadata } = await client.send(new CreateKeyCommand({ Policy, Description }));
    const KeyId = KeyMetadata?.KeyId as string;
    making.undo(() => client.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 })));
    return { id: KeyId, keyId: KeyId, arn: KeyMetadata?.Arn };
  },
};
