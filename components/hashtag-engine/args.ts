import type * as pulumi from "@pulumi/pulumi";
import {
  type Bucket,
  type EncryptionKey,
  type FunctionLayer,
  type LogRetentionDays,
  type Place,
  type Stream,
  type Table,
} from "../shared";
import type { TopicsArgs } from "./topics";

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
  /** Transcripts, below `transcripts/`. */
  readonly curated: Bucket;
  /** Whether event sources and schedules are on; a standby only keeps its stores. */
  readonly active: boolean;
  /** Where trends, tags and search are read; without it, votes, trends and the index of words are not kept either. */
  readonly topics?: TopicsArgs;
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
