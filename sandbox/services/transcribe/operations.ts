import type * as t from "@aws-sdk/client-transcribe";
import { parseArn, type Place } from "../../kernel/arn";
import { AwsError } from "../../kernel/errors";
import { operation, type Access, type CallContext, type Operation } from "../../kernel/service";
import { actorOf, checkMedia, checkOutput, Refused, SERVICE } from "./access";
import { acceptanceOf, descriptionOf, isOver, jobArn, summaryOf, type Job } from "./job";
import { badRequest, checkedRequest } from "./request";
import type { TranscribeService } from "./service";

// Actions, resources and condition keys: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazontranscribe.html

const MOST_TAGS = 200;

export function operations(service: TranscribeService): Record<string, Operation> {
  const rated = <I>(name: string, access: (input: I, context: CallContext) => Access | Access[], run: Run<I>) =>
    operation<I>(access, (input, context) => {
      service.rates.count(name, context);
      return run(input, context);
    });
  const onJob = (name: string, run: (job: Job) => object | void) =>
    rated<{ TranscriptionJobName: string | undefined }>(
      name,
      ({ TranscriptionJobName: job = "" }, { place }) => ({
        action: `transcribe:${name}`,
        resource: jobArn(job, place),
      }),
      ({ TranscriptionJobName: job }, { place }) => run(found(service, job, place)),
    );
  return {
    StartTranscriptionJob: rated<t.StartTranscriptionJobRequest>(
      "StartTranscriptionJob",
      startAccess,
      (input, context) => startJob(service, input, context),
    ),
    GetTranscriptionJob: onJob("GetTranscriptionJob", (job) => ({ TranscriptionJob: descriptionOf(job) })),
    DeleteTranscriptionJob: onJob("DeleteTranscriptionJob", (job) => deleteJob(service, job)),
    ListTranscriptionJobs: rated<t.ListTranscriptionJobsRequest>(
      "ListTranscriptionJobs",
      () => ({ action: "transcribe:ListTranscriptionJobs", resource: "*" }),
      (input, { place }) => listJobs([...service.jobsOf(place).values()], input),
    ),
    ...tagging(service),
  };
}

type Run<I> = (input: I, context: CallContext) => object | void | Promise<object>;

function startAccess(input: t.StartTranscriptionJobRequest): Access[] {
  const { OutputBucketName, OutputKey, OutputEncryptionKMSKeyId, Tags = [], JobExecutionSettings } = input;
  const context = {
    ...(OutputBucketName !== undefined && { "transcribe:OutputBucketName": OutputBucketName }),
    ...(OutputKey !== undefined && { "transcribe:OutputKey": OutputKey }),
    ...(OutputEncryptionKMSKeyId !== undefined && { "transcribe:OutputEncryptionKMSKeyId": OutputEncryptionKMSKeyId }),
    ...(Tags.length > 0 && { "aws:TagKeys": Tags.map(({ Key = "" }) => Key) }),
    ...Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [`aws:RequestTag/${Key}`, Value])),
  };
  const roleArn = JobExecutionSettings?.DataAccessRoleArn;
  const passing = { "iam:PassedToService": SERVICE };
  return [
    { action: "transcribe:StartTranscriptionJob", resource: "*", context },
    ...(roleArn === undefined ? [] : [{ action: "iam:PassRole", resource: roleArn, context: passing }]),
  ];
}

/** The caller's own access to media and output is tried at once; a role's when the job runs. */
async function startJob(service: TranscribeService, input: t.StartTranscriptionJobRequest, context: CallContext) {
  const { place, principal, world } = context;
  const settings = checkedRequest(input);
  const job: Job = {
    ...settings,
    arn: jobArn(settings.name, place),
    place,
    caller: principal,
    created: world.now(),
    tags: new Map(checkedTags(input.Tags ?? [])),
    status: "QUEUED",
    started: undefined,
    completed: undefined,
    reason: undefined,
    durationMs: undefined,
    detected: undefined,
    languages: [],
    hasSubtitles: false,
  };
  service.reserve(job);
  try {
    if (!job.execution) {
      const actor = actorOf(service.cloud, job);
      await checkMedia(actor, job);
      await checkOutput(actor, job);
    }
    service.submit(job);
  } catch (error) {
    service.forget(job);
    if (error instanceof Refused) throw badRequest(error.message);
    if (error instanceof AwsError && error.statusCode >= 500)
      throw new AwsError("InternalFailureException", "Internal failure. Try your request again.", 500);
    throw error;
  }
  return { TranscriptionJob: acceptanceOf(job) };
}

