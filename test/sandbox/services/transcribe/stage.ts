import {
  GetTranscriptionJobCommand,
  StartTranscriptionJobCommand,
  TranscribeClient,
  type StartTranscriptionJobRequest,
  type TranscriptionJob,
} from "@aws-sdk/client-transcribe";
import { makeMedia, type MediaSample } from "../../../../samples/media";
import type { Principal } from "../../../../sandbox/iam";
import { clientFor } from "../../../../sandbox/kernel/client";
import { Cloud } from "../../../../sandbox/kernel/cloud";
import type { AwsError } from "../../../../sandbox/kernel/errors";
import type { Fault } from "../../../../sandbox/world/faults";
import { World } from "../../../../sandbox/world/world";
import { createResource } from "../../../support/resource";

export const account = "222222222222";
export const here = { account, region: "ap-south-1" };
export const start = Date.UTC(2026, 10, 2);

export const hindi = { language: "hi-IN", text: "नमस्ते दोस्तों, आज बारिश हुई। चाय गरम है।" } as const;

/** The transcript's file, as far as tests look into it. */
export interface File {
  readonly jobName: string;
  readonly accountId: string;
  readonly status: string;
  readonly sandbox: object;
  readonly results: {
    readonly transcripts: readonly { readonly transcript: string }[];
    readonly items: readonly Item[];
    readonly audio_segments: readonly (Item & { readonly transcript: string; readonly items: readonly number[] })[];
    readonly language_code?: string;
    readonly language_identification?: readonly { readonly code: string; readonly score: string }[];
    readonly language_codes?: readonly { readonly language_code: string; readonly duration_in_seconds: number }[];
    readonly speaker_labels?: { readonly speakers: number; readonly segments: readonly Item[] };
    readonly channel_labels?: {
      readonly number_of_channels: number;
      readonly channels: readonly { readonly items: object[] }[];
    };
  };
}

export interface Item {
  readonly id: number;
  readonly type: string;
  readonly start_time?: string;
  readonly end_time?: string;
  readonly speaker_label?: string;
  readonly channel_label?: string;
  readonly language_code?: string;
  readonly alternatives: readonly { readonly content: string; readonly confidence: string }[];
}

/** Two buckets, `media` and `out`, and Transcribe, in a world of their own. */
export class Stage {
  readonly world: World;
  readonly cloud: Cloud;
  readonly root: Principal = { kind: "root", account };

  constructor(faults: readonly Fault[] = [], seed = 3) {
    this.world = new World({ seed, start, faults: { faults } });
    this.cloud = new Cloud(this.world);
    this.world.open();
  }

  async build(): Promise<this> {
    for (const bucket of ["media", "out"]) await this.create("aws:s3/bucket:Bucket", bucket, { bucket });
    return this;
  }

  create<O extends object = { readonly arn: string }>(type: string, name: string, inputs: Record<string, unknown>) {
    return createResource<O>(this.cloud, type, name, inputs, here);
  }

  s3<O = Record<string, unknown>>(operation: string, input: object): Promise<O> {
    return this.cloud.call<O>({ principal: this.root, place: here, service: "s3", operation, input });
  }

  async put(key: string, sample: MediaSample | Uint8Array): Promise<void> {
    const Body = sample instanceof Uint8Array ? sample : makeMedia(sample);
    await this.s3("PutObject", { Bucket: "media", Key: key, Body });
  }

  /** A role with statements; its session can start jobs. */
  async role(name: string, Statement: readonly object[], trusted: object = { AWS: `arn:aws:iam::${account}:root` }) {
    const trust = { Statement: [{ Effect: "Allow", Principal: trusted, Action: "sts:AssumeRole" }] };
    const assumeRolePolicy = JSON.stringify({ Version: "2012-10-17", ...trust });
    const { arn } = await this.create("aws:iam/role:Role", name, { name, assumeRolePolicy });
    const policy = JSON.stringify({ Version: "2012-10-17", Statement });
    await this.create("aws:iam/rolePolicy:RolePolicy", `${name}-policy`, { role: name, name, policy });
    const sessionArn = `arn:aws:sts::${account}:assumed-role/${name}/test`;
    return { kind: "role", account, roleArn: arn, sessionArn, sessionName: "test" } as const;
  }

  client(principal: Principal = this.root): TranscribeClient {
    return clientFor(this.cloud, TranscribeClient, "transcribe", { principal, account }, here.region);
  }

  async start(more: Partial<StartTranscriptionJobRequest> & { readonly key?: string } = {}, principal?: Principal) {
    const { key = "talk.mp4", ...rest } = more;
    const { TranscriptionJob } = await this.client(principal).send(
      new StartTranscriptionJobCommand({
        TranscriptionJobName: "job",
        Media: { MediaFileUri: `s3://media/${key}` },
        OutputBucketName: "out",
        ...(rest.IdentifyLanguage || rest.IdentifyMultipleLanguages ? {} : { LanguageCode: "hi-IN" }),
        ...rest,
      }),
    );
    return TranscriptionJob as TranscriptionJob;
  }

  async get(TranscriptionJobName = "job"): Promise<TranscriptionJob> {
    const answer = await this.client().send(new GetTranscriptionJobCommand({ TranscriptionJobName }));
    return answer.TranscriptionJob as TranscriptionJob;
  }

  /** Starts a job over a sample and lets it come to its end. */
  async run(sample: MediaSample | Uint8Array, more: Parameters<Stage["start"]>[0] = {}): Promise<TranscriptionJob> {
    await this.put("talk.mp4", sample);
    await this.start(more);
    await this.world.runFor(3_600_000);
    return this.get(more.TranscriptionJobName);
  }

  async text(key: string): Promise<string> {
    const { Body } = await this.s3<{ Body: Buffer }>("GetObject", { Bucket: "out", Key: key });
    return Body.toString("utf8");
  }

  async file(key = "job.json"): Promise<File> {
    return JSON.parse(await this.text(key)) as File;
  }

  async keys(): Promise<string[]> {
    const { Contents } = await this.s3<{ Contents: { Key: string }[] }>("ListObjectsV2", { Bucket: "out" });
    return Contents.map(({ Key }) => Key);
  }
}

/** What a call is refused with: `Name: message`. @throws when it succeeds */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    const { name, message, Message } = error as AwsError & { readonly Message?: string };
    return `${name}: ${Message ?? message}`;
  }
  throw new Error("The call succeeded.");
}

export function wordsOf({ results }: File): string[] {
  return results.items
    .filter(({ type }) => type === "pronunciation")
    .map(({ alternatives }) => alternatives[0]?.content ?? "");
}
