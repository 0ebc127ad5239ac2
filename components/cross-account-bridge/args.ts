import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type Bucket, type EncryptionKey, type FunctionLayer, type LogRetentionDays, type Place } from "../shared";

/** Arguments of {@link CrossAccountBridge}. The component's own provider is the data account's. */
export interface CrossAccountBridgeArgs {
  /** The data account: queue, function, tables. */
  readonly place: Place;
  /** The application account: topic, role that reads its media. In dev the same account. */
  readonly application: Place;
  readonly applicationProvider: aws.Provider;
  /** The application's bucket of media; the role reads `audio/` and `video/` of it. */
  readonly mediaBucket: string;
  /** The application's key for that bucket; absent when the bucket has none of its own. */
  readonly mediaKeyArn?: string;
  /** The data account's key; its policy admits the topic. */
  readonly key: EncryptionKey;
  readonly layer: FunctionLayer;
  /** Where quarantined messages go, below `quarantine/`. */
  readonly raw: Bucket;
  /** Whether events are processed here; a standby region only keeps them for 14 days. */
  readonly active: boolean;
  readonly protect: boolean;
  readonly logRetentionDays: LogRetentionDays;
}

/** What a part of the bridge in the data account is given. */
export interface BridgePart {
  readonly args: CrossAccountBridgeArgs;
  readonly parent: pulumi.Resource;
}
