import { expect } from "chai";
import { refusal, Stage, wordsOf } from "./stage";

const mixed = [
  { text: "नमस्ते दोस्तों आज मैच देखा क्या।", language: "hi-IN", speaker: "asha", channel: 0 },
  { text: "Yes it was a great match.", language: "en-IN", speaker: "ravi", channel: 1 },
  { text: "हाँ बहुत मज़ा आया भाई साहब।", language: "hi-IN", speaker: "asha", channel: 0 },
];
const talk = { container: "m4a", durationMs: 12_000, language: "hi-IN", segments: mixed } as const;
const confidences = (file: Awaited<ReturnType<Stage["file"]>>) =>
  file.results.items.flatMap(({ type, alternatives }) =>
    type === "punctuation" ? [] : [Number(alternatives[0]?.confidence)],
  );

describe("The languages of a transcription job", () => {
  let stage: Stage;
  beforeEach(async () => void (stage = await new Stage().build()));
  afterEach(() => stage.world.close());

  it("identifies the one that is spoken longest", async () => {
    const done = await stage.run(talk, { IdentifyLanguage: true });
    expect(done).to.include({ LanguageCode: "hi-IN", IdentifyLanguage: true });
    expect(done.IdentifiedLanguageScore).to.be.within(0.85, 1);
    const { results } = await stage.file();
    expect(results.language_code).to.equal("hi-IN");
    expect(results.language_identification?.map(({ code }) => code)).to.deep.equal(["hi-IN"]);
    expect(results.language_identification?.[0]?.score).to.equal(String(done.IdentifiedLanguageScore));
  });

  it("identifies several, with their times, and marks items with theirs", async () => {
    const done = await stage.run(talk, { IdentifyMultipleLanguages: true, LanguageOptions: ["hi-IN", "en-US"] });
    expect(done.LanguageCode).to.equal(undefined);
    expect(done.LanguageCodes?.map(({ LanguageCode }) => LanguageCode)).to.deep.equal(["hi-IN", "en-US"]);
    const { results } = await stage.file();
    expect(results.language_codes?.map((each) => each.language_code)).to.deep.equal(["hi-IN", "en-US"]);
    expect(results.language_codes?.[0]?.duration_in_seconds).to.equal(done.LanguageCodes?.[0]?.DurationInSeconds);
    expect(results.audio_segments.map((each) => each.language_code)).to.deep.equal(["hi-IN", "en-US", "hi-IN"]);
  });

  it("takes the nearest of the options, with a low score when none is it", async () => {
    const done = await stage.run(
      { ...talk, language: "ur-IN", segments: [{ text: "آپ کیسے ہیں" }] },
      {
        IdentifyLanguage: true,
        LanguageOptions: ["hi-IN", "ta-IN"],
      },
    );
    expect(done.LanguageCode).to.equal("hi-IN");
    expect(done.IdentifiedLanguageScore).to.be.below(0.5);
    for (const confidence of confidences(await stage.file())) expect(confidence).to.be.below(0.3);
  });

  it("is unsure of speech in a language that it was not told", async () => {
    await stage.run(talk, { LanguageCode: "hi-IN" });
    const sure = confidences(await stage.file());
    expect(sure.filter((confidence) => confidence < 0.3)).to.have.lengthOf(6);
    await stage.run(talk, { LanguageCode: "en-GB", TranscriptionJobName: "english" });
    const english = await stage.file("english.json");
    expect(confidences(english).filter((confidence) => confidence > 0.8)).to.have.lengthOf(6);
    expect(wordsOf(english)).to.have.lengthOf(sure.length);
  });

  it("fails when there is nothing to identify a language by", async () => {
    const done = await stage.run({ container: "mp3", durationMs: 24_000 }, { IdentifyLanguage: true });
    expect(done.FailureReason).to.match(/^Your audio file must have a speech segment long enough in duration/);
    expect(await stage.keys()).to.deep.equal([".write_access_check_file.temp"]);
  });

  it("tells speakers apart", async () => {
    await stage.run(talk, { Settings: { ShowSpeakerLabels: true, MaxSpeakerLabels: 2 } });
    const { results } = await stage.file();
    expect(results.speaker_labels?.speakers).to.equal(2);
    expect(results.speaker_labels?.segments.map((each) => each.speaker_label)).to.deep.equal([
      "spk_0",
      "spk_1",
      "spk_0",
    ]);
    expect(results.items.map((each) => each.speaker_label)).not.to.include(undefined);
  });

  it("writes one channel after the other, so that items are not in the order of time", async () => {
    await stage.run(talk, { Settings: { ChannelIdentification: true } });
    const { results } = await stage.file();
    expect(results.channel_labels?.number_of_channels).to.equal(2);
    expect(results.channel_labels?.channels.flatMap(({ items }) => items)).to.deep.equal(results.items);
    const times = results.items.flatMap(({ start_time }) => (start_time === undefined ? [] : [Number(start_time)]));
    expect(times).not.to.deep.equal(times.toSorted((a, b) => a - b));
  });
});

