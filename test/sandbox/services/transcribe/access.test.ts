import { TagResourceCommand, ListTagsForResourceCommand, UntagResourceCommand } from "@aws-sdk/client-transcribe";
import { expect } from "chai";
import { makeMedia } from "../../../../samples/media";
import { createResource } from "../../../support/resource";
import { account, here, hindi, refusal, Stage } from "./stage";

const allow = (Action: string, Resource: string, Condition?: object) => ({
  Effect: "Allow",
  Action,
  Resource,
  Condition,
});
const starting = allow("transcribe:StartTranscriptionJob", "*");
const reading = allow("s3:GetObject", "arn:aws:s3:::media/*");
const writing = allow("s3:PutObject", "arn:aws:s3:::out/sub/*");
const asked = { OutputKey: "sub/job.json" };

describe("Access of transcription jobs", () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await new Stage().build();
    await stage.put("talk.mp4", { container: "mp4", durationMs: 3_000, ...hindi });
  });
  afterEach(() => stage.world.close());

  it("is the caller's own to media and output", async () => {
    const caller = await stage.role("caller", [starting, reading, writing]);
    await stage.start(asked, caller);
    await stage.world.runFor(60_000);
    expect((await stage.get()).TranscriptionJobStatus).to.equal("COMPLETED");
    expect((await stage.file("sub/job.json")).jobName).to.equal("job");
  });

  it("is asked for at once: a caller who lacks it gets no job", async () => {
    const unable = await stage.role("unable", [reading, writing]);
    expect(await refusal(stage.start(asked, unable))).to.match(
      /^AccessDeniedException: .*transcribe:StartTranscriptionJob/,
    );
    const blind = await stage.role("blind", [starting, writing]);
    expect(await refusal(stage.start(asked, blind))).to.equal(
      "BadRequestException: The S3 URI that you provided can't be accessed. Make sure that you have read permission and try your request again.",
    );
    const mute = await stage.role("mute", [starting, reading]);
    expect(await refusal(stage.start(asked, mute))).to.match(
      /^BadRequestException: The specified S3 bucket can't be accessed/,
    );
    expect(
      await refusal(stage.start({ OutputKey: "other/" }, await stage.role("astray", [starting, reading, writing]))),
    ).to.match(/can't be accessed/);
  });

  it("can be limited to an output bucket", async () => {
    const narrow = allow("transcribe:StartTranscriptionJob", "*", {
      StringEquals: { "transcribe:OutputBucketName": "out" },
    });
    const caller = await stage.role("caller", [narrow, reading, writing]);
    expect((await stage.start(asked, caller)).TranscriptionJobStatus).to.equal("IN_PROGRESS");
    expect(
      await refusal(stage.start({ ...asked, TranscriptionJobName: "b", OutputBucketName: "media" }, caller)),
    ).to.match(/^AccessDeniedException/);
  });

  it("fails the job when the media is gone by the time it is read", async () => {
    await stage.start();
    await stage.s3("DeleteObject", { Bucket: "media", Key: "talk.mp4" });
    await stage.world.runFor(60_000);
    expect((await stage.get()).FailureReason).to.match(/^The URI that you provided doesn't point to an S3 object\./);
  });

  it("encrypts the output with the key that it is given, if the caller may use it", async () => {
    const key = await stage.create<{ arn: string }>("aws:kms/key:Key", "key", {});
    const caller = await stage.role("caller", [starting, reading, writing]);
    const more = { ...asked, OutputEncryptionKMSKeyId: key.arn };
    expect(await refusal(stage.start(more, caller))).to.match(/can't be accessed/);
    const keyed = await stage.role("keyed", [starting, reading, writing, allow("kms:GenerateDataKey", key.arn)]);
    await stage.start(more, keyed);
    await stage.world.runFor(60_000);
    const head = await stage.s3("HeadObject", { Bucket: "out", Key: "sub/job.json" });
    expect(head).to.include({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: key.arn });
  });

  it("is the data access role's when one is given, who may be passed it", async () => {
    const data = await stage.role("data", [reading, writing], { Service: "transcribe.amazonaws.com" });
    const more = { ...asked, JobExecutionSettings: { AllowDeferredExecution: true, DataAccessRoleArn: data.roleArn } };
    const caller = await stage.role("caller", [starting]);
    expect(await refusal(stage.start(more, caller))).to.match(/^AccessDeniedException: .*iam:PassRole/);
    const passing = allow("iam:PassRole", data.roleArn, {
      StringEquals: { "iam:PassedToService": "transcribe.amazonaws.com" },
    });
    const able = await stage.role("able", [starting, passing]);
    await stage.start(more, able);
    await stage.world.runFor(60_000);
    expect((await stage.get()).TranscriptionJobStatus).to.equal("COMPLETED");
  });

  it("fails the job when the role lacks something, or does not trust the service", async () => {
    const blind = await stage.role("blind", [writing], { Service: "transcribe.amazonaws.com" });
    const stranger = await stage.role("stranger", [reading, writing]);
    const reasons = [/^The S3 URI that you provided can't be accessed/, /^The data access role can't be assumed/];
    for (const [i, { roleArn }] of [blind, stranger].entries()) {
      const TranscriptionJobName = `job-${i}`;
      const JobExecutionSettings = { AllowDeferredExecution: false, DataAccessRoleArn: roleArn };
      await stage.start({ ...asked, TranscriptionJobName, JobExecutionSettings });
      await stage.world.runFor(60_000);
      expect((await stage.get(TranscriptionJobName)).FailureReason).to.match(reasons[i] as RegExp);
    }
  });

  it("does not reach buckets of another region", async () => {
    await createResource(
      stage.cloud,
      "aws:s3/bucket:Bucket",
      "away",
      { bucket: "away" },
      { account, region: "eu-west-1" },
    );
    expect(await refusal(stage.start({ Media: { MediaFileUri: "s3://away/a.mp4" } }))).to.match(
      /isn't in the same region\. Make sure the bucket is in the ap-south-1 region/,
    );
  });

  it("takes tags, and shows them", async () => {
    await stage.start({ Tags: [{ Key: "a", Value: "1" }] });
    const ResourceArn = `arn:aws:transcribe:${here.region}:${account}:transcription-job/job`;
    const client = stage.client();
    await client.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: "b", Value: "2" }] }));
    await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["a"] }));
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceArn }));
    expect(Tags).to.deep.equal([{ Key: "b", Value: "2" }]);
    expect((await stage.get()).Tags).to.deep.equal(Tags);
    const unknown = new ListTagsForResourceCommand({ ResourceArn: `${ResourceArn}x` });
    expect(await refusal(client.send(unknown))).to.match(/^NotFoundException/);
  });
});

