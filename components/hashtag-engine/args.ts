import type * as pulumi from "@pulumi/pulumi";
import {
  type Bucket,
  type Catalog,
  type EncryptionKey,
  type FunctionLayer,
  type HttpFront,
  type LogRetentionDays,
  type Place,
  type Stream,
  type Table,
} from "../shared";

/** Arguments of {@link HashtagEngine}. */
export interface HashtagEngineArgs {
  readonly place: Place;
  readonly key: EncryptionKey;
  readonly layer: FunctionLayer;
  /** Changes of the tables `posts` and `captions`, among others. */
  readonly changes: Stream;
  readonly posts: Table;
  /** The index of `posts` by `userId` and `createdAt`, with whole items: an author's earlier posts. */
  readonly postsByUser: string;
  /** Items of recordings, which say when a transcript is there, and captions by language. */
  readonly captions: Table;
  /** Transcripts, below `transcripts/`, and exported tags, below `hashtags/`. */
  readonly curated: Bucket;
  /** Captions that are too long for their items, below `captions/`. */
  readonly published: Bucket;
  /** The API that the routes hang on. */
  readonly front: HttpFront;
  /** The lake's database, for the tables of exported tags. */
  readonly catalog: Catalog;
  /** Whether event sources and schedules are on; a standby only keeps its stores. */
  readonly active: boolean;
  readonly protect: boolean;
  readonly logRetentionDays: LogRetentionDays;
}

/** What a part of the component is given. */
export interface HashtagPart {
  readonly args: HashtagEngineArgs;
  readonly parent: pulumi.Resource;
}

/** A function's settings that are the same for all of the component's. */
export function functionArgs({ args: { place, layer, key, logRetentionDays } }: HashtagPart) {
  return { place, layer, key, logRetentionDays };
}