describe("A request to start a transcription job", () => {
  let stage: Stage;
  before(async () => {
    stage = await new Stage().build();
    await stage.put("talk.mp4", talk);
  });
  after(() => stage.world.close());
  // 25 requests a second are taken.
  beforeEach(() => stage.world.runFor(1_000));

  const rows: readonly (readonly [what: string, more: object, message: RegExp])[] = [
    ["a name with spaces", { TranscriptionJobName: "a b" }, /transcriptionJobName.*regular expression pattern/],
    ["a name of 201 letters", { TranscriptionJobName: "a".repeat(201) }, /length less than or equal to 200/],
    ["an unknown language", { LanguageCode: "as-IN" }, /Value 'as-IN' at 'languageCode'/],
    ["no language", { LanguageCode: undefined }, /The language code is missing/],
    ["two ways to the language", { LanguageCode: "hi-IN", IdentifyLanguage: true }, /only one of LanguageCode/],
    ["one option", { IdentifyLanguage: true, LanguageOptions: ["hi-IN"] }, /at least two different/],
    [
      "the same option twice",
      { IdentifyLanguage: true, LanguageOptions: ["hi-IN", "hi-IN"] },
      /at least two different/,
    ],
    ["options for a given language", { LanguageOptions: ["hi-IN", "en-IN"] }, /LanguageOptions needs/],
    ["an unknown option", { IdentifyLanguage: true, LanguageOptions: ["hi-IN", "xx-XX"] }, /Value 'xx-XX'/],
    ["an unknown format", { MediaFormat: "mov" }, /Value 'mov' at 'mediaFormat'/],
    ["a rate that is too low", { MediaSampleRateHertz: 4_000 }, /greater than or equal to 8000/],
    ["a key with a space", { OutputKey: "a b" }, /'outputKey'.*regular expression/],
    ["speakers without their number", { Settings: { ShowSpeakerLabels: true } }, /come together/],
    ["31 speakers", { Settings: { ShowSpeakerLabels: true, MaxSpeakerLabels: 31 } }, /less than or equal to 30/],
    [
      "speakers and channels",
      { Settings: { ShowSpeakerLabels: true, MaxSpeakerLabels: 2, ChannelIdentification: true } },
      /can't set both/,
    ],
    [
      "a role without deferral",
      { JobExecutionSettings: { DataAccessRoleArn: "arn:aws:iam::1:role/a" } },
      /come together/,
    ],
    ["no address of S3", { Media: { MediaFileUri: "https://example.com/a.mp3" } }, /isn't an S3 location/],
    ["a missing object", { key: "none.mp4" }, /doesn't point to an S3 object/],
    ["a missing bucket", { Media: { MediaFileUri: "s3://elsewhere/a.mp4" } }, /bucket doesn't exist/],
    ["a missing output bucket", { OutputBucketName: "nowhere" }, /bucket doesn't exist/],
  ];
  for (const [what, more, message] of rows) {
    it(`is refused for ${what}`, async () => {
      const said = await refusal(stage.start(more));
      expect(said).to.match(/^BadRequestException: /);
      expect(said).to.match(message);
    });
  }

  it("leaves no job behind when it is refused", async () => {
    expect(await refusal(stage.get())).to.match(/couldn't be found/);
  });

  it("takes every form of S3's addresses", async () => {
    for (const [i, uri] of [
      "https://s3.ap-south-1.amazonaws.com/media/talk.mp4",
      "https://s3-ap-south-1.amazonaws.com/media/talk.mp4",
      "https://media.s3.ap-south-1.amazonaws.com/talk.mp4",
    ].entries()) {
      const job = await stage.start({ TranscriptionJobName: `form-${i}`, Media: { MediaFileUri: uri } });
      expect(job.TranscriptionJobStatus).to.equal("IN_PROGRESS");
    }
  });

  for (const more of [
    { Settings: { VocabularyName: "v" } },
    { Settings: { ShowAlternatives: true, MaxAlternatives: 2 } },
    { ModelSettings: { LanguageModelName: "m" } },
    { ContentRedaction: { RedactionType: "PII", RedactionOutput: "redacted" } },
    { OutputBucketName: undefined },
  ]) {
    it(`is no answer of AWS when the sandbox lacks what it asks for: ${JSON.stringify(more)}`, async () => {
      expect(await refusal(stage.start({ TranscriptionJobName: "more", ...more } as never))).to.match(
        /does not support .*Transcribe/,
      );
    });
  }
});