describe("Quotas of Transcribe", () => {
  let stage: Stage;
  beforeEach(async () => void (stage = await new Stage().build()));
  afterEach(() => stage.world.close());

  it("are 25 starts and 30 reads a second", async () => {
    await stage.put("talk.mp4", makeMedia({ container: "mp4", durationMs: 3_000 }));
    const starts = await Promise.allSettled(
      Array.from({ length: 27 }, (_, i) => stage.start({ TranscriptionJobName: `job-${i}` })),
    );
    expect(starts.filter(({ status }) => status === "rejected")).to.have.lengthOf(2);
    const reads = await Promise.allSettled(Array.from({ length: 31 }, () => stage.get("job-1")));
    const refused = reads.flatMap((read) => (read.status === "rejected" ? [(read.reason as Error).name] : []));
    expect(refused).to.deep.equal(["ThrottlingException"]);
    await stage.world.runFor(1_000);
    await stage.start({ TranscriptionJobName: "later" });
  });

  it("are 250 jobs at a time: more are refused, or wait when they may", async () => {
    await stage.put("talk.mp4", makeMedia({ container: "mp4", durationMs: 4_000_000 }));
    for (let i = 0; i < 250; i++) {
      if (i % 25 === 0) await stage.world.runFor(1_000);
      await stage.start({ TranscriptionJobName: `job-${i}` });
    }
    await stage.world.runFor(1_000);
    expect(await refusal(stage.start({ TranscriptionJobName: "more" }))).to.match(/^LimitExceededException/);
    const { roleArn: DataAccessRoleArn } = await stage.role("data", [allow("s3:*", "*")], {
      Service: "transcribe.amazonaws.com",
    });
    const JobExecutionSettings = { AllowDeferredExecution: true, DataAccessRoleArn };
    const waiting = await stage.start({ TranscriptionJobName: "waiting", JobExecutionSettings });
    expect(waiting.TranscriptionJobStatus).to.equal("QUEUED");
    expect(waiting.StartTime).to.equal(undefined);
    await stage.world.runFor(1_003_000);
    expect((await stage.get("waiting")).TranscriptionJobStatus).to.equal("IN_PROGRESS");
    await stage.world.runFor(1_010_000);
    expect((await stage.get("waiting")).TranscriptionJobStatus).to.equal("COMPLETED");
    expect(stage.cloud.service("transcribe").summary?.()).to.deep.equal({
      [`${account}/ap-south-1`]: { jobs: { COMPLETED: 251 }, seconds: 251 * 4_000 },
    });
  });
});
