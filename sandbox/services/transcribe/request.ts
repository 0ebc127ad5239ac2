import type { LanguageCode, Settings, StartTranscriptionJobRequest } from "@aws-sdk/client-transcribe";
import { AwsError, Unsupported } from "../../kernel/errors";
import type { JobSettings, LanguageChoice } from "./job";
import { languageCodes } from "./languages";
import { outputKey, parseMediaUri } from "./location";

// Members and their bounds: https://docs.aws.amazon.com/transcribe/latest/APIReference/API_StartTranscriptionJob.html

const FORMATS = ["mp3", "mp4", "wav", "flac", "ogg", "amr", "webm", "m4a"];
const RATES = [8_000, 48_000] as const;
const SPEAKERS = [2, 30] as const;

export function badRequest(message: string): AwsError {
  return new AwsError("BadRequestException", message);
}

function violates(value: unknown, member: string, constraint: string): AwsError {
  const what = value === undefined ? "null" : Array.isArray(value) ? `[${value.join(", ")}]` : String(value);
  return badRequest(
    `1 validation error detected: Value '${what}' at '${member}' failed to satisfy constraint: Member must ${constraint}`,
  );
}

/**
 * Checks a request as the service does before it looks at any object.
 * @throws AwsError BadRequestException; Unsupported for what the sandbox does not model
 */
export function checkedRequest(input: StartTranscriptionJobRequest): JobSettings {
  refuseUnmodelled(input);
  const name = jobName(input.TranscriptionJobName);
  const mediaUri = input.Media?.MediaFileUri;
  if (mediaUri === undefined || !/^(s3:\/\/|http(s*):\/\/).+/s.test(mediaUri))
    throw violates(mediaUri, "media.mediaFileUri", "satisfy regular expression pattern: (s3://|http(s*)://).+");
  const media = parseMediaUri(mediaUri);
  if (!media) throw badRequest("The URI that you provided isn't an S3 location. Use the form s3://bucket/key.");
  const { MediaFormat: format, MediaSampleRateHertz: sampleRate } = input;
  if (format !== undefined && !FORMATS.includes(format))
    throw violates(format, "mediaFormat", `satisfy enum value set: [${FORMATS.join(", ")}]`);
  checkRange(sampleRate, RATES, "mediaSampleRateHertz");
  return {
    name,
    mediaUri,
    media,
    format,
    sampleRate,
    output: { bucket: outputBucket(input), key: outputKey(name, checkedOutputKey(input.OutputKey)) },
    outputKmsKey: input.OutputEncryptionKMSKeyId,
    language: languageChoice(input),
    ...speech(input.Settings),
    settings: input.Settings,
    subtitles: subtitles(input),
    execution: execution(input),
  };
}

export function jobName(name: string | undefined): string {
  if (name === undefined) throw violates(name, "transcriptionJobName", "not be null");
  if (name.length < 1 || name.length > 200)
    throw violates(name, "transcriptionJobName", "have length less than or equal to 200 and at least 1");
  if (!/^[0-9a-zA-Z._-]+$/.test(name))
    throw violates(name, "transcriptionJobName", "satisfy regular expression pattern: ^[0-9a-zA-Z._-]+");
  return name;
}

function refuseUnmodelled(input: StartTranscriptionJobRequest): void {
  const { Settings: settings = {} } = input;
  const asked = {
    "redacted media (Media.RedactedMediaFileUri)": input.Media?.RedactedMediaFileUri,
    "custom language models (ModelSettings)": input.ModelSettings,
    "the redaction of content (ContentRedaction)": input.ContentRedaction,
    "settings for single languages (LanguageIdSettings)": input.LanguageIdSettings,
    "the detection of toxic speech (ToxicityDetection)": input.ToxicityDetection,
    "an encryption context of the output (KMSEncryptionContext)": input.KMSEncryptionContext,
    "custom vocabularies (Settings.VocabularyName)": settings.VocabularyName,
    "vocabulary filters (Settings.VocabularyFilterName)": settings.VocabularyFilterName,
    "alternative transcriptions (Settings.ShowAlternatives)": settings.ShowAlternatives || undefined,
  };
  for (const [what, value] of Object.entries(asked)) {
    if (value !== undefined) throw new Unsupported(`${what} in Transcribe`);
  }
}

