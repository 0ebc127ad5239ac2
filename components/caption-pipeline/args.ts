import type * as pulumi from "@pulumi/pulumi";
import {
  type Bucket,
  type EncryptionKey,
  type FunctionLayer,
  type HttpFront,
  type LogRetentionDays,
  type Place,
  type Stream,
  type Table,
} from "../shared";

/** Where the recordings of posts lie, and how they are read. */
export interface MediaSource {
  /** The application's bucket. */
  readonly bucket: string;
  /** The role of the application's account that may read `audio/` and `video/` of it. */
  readonly readerArn: pulumi.Input<string>;
  /** What the role wants to hear from whoever assumes it. */
  readonly externalId: string;
}

/** What may be spent a UTC day; work beyond it waits for the next one. */
export interface DailyLimits {
  /** Minutes of media that are transcribed. */
  readonly transcribeMinutes: number;
  /** Characters that are translated, those of the cache not counted. */
  readonly translateCharacters: number;
}

/** Arguments of {@link CaptionPipeline}. */
export interface CaptionPipelineArgs {
  readonly place: Place;
  readonly key: EncryptionKey;
  readonly layer: FunctionLayer;
  /** Changes of the table `posts`, among others. */
  readonly changes: Stream;
  readonly posts: Table;
  readonly media: MediaSource;
  /** Staged media below `staging/`, and what Transcribe writes below `transcribe/`. */
  readonly raw: Bucket;
  /** Transcripts, below `transcripts/`. */
  readonly curated: Bucket;
  /** Caption files, below `captions/`. */
  readonly published: Bucket;
  /** Where `published` is read by everybody: an https URL without a slash at its end. Absent: through the API only. */
  readonly publicUrl?: pulumi.Input<string>;
  /** The API that the routes of captions hang on. */
  readonly front: HttpFront;
  /** Languages that every transcript is translated into at once, ISO 639; every other one on its first request. */
  readonly eagerLanguages: readonly string[];
  /** Languages to identify the spoken one among where a post states none, ISO 639; two or more. */
  readonly spokenLanguages: readonly string[];
  readonly daily: DailyLimits;
  /** Whether event sources and schedules are on; a standby only keeps its stores. */
  readonly active: boolean;
  readonly protect: boolean;
  readonly logRetentionDays: LogRetentionDays;
}

/** What a part of the component is given. */
export interface CaptionPart {
  readonly args: CaptionPipelineArgs;
  readonly parent: pulumi.Resource;
}

/** A function's settings that are the same for all of the component's. */
export function functionArgs({ args: { place, layer, key, logRetentionDays } }: CaptionPart) {
  return { place, layer, key, logRetentionDays };
}
