import type { Difference } from "./differences";

const TRANSCRIBE = "https://docs.aws.amazon.com/transcribe/latest";
const START = `${TRANSCRIBE}/APIReference/API_StartTranscriptionJob.html`;
const TRANSLATE = "https://docs.aws.amazon.com/translate/latest/dg";
const COMPREHEND = "https://docs.aws.amazon.com/comprehend/latest/dg";
/** What AWS answered when LocalStack's tests asked it. */
const RECORDED =
  "https://github.com/localstack/localstack/blob/master/tests/aws/services/transcribe/test_transcribe.snapshot.json";

type Row = Omit<Difference, "peer" | "sources"> & Partial<Pick<Difference, "sources">>;

/** Where MiniStack 1.5.33 differs in Transcribe; it has neither TranslateText nor Comprehend. */
const rows: readonly Row[] = [
  {
    behaviours: ["transcribe/output-key"],
    does: "An output key is the file's name whether it ends in .json or not.",
    why: "A key that names no .json is a folder.",
    basis: "documented",
    confirmed: "Of the examples of OutputKey, those without .json get the job's name and .json behind a slash.",
    evidence: START,
  },
  {
    behaviours: ["transcribe/write-check"],
    does: "It does not try whether it may write.",
    why: "The service leaves an object .write_access_check_file.temp beside the output, which policies and events have to reckon with.",
    basis: "reported",
    confirmed: "No page names it; programs that clean up after Transcribe delete that key in the output's folder.",
    evidence: START,
    sources: ["https://github.com/stdapi-ai/stdapi.ai"],
  },
  {
    behaviours: ["transcribe/refused/2", "transcribe/refused/3"],
    does: "Several ways to find the language, and one language to choose from, are taken.",
    why: "A request has one of LanguageCode, IdentifyLanguage and IdentifyMultipleLanguages; LanguageOptions are two or more.",
    basis: "documented",
    confirmed: "One of the three must be given, and with more than one the job fails; options are two or more codes.",
    evidence: START,
  },
  {
    behaviours: ["transcribe/refused/4", "transcribe/refused/5"],
    does: "Languages and formats are not checked.",
    why: "Both are closed lists.",
    basis: "documented",
    confirmed:
      "The reference lists the values; AWS answered a validation error with the list to a language that is not in it.",
    evidence: START,
    sources: [RECORDED],
  },
  {
    behaviours: ["transcribe/refused/7"],
    does: "A job over media that cannot be read is taken, and fails.",
    why: "The service looks for the media before it takes the job.",
    basis: "reported",
    confirmed: "The reference says what BadRequestException is for, not when; people get it from the start itself.",
    evidence: START,
    sources: ["https://github.com/awsdocs/amazon-transcribe-developer-guide/issues/1"],
  },
  {
    behaviours: ["transcribe/missing-job"],
    does: "It is NotFoundException.",
    why: "AWS answers BadRequestException, though its reference lists both.",
    basis: "reported",
    confirmed: "The reference lists both errors for the call; AWS answered BadRequestException.",
    evidence: `${TRANSCRIBE}/APIReference/API_GetTranscriptionJob.html`,
    sources: [RECORDED, "https://github.com/stdapi-ai/stdapi.ai/issues/270"],
  },
  {
    behaviours: ["transcribe/failed"],
    does: "Media are not looked at: every job is completed, with a made-up transcript.",
    why: "A format that is not the media's own fails the job.",
    basis: "documented",
    confirmed:
      "FailureReason is one of a list of sentences; this is the one for a MediaFormat that does not match the file.",
    evidence: `${TRANSCRIBE}/APIReference/API_TranscriptionJob.html`,
  },
  {
    behaviours: [
      "translate/text",
      "translate/same-language",
      "translate/size",
      "translate/empty",
      "translate/do-not-translate",
      "translate/auto",
      "translate/unsupported/or",
      "translate/unsupported/as",
      "translate/unsupported/ne",
    ],
    does: "There is no TranslateText.",
    why: "It is the service's synchronous operation.",
    basis: "documented",
    confirmed: "Texts are translated in real time by TranslateText.",
    evidence: `${TRANSLATE}/sync.html`,
  },
  {
    behaviours: [
      "comprehend/language",
      "comprehend/failed-document",
      "comprehend/sentiment",
      "comprehend/offsets",
      "comprehend/entities",
      "comprehend/size/sentiment",
      "comprehend/size/others",
      "comprehend/empty",
      "comprehend/unsupported",
      "comprehend/batch",
      "comprehend/permission",
    ],
    does: "There is no Comprehend.",
    why: "It is a service of AWS.",
    basis: "documented",
    confirmed: "Documents are analysed in real time, one by one and up to 25 at a time, by its operations.",
    evidence: `${COMPREHEND}/concepts-processing-modes.html`,
  },
];

export const mediaDifferences: readonly Difference[] = rows.map((row) => ({ sources: [], ...row, peer: "ministack" }));
