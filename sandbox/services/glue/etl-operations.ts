import type * as glue from "@aws-sdk/client-glue";
import { AwsError } from "../../kernel/errors";
import { operation, type Operation } from "../../kernel/service";
import { onNamed } from "./access";
import { page } from "./catalog-operations";
import type { Crawler } from "./crawlers";
import type { GlueService } from ".";
import type { Job, JobRun } from "./jobs";
import type { Workflow, WorkflowRun } from "./workflows";

export function etlOperations(service: GlueService): Record<string, Operation> {
  return { ...crawlerOperations(service), ...jobOperations(service), ...workflowOperations(service) };
}

function crawlerOperations({ crawlers }: GlueService): Record<string, Operation> {
  return {
    StartCrawler: operation<glue.StartCrawlerRequest>(
      ({ Name }, context) => onNamed("StartCrawler", "crawler", Name, context),
      ({ Name }, { place }) => crawlers.start(crawlers.get(Name, place)),
    ),
    GetCrawler: operation<glue.GetCrawlerRequest>(
      ({ Name }, context) => onNamed("GetCrawler", "crawler", Name, context),
      ({ Name }, { place }) => ({ Crawler: shownCrawler(crawlers.get(Name, place)) }),
    ),
  };
}

function jobOperations({ jobs, bookmarks }: GlueService): Record<string, Operation> {
  return {
    GetJob: operation<glue.GetJobRequest>(
      ({ JobName }, context) => onNamed("GetJob", "job", JobName, context),
      ({ JobName }, { place }) => ({ Job: shownJob(jobs.get(JobName, place)) }),
    ),
    StartJobRun: operation<glue.StartJobRunRequest>(
      ({ JobName }, context) => onNamed("StartJobRun", "job", JobName, context),
      (input, { place }) => {
        const run = jobs.start(jobs.get(input.JobName, place), { arguments: input.Arguments });
        return { JobRunId: run.id };
      },
    ),
    GetJobRun: operation<glue.GetJobRunRequest>(
      ({ JobName }, context) => onNamed("GetJobRun", "job", JobName, context),
      ({ JobName, RunId }, { place }) => {
        const job = jobs.get(JobName, place);
        const run = job.runs.find(({ id }) => id === RunId);
        if (!run) throw new AwsError("EntityNotFoundException", `Job Run not found: ${RunId}`);
        return { JobRun: shownRun(job, run) };
      },
    ),
    GetJobRuns: operation<glue.GetJobRunsRequest>(
      ({ JobName }, context) => onNamed("GetJobRuns", "job", JobName, context),
      (input, { place }) => {
        const job = jobs.get(input.JobName, place);
        const runs = [...job.runs].reverse().map((run) => shownRun(job, run));
        return page(runs, input, "JobRuns");
      },
    ),
    GetJobBookmark: operation<glue.GetJobBookmarkRequest>(
      () => ({ action: "glue:GetJobBookmark", resource: "*" }),
      ({ JobName }, { place }) => {
        const job = jobs.get(JobName, place);
        const bookmark = bookmarks.of(job.arn);
        if (!bookmark) throw new AwsError("EntityNotFoundException", `No bookmark for job ${job.name}`);
        return { JobBookmarkEntry: entryOf(job, bookmark.run, bookmark.runId, JSON.stringify(bookmark.state)) };
      },
    ),
    ResetJobBookmark: operation<glue.ResetJobBookmarkRequest>(
      () => ({ action: "glue:ResetJobBookmark", resource: "*" }),
      ({ JobName }, { place }) => {
        const job = jobs.get(JobName, place);
        bookmarks.reset(job.arn);
        return { JobBookmarkEntry: entryOf(job, 0, "", "{}") };
      },
    ),
  };
}

function workflowOperations({ workflows }: GlueService): Record<string, Operation> {
  return {
    StartTrigger: operation<glue.StartTriggerRequest>(
      ({ Name }, context) => onNamed("StartTrigger", "trigger", Name, context),
      ({ Name }, { place }) => {
        const trigger = workflows.trigger(Name, place);
        if (trigger.inputs.type === "ON_DEMAND") workflows.fire(trigger);
        else trigger.active = true;
        return { Name };
      },
    ),
    StopTrigger: operation<glue.StopTriggerRequest>(
      ({ Name }, context) => onNamed("StopTrigger", "trigger", Name, context),
      ({ Name }, { place }) => {
        workflows.trigger(Name, place).active = false;
        return { Name };
      },
    ),
    StartWorkflowRun: operation<glue.StartWorkflowRunRequest>(
      ({ Name }, context) => onNamed("StartWorkflowRun", "workflow", Name, context),
      ({ Name }, { place }) => ({ RunId: workflows.startWorkflow(workflows.workflow(Name, place)).id }),
    ),
    GetWorkflowRun: operation<glue.GetWorkflowRunRequest>(
      ({ Name }, context) => onNamed("GetWorkflowRun", "workflow", Name, context),
      ({ Name, RunId }, { place }) => {
        const workflow = workflows.workflow(Name, place);
        const run = workflow.runs.find(({ id }) => id === RunId);
        if (!run) throw new AwsError("EntityNotFoundException", `Entity not found: run ${RunId}`);
        return { Run: shownWorkflowRun(workflow, run) };
      },
    ),
  };
}

