import { Actor, parseS3Url } from "../../kernel/actor";
import type { Place } from "../../kernel/arn";
import type { Cloud } from "../../kernel/cloud";
import { AwsError, Unsupported } from "../../kernel/errors";
import { outOfScope } from "../../kernel/scope";
import type { Random } from "../../world/random";
import type { EventsService } from "../events/service";
import type { RolePrincipal, StsService } from "../sts";
import type { Bookmarks } from "./bookmarks";
import type { JobInputs, SecurityInputs } from "./inputs";
import { publishMetrics } from "./job-metrics";
import { writeLog } from "./run-log";
import { readArguments } from "./sql-job/arguments";
import { runSqlJob, type SqlJobReport } from "./sql-job/run";
import { knownScripts, scriptDigest } from "./sql-job/scripts";

export interface Job {
  readonly name: string;
  readonly place: Place;
  readonly arn: string;
  readonly inputs: JobInputs;
  readonly security: SecurityInputs | undefined;
  readonly created: number;
  readonly runs: JobRun[];
}

export type JobRunState = "STARTING" | "RUNNING" | "SUCCEEDED" | "FAILED";

export interface JobRun {
  readonly id: string;
  readonly attempt: number;
  readonly previous: string | undefined;
  readonly trigger: string | undefined;
  readonly arguments: Readonly<Record<string, string>>;
  readonly started: number;
  state: JobRunState;
  completed: number | undefined;
  error: string | undefined;
  report: SqlJobReport | undefined;
}

export interface StartOptions {
  readonly arguments?: Readonly<Record<string, string>> | undefined;
  readonly trigger?: string;
  /** Told when the run and all of its retries are over. */
  readonly onEnd?: (state: JobRunState) => void | Promise<void>;
}

/** Milliseconds: until the workers are there, and from the first row to the last. */
const startUp = { shortest: 20_000, longest: 40_000 };
const work = { shortest: 30_000, longest: 60_000 };

/** Jobs and their runs. The one script that runs is the generic SQL job. */
export class Jobs {
  private readonly byName = new Map<string, Job>();
  private readonly listeners: ((job: Job, state: JobRunState) => void)[] = [];
  private random: Random | undefined;

  constructor(
    private readonly cloud: Cloud,
    private readonly bookmarks: Bookmarks,
  ) {}

  add(job: Job): void {
    const key = keyOf(job.place, job.name);
    if (this.byName.has(key)) throw new AwsError("AlreadyExistsException", `Job with name ${job.name} already exists`);
    this.byName.set(key, job);
  }

  remove(place: Place, name: string): void {
    this.byName.delete(keyOf(place, name));
  }

  /** @throws EntityNotFoundException */
  get(name: string | undefined, place: Place): Job {
    const job = this.byName.get(keyOf(place, name ?? ""));
    if (!job) throw new AwsError("EntityNotFoundException", `Job with name: ${name} not found.`);
    return job;
  }

  all(): Job[] {
    return [...this.byName.values()];
  }

  onEnd(listener: (job: Job, state: JobRunState) => void): void {
    this.listeners.push(listener);
  }

  /** @throws ConcurrentRunsExceededException */
  start(job: Job, options: StartOptions = {}): JobRun {
    this.random ??= this.cloud.world.random.fork("glue/jobs");
    return this.begin(job, options, `jr_${this.random.hex(64)}`, undefined);
  }

  private begin(job: Job, options: StartOptions, id: string, previous: JobRun | undefined): JobRun {
    const active = job.runs.filter(({ state }) => state === "STARTING" || state === "RUNNING").length;
    if (active >= (job.inputs.executionProperty?.maxConcurrentRuns ?? 1))
      throw new AwsError("ConcurrentRunsExceededException", `Concurrent runs exceeded for ${job.name}`);
    const { world } = this.cloud;
    const run: JobRun = {
      id,
      attempt: previous ? previous.attempt + 1 : 0,
      previous: previous?.id,
      trigger: options.trigger,
      arguments: { ...job.inputs.defaultArguments, ...options.arguments, ...job.inputs.nonOverridableArguments },
      started: world.now(),
      state: "STARTING",
      completed: undefined,
      error: undefined,
      report: undefined,
    };
    job.runs.push(run);
    const random = world.random.fork(`glue/job/${id}`);
    outOfScope(() =>
      world.after(random.int(startUp.shortest, startUp.longest), () => this.execute(job, run, options, random)),
    );
    return run;
  }

