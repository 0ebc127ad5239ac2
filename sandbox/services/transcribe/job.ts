import type * as t from "@aws-sdk/client-transcribe";
import { formatArn, type Place } from "../../kernel/arn";
import type { Principal } from "../../iam";
import { httpsUri, type ObjectLocation, subtitleKey } from "./location";
import type { IdentifiedLanguage } from "./recognizer";

/** What a job is to do: a checked request. */
export interface JobSettings {
  readonly name: string;
  readonly mediaUri: string;
  readonly media: ObjectLocation;
  readonly format: t.MediaFormat | undefined;
  readonly sampleRate: number | undefined;
  readonly output: ObjectLocation;
  /** Key that encrypts the output; the bucket's own encryption when not given. */
  readonly outputKmsKey: string | undefined;
  readonly language: LanguageChoice;
  readonly speakers: number | undefined;
  readonly channels: boolean;
  readonly settings: t.Settings | undefined;
  readonly subtitles: { readonly formats: readonly t.SubtitleFormat[]; readonly startIndex: number } | undefined;
  readonly execution: { readonly deferrable: boolean; readonly roleArn: string } | undefined;
}

/** How the language of the speech is found. */
export type LanguageChoice =
  | { readonly kind: "given"; readonly code: t.LanguageCode }
  | { readonly kind: "one" | "several"; readonly options: readonly t.LanguageCode[] | undefined };

/** A transcription job. */
export interface Job extends JobSettings {
  readonly arn: string;
  readonly place: Place;
  readonly caller: Principal;
  readonly created: number;
  readonly tags: Map<string, string>;
  status: t.TranscriptionJobStatus;
  started: number | undefined;
  completed: number | undefined;
  reason: string | undefined;
  /** Length of the media; known once it has been read. */
  durationMs: number | undefined;
  /** What was detected, for what was not given. */
  detected: { readonly format: t.MediaFormat; readonly sampleRate?: number } | undefined;
  languages: readonly IdentifiedLanguage[];
  /** Subtitle files are written for speech only. */
  hasSubtitles: boolean;
}

export function jobArn(name: string, place: Place): string {
  return formatArn({ service: "transcribe", ...place, resource: `transcription-job/${name}` });
}

export function isOver({ status }: Job): boolean {
  return status === "COMPLETED" || status === "FAILED";
}

const date = (time: number | undefined) => (time === undefined ? undefined : new Date(time));

/** Members without a value are absent. */
function present<T extends object>(members: T): Partial<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** What summaries and descriptions of a job have in common. */
function common(job: Job): Partial<t.TranscriptionJobSummary> {
  const { language, languages } = job;
  const first = languages[0];
  return present({
    TranscriptionJobName: job.name,
    TranscriptionJobStatus: job.status,
    CreationTime: date(job.created),
    StartTime: date(job.started),
    CompletionTime: date(job.completed),
    FailureReason: job.reason,
    LanguageCode: language.kind === "given" ? language.code : language.kind === "one" ? first?.code : undefined,
    IdentifyLanguage: language.kind === "given" ? undefined : language.kind === "one",
    IdentifyMultipleLanguages: language.kind === "several" ? true : undefined,
    IdentifiedLanguageScore: language.kind === "one" ? first?.score : undefined,
    LanguageCodes:
      language.kind === "several" && first
        ? languages.map(({ code, seconds }) => ({ LanguageCode: code, DurationInSeconds: seconds }))
        : undefined,
  });
}

export function summaryOf(job: Job): Partial<t.TranscriptionJobSummary> {
  return { ...common(job), OutputLocationType: "CUSTOMER_BUCKET" };
}

/** A job as its start answers it: what was asked for, and no more. */
export function acceptanceOf(job: Job): Partial<t.TranscriptionJob> {
  return present({ ...descriptionOf(job), Transcript: undefined, Settings: job.settings });
}

export function descriptionOf(job: Job): Partial<t.TranscriptionJob> {
  const { place, output, execution, subtitles, language } = job;
  return present({
    ...common(job),
    MediaSampleRateHertz: job.sampleRate ?? job.detected?.sampleRate,
    MediaFormat: job.format ?? job.detected?.format,
    Media: { MediaFileUri: job.mediaUri },
    Transcript: job.status === "COMPLETED" ? { TranscriptFileUri: httpsUri(place, output) } : {},
    Settings: job.settings ?? { ChannelIdentification: false, ShowAlternatives: false },
    JobExecutionSettings: execution && {
      AllowDeferredExecution: execution.deferrable,
      DataAccessRoleArn: execution.roleArn,
    },
    LanguageOptions: language.kind === "given" ? undefined : language.options && [...language.options],
    Subtitles: subtitles && subtitlesOf(job),
    Tags: job.tags.size > 0 ? [...job.tags].map(([Key, Value]) => ({ Key, Value })) : undefined,
  });
}

function subtitlesOf({ subtitles, hasSubtitles, place, output }: Job): t.SubtitlesOutput {
  const formats = [...(subtitles?.formats ?? [])];
  const files = formats.map((format) => httpsUri(place, { ...output, key: subtitleKey(output.key, format) }));
  return {
    Formats: formats,
    ...(hasSubtitles && { SubtitleFileUris: files }),
    OutputStartIndex: subtitles?.startIndex ?? 0,
  };
}