function entryOf({ name }: Job, Version: number, RunId: string, JobBookmark: string): glue.JobBookmarkEntry {
  return { JobName: name, Version, Run: Version, Attempt: 0, RunId, JobBookmark };
}

function shownCrawler(crawler: Crawler): object {
  const { name, inputs, roleArn, state, last, created } = crawler;
  return {
    Name: name,
    Role: roleArn.slice(roleArn.indexOf("role/") + 5),
    DatabaseName: inputs.databaseName,
    Targets: {
      S3Targets: inputs.s3Targets.map(({ path, exclusions }) => ({ Path: path, Exclusions: exclusions ?? [] })),
    },
    State: state,
    CreationTime: new Date(created),
    CrawlElapsedTime: 0,
    Version: 1,
    ...(inputs.tablePrefix !== undefined && { TablePrefix: inputs.tablePrefix }),
    ...(inputs.description !== undefined && { Description: inputs.description }),
    ...(inputs.securityConfiguration && { CrawlerSecurityConfiguration: inputs.securityConfiguration }),
    ...(last && { LastCrawl: last }),
  };
}

function shownJob({ name, inputs, created }: Job): object {
  const { command } = inputs;
  return {
    Name: name,
    Role: inputs.roleArn,
    CreatedOn: new Date(created),
    Command: {
      Name: "glueetl",
      ScriptLocation: command.scriptLocation,
      ...(command.pythonVersion && { PythonVersion: command.pythonVersion }),
    },
    DefaultArguments: inputs.defaultArguments ?? {},
    MaxRetries: inputs.maxRetries ?? 0,
    ExecutionProperty: { MaxConcurrentRuns: inputs.executionProperty?.maxConcurrentRuns ?? 1 },
    ...(inputs.glueVersion && { GlueVersion: inputs.glueVersion }),
    ...(inputs.timeout !== undefined && { Timeout: inputs.timeout }),
    ...(inputs.workerType && { WorkerType: inputs.workerType }),
    ...(inputs.numberOfWorkers !== undefined && { NumberOfWorkers: inputs.numberOfWorkers }),
    ...(inputs.securityConfiguration && { SecurityConfiguration: inputs.securityConfiguration }),
  };
}

function shownRun({ name, inputs }: Job, run: JobRun): object {
  return {
    Id: run.id,
    Attempt: run.attempt,
    ...(run.previous !== undefined && { PreviousRunId: run.previous }),
    ...(run.trigger !== undefined && { TriggerName: run.trigger }),
    JobName: name,
    JobRunState: run.state,
    StartedOn: new Date(run.started),
    LastModifiedOn: new Date(run.completed ?? run.started),
    ...(run.completed !== undefined && {
      CompletedOn: new Date(run.completed),
      ExecutionTime: Math.round((run.completed - run.started) / 1000),
    }),
    ...(run.error !== undefined && { ErrorMessage: run.error }),
    Arguments: run.arguments,
    ...(inputs.glueVersion && { GlueVersion: inputs.glueVersion }),
    LogGroupName: "/aws-glue/jobs",
  };
}

function shownWorkflowRun(workflow: Workflow, run: WorkflowRun): object {
  const states = [...run.nodes.values()];
  const count = (...wanted: string[]) => states.filter((state) => wanted.includes(state)).length;
  return {
    Name: workflow.name,
    WorkflowRunId: run.id,
    WorkflowRunProperties: workflow.properties,
    StartedOn: new Date(run.started),
    ...(run.completed !== undefined && { CompletedOn: new Date(run.completed) }),
    Status: run.status,
    Statistics: {
      TotalActions: states.length,
      SucceededActions: count("SUCCEEDED"),
      FailedActions: count("FAILED"),
      ErroredActions: count("ERROR"),
      RunningActions: count("RUNNING"),
      StoppedActions: 0,
      TimeoutActions: 0,
      WaitingActions: 0,
    },
  };
}