  private async execute(job: Job, run: JobRun, options: StartOptions, random: Random): Promise<void> {
    const { world } = this.cloud;
    run.state = "RUNNING";
    let principal: RolePrincipal | undefined;
    try {
      principal = this.cloud
        .service<StsService>("sts")
        .assumeForService(job.inputs.roleArn, "glue.amazonaws.com", { sessionName: "GlueJobRunnerSession" });
      run.report = await this.runScript(job, run, new Actor(this.cloud, { principal, place: job.place }), random);
    } catch (error) {
      if (error instanceof Unsupported) world.fail(error);
      run.error = error instanceof Error ? error.message : String(error);
    }
    if (principal) await this.log(job, run, principal);
    world.after(random.int(work.shortest, work.longest), () => this.end(job, run, options));
  }

  private async runScript(job: Job, run: JobRun, actor: Actor, random: Random): Promise<SqlJobReport> {
    const { bucket, key } = parseS3Url(job.inputs.command.scriptLocation);
    const digest = scriptDigest((await actor.get(bucket, key)).toString("utf8"));
    if (!knownScripts.has(digest)) {
      throw new Unsupported(
        `the script ${job.inputs.command.scriptLocation} of the Glue job ${job.name}: its digest is ${digest}, ` +
          "and only scripts listed in services/glue/sql-job/scripts.ts run",
      );
    }
    const bookmarkKey = job.security?.jobBookmarksEncryption.kmsKeyArn;
    const remembers = run.arguments["--job-bookmark-option"] === "job-bookmark-enable";
    const encryption = job.security?.s3Encryption;
    return runSqlJob({
      world: this.cloud.world,
      actor,
      runId: run.id,
      job: readArguments(run.arguments),
      bookmark: remembers ? this.bookmarks.read(job.arn, actor, bookmarkKey) : {},
      encryption:
        encryption?.s3EncryptionMode === "SSE-KMS"
          ? { ServerSideEncryption: "aws:kms", ...(encryption.kmsKeyArn && { SSEKMSKeyId: encryption.kmsKeyArn }) }
          : {},
      partId: random.uuid(),
      commit: (state) => {
        if (remembers) this.bookmarks.write(job.arn, actor, bookmarkKey, { runId: run.id, state });
      },
    });
  }

  private async log(job: Job, run: JobRun, principal: RolePrincipal): Promise<void> {
    const keyArn = job.security?.cloudwatchEncryption.kmsKeyArn;
    const about = { principal, place: job.place, stream: run.id, keyArn };
    if (run.error !== undefined) return writeLog(this.cloud, { ...about, group: "/aws-glue/jobs/error" }, [run.error]);
    const report = JSON.stringify({ partitions: run.report?.partitions ?? [] });
    await writeLog(this.cloud, { ...about, group: "/aws-glue/jobs/output" }, [report]);
    if (run.report && run.arguments["--enable-metrics"] !== undefined)
      await publishMetrics(new Actor(this.cloud, { principal, place: job.place }), job.name, run.report);
  }

  private async end(job: Job, run: JobRun, options: StartOptions): Promise<void> {
    run.state = run.error === undefined ? "SUCCEEDED" : "FAILED";
    run.completed = this.cloud.world.now();
    this.emit(job, run);
    if (run.state === "FAILED" && run.attempt < (job.inputs.maxRetries ?? 0)) {
      const original = run.id.replace(/_attempt_\d+$/, "");
      this.begin(job, options, `${original}_attempt_${run.attempt + 1}`, run);
      return;
    }
    await options.onEnd?.(run.state);
    for (const listener of this.listeners) listener(job, run.state);
  }

  /** https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-glue.html */
  private emit({ name, place }: Job, { id, state, error }: JobRun): void {
    this.cloud.service<EventsService>("events").emit(place, {
      source: "aws.glue",
      "detail-type": "Glue Job State Change",
      resources: [],
      detail: {
        jobName: name,
        severity: state === "SUCCEEDED" ? "INFO" : "ERROR",
        state,
        jobRunId: id,
        message: error ?? "Job run succeeded",
      },
    });
  }
}

function keyOf({ account, region }: Place, name: string): string {
  return `${account}/${region}/${name}`;
}