function outputBucket({ OutputBucketName, OutputKey }: StartTranscriptionJobRequest): string {
  if (OutputBucketName !== undefined) {
    if (!/^[a-z0-9][.\-a-z0-9]{1,61}[a-z0-9]$/.test(OutputBucketName))
      throw violates(
        OutputBucketName,
        "outputBucketName",
        "satisfy regular expression pattern: [a-z0-9][\\.\\-a-z0-9]{1,61}[a-z0-9]",
      );
    return OutputBucketName;
  }
  if (OutputKey !== undefined) throw badRequest("OutputKey needs an OutputBucketName.");
  throw new Unsupported("Transcribe's own bucket for transcripts: give OutputBucketName");
}

function checkedOutputKey(key: string | undefined): string | undefined {
  if (key === undefined || /^[a-zA-Z0-9-_.!*'()/]{1,1024}$/.test(key)) return key;
  throw violates(key, "outputKey", "satisfy regular expression pattern: [a-zA-Z0-9-_.!*'()/]{1,1024}$");
}

function languageChoice(input: StartTranscriptionJobRequest): LanguageChoice {
  const { LanguageCode: code, IdentifyLanguage: one, IdentifyMultipleLanguages: several } = input;
  const asked = [code !== undefined, one === true, several === true].filter(Boolean).length;
  if (asked === 0)
    throw badRequest("The language code is missing. Either add a language code or turn on language identification.");
  if (asked > 1)
    throw badRequest("You can set only one of LanguageCode, IdentifyLanguage and IdentifyMultipleLanguages.");
  const options = input.LanguageOptions;
  for (const each of [...(code ? [code] : []), ...(options ?? [])]) checkLanguage(each);
  if (code !== undefined) {
    if (options) throw badRequest("LanguageOptions needs IdentifyLanguage or IdentifyMultipleLanguages.");
    return { kind: "given", code };
  }
  if (options && new Set(options).size < 2)
    throw badRequest("LanguageOptions must have at least two different language codes.");
  return { kind: one ? "one" : "several", options };
}

function checkLanguage(code: LanguageCode): void {
  const known = languageCodes();
  if (!known.has(code)) throw violates(code, "languageCode", `satisfy enum value set: [${[...known].join(", ")}]`);
}

/** Speakers and channels: each asks for a pass of its own, so that only one of them can be had. */
function speech(settings: Settings = {}): Pick<JobSettings, "speakers" | "channels"> {
  const { ShowSpeakerLabels = false, MaxSpeakerLabels, ChannelIdentification = false } = settings;
  checkRange(MaxSpeakerLabels, SPEAKERS, "settings.maxSpeakerLabels");
  if (ShowSpeakerLabels !== (MaxSpeakerLabels !== undefined))
    throw badRequest("ShowSpeakerLabels and MaxSpeakerLabels come together.");
  if (ShowSpeakerLabels && ChannelIdentification)
    throw badRequest("You can't set both ShowSpeakerLabels and ChannelIdentification.");
  if (settings.MaxAlternatives !== undefined) throw badRequest("MaxAlternatives needs ShowAlternatives.");
  return { speakers: MaxSpeakerLabels, channels: ChannelIdentification };
}

function subtitles({ Subtitles }: StartTranscriptionJobRequest): JobSettings["subtitles"] {
  if (!Subtitles) return undefined;
  const { Formats = [], OutputStartIndex = 0 } = Subtitles;
  for (const format of Formats)
    if (format !== "srt" && format !== "vtt")
      throw violates(format, "subtitles.formats", "satisfy enum value set: [vtt, srt]");
  checkRange(OutputStartIndex, [0, 1], "subtitles.outputStartIndex");
  return { formats: [...new Set(Formats)], startIndex: OutputStartIndex };
}

function execution({ JobExecutionSettings: asked }: StartTranscriptionJobRequest): JobSettings["execution"] {
  if (!asked) return undefined;
  const { AllowDeferredExecution: deferrable, DataAccessRoleArn: roleArn } = asked;
  if (deferrable === undefined || roleArn === undefined)
    throw badRequest("AllowDeferredExecution and DataAccessRoleArn come together.");
  if (!/^arn:aws:iam::\d{12}:role\/.+$/.test(roleArn))
    throw violates(roleArn, "jobExecutionSettings.dataAccessRoleArn", "satisfy regular expression pattern: ^arn:.+");
  return { deferrable, roleArn };
}

function checkRange(value: number | undefined, [low, high]: readonly [number, number], member: string): void {
  if (value === undefined) return;
  if (value < low) throw violates(value, member, `have value greater than or equal to ${low}`);
  if (value > high) throw violates(value, member, `have value less than or equal to ${high}`);
}