function found(service: TranscribeService, name: string | undefined, place: Place): Job {
  const job = service.jobsOf(place).get(name ?? "");
  if (!job) throw badRequest("The requested job couldn't be found. Check the job name and try your request again.");
  return job;
}

/** A job goes on to its end: only then can it be deleted. */
function deleteJob(service: TranscribeService, job: Job): void {
  if (!isOver(job))
    throw badRequest(
      "The requested job couldn't be deleted. Wait until the job is complete and try your request again.",
    );
  service.forget(job);
}

function listJobs(jobs: readonly Job[], input: t.ListTranscriptionJobsRequest): object {
  const { Status, JobNameContains = "", MaxResults = 5, NextToken } = input;
  if (MaxResults < 1 || MaxResults > 100) throw badRequest("MaxResults must have a value between 1 and 100.");
  const from = Number(NextToken ?? 0);
  if (!Number.isInteger(from) || from < 0) throw badRequest("The NextToken is not one that Transcribe gave.");
  const wanted = JobNameContains.toLowerCase();
  const fitting = jobs
    .toReversed()
    .filter(({ status }) => Status === undefined || status === Status)
    .filter(({ name }) => name.toLowerCase().includes(wanted));
  const next = from + MaxResults;
  return {
    ...(Status !== undefined && { Status }),
    TranscriptionJobSummaries: fitting.slice(from, next).map(summaryOf),
    ...(next < fitting.length && { NextToken: String(next) }),
  };
}

function tagging(service: TranscribeService): Record<string, Operation> {
  const onTags = <I extends { ResourceArn: string | undefined }>(
    action: string,
    run: (job: Job, input: I) => object | void,
  ) =>
    operation<I>(
      ({ ResourceArn = "" }) => ({ action: `transcribe:${action}`, resource: ResourceArn }),
      (input, { place }) => run(tagged(service, input.ResourceArn, place), input),
    );
  return {
    TagResource: onTags<t.TagResourceRequest>("TagResource", (job, { Tags = [] }) => {
      for (const [key, value] of checkedTags(Tags)) job.tags.set(key, value);
    }),
    UntagResource: onTags<t.UntagResourceRequest>("UntagResource", (job, { TagKeys = [] }) => {
      for (const key of TagKeys) job.tags.delete(key);
    }),
    ListTagsForResource: onTags<t.ListTagsForResourceRequest>("ListTagsForResource", ({ arn, tags }) => ({
      ResourceArn: arn,
      Tags: [...tags].map(([Key, Value]) => ({ Key, Value })),
    })),
  };
}

function tagged(service: TranscribeService, arn: string | undefined, place: Place): Job {
  const name = /^arn:/.test(arn ?? "")
    ? /^transcription-job\/(.+)$/.exec(parseArn(arn as string).resource)?.[1]
    : undefined;
  const job = service.jobsOf(place).get(name ?? "");
  if (!job || job.arn !== arn) throw new AwsError("NotFoundException", `The resource ${arn} can't be found.`);
  return job;
}

function checkedTags(tags: readonly t.Tag[]): [key: string, value: string][] {
  if (tags.length > MOST_TAGS) throw badRequest(`A job can have at most ${MOST_TAGS} tags.`);
  return tags.map(({ Key = "", Value = "" }) => {
    if (Key === "" || Key.startsWith("aws:")) throw badRequest(`"${Key}" can't be the key of a tag.`);
    return [Key, Value];
  });
}
