import type { LanguageCode } from "@aws-sdk/client-transcribe";
import type { SeenJob, Wanted } from "@huut/domain";
import { boundedCalls } from "../shared/bounded-calls";
import { isNamed } from "../shared/dynamo";

/** Starts are limited to 25 a second: what is throttled waits here rather than for the queue's long visibility timeout. */
const TRIES = 6;

export async function loadTranscribe() {
  const sdk = await import("@aws-sdk/client-transcribe");
  return { sdk, client: new sdk.TranscribeClient({ ...boundedCalls(), maxAttempts: TRIES }) };
}
export type Transcribe = Awaited<ReturnType<typeof loadTranscribe>>;

/** What a job is started with. */
export interface JobStart {
  readonly jobName: string;
  /** The platform's own, for media and output. */
  readonly bucket: string;
  readonly mediaKey: string;
  readonly outputKey: string;
  readonly language: Wanted["language"];
  /** Reads the media and writes the output; it lets jobs wait for their turn, too. */
  readonly roleArn: string;
  readonly keyArn: string;
}

/**
 * Starts a job, or finds that it was started. The format is Transcribe's to detect: names of files are not always right.
 *
 * @returns why Transcribe does not take it, for good
 * @throws when it may take it later
 */
export async function startJob({ sdk, client }: Transcribe, start: JobStart): Promise<string | undefined> {
  const { bucket, language } = start;
  try {
    await client.send(
      new sdk.StartTranscriptionJobCommand({
        TranscriptionJobName: start.jobName,
        Media: { MediaFileUri: `s3://${bucket}/${start.mediaKey}` },
        OutputBucketName: bucket,
        OutputKey: start.outputKey,
        OutputEncryptionKMSKeyId: start.keyArn,
        JobExecutionSettings: { AllowDeferredExecution: true, DataAccessRoleArn: start.roleArn },
        ...("languageCode" in language
          ? { LanguageCode: language.languageCode as LanguageCode }
          : { IdentifyLanguage: true, LanguageOptions: [...language.languageOptions] as LanguageCode[] }),
      }),
    );
    return undefined;
  } catch (error) {
    if (isNamed(error, "ConflictException")) return undefined;
    if (isNamed(error, "BadRequestException")) return `Amazon Transcribe does not take it: ${(error as Error).message}`;
    throw error;
  }
}

/** What Transcribe says of a job; nothing when it knows none of this name. */
export async function seeJob({ sdk, client }: Transcribe, jobName: string): Promise<SeenJob | undefined> {
  try {
    const { TranscriptionJob: job } = await client.send(
      new sdk.GetTranscriptionJobCommand({ TranscriptionJobName: jobName }),
    );
    return {
      status: job?.TranscriptionJobStatus ?? "IN_PROGRESS",
      failureReason: job?.FailureReason,
      languageCode: job?.LanguageCode,
    };
  } catch (error) {
    // It says so by a bad request, and the name is a good one.
    if (isNamed(error, "BadRequestException") || isNamed(error, "NotFoundException")) return undefined;
    throw error;
  }
}

/** Frees a job's name. One that is under way cannot be deleted: it goes on, and is as good as a new one. */
export async function deleteJob({ sdk, client }: Transcribe, jobName: string): Promise<void> {
  try {
    await client.send(new sdk.DeleteTranscriptionJobCommand({ TranscriptionJobName: jobName }));
  } catch (error) {
    if (isNamed(error, "BadRequestException") || isNamed(error, "NotFoundException")) return;
    throw error;
  }
}
