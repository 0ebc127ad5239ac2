import type { Place } from "../../kernel/arn";
import type { Cloud } from "../../kernel/cloud";
import { AwsError } from "../../kernel/errors";
import { outOfScope } from "../../kernel/scope";
import type { Operation, Service } from "../../kernel/service";
import type { EventsService } from "../events";
import { isOver, type Job } from "./job";
import { operations } from "./operations";
import { quotas, RequestRates } from "./quotas";
import { Failure, isSpoken, listen, writeDown } from "./run";

/**
 * How long a job takes here: a start and a share of the media's length. AWS promises no speed; a quarter is what
 * people report for media of some minutes. Milliseconds.
 */
const PACE = { start: 5_000, share: 0.25 } as const;

/** Amazon Transcribe: batch jobs, with a stand-in for the recognizer. */
export class TranscribeService implements Service {
  readonly name = "transcribe";
  readonly sdk = "@aws-sdk/client-transcribe";
  readonly throttling = { code: "ThrottlingException", statusCode: 400 };
  readonly operations: Readonly<Record<string, Operation>>;
  readonly rates = new RequestRates();
  private readonly jobs = new Map<string, Map<string, Job>>();
  /** Jobs that wait for one of those that run to end, by place. */
  private readonly queues = new Map<string, Job[]>();
  private readonly running = new Map<string, number>();

  constructor(readonly cloud: Cloud) {
    this.operations = operations(this);
  }

  /** The jobs of a place that are still known, the oldest first. */
  jobsOf(place: Place): Map<string, Job> {
    let own = this.jobs.get(keyOf(place));
    if (!own) this.jobs.set(keyOf(place), (own = new Map()));
    const oldest = this.cloud.world.now() - quotas.retention * 86_400_000;
    for (const [name, { created }] of own) {
      if (created > oldest) break;
      own.delete(name);
    }
    return own;
  }

  /** Holds a job's name, before anything of it is checked. @throws AwsError ConflictException */
  reserve(job: Job): void {
    const own = this.jobsOf(job.place);
    if (own.has(job.name))
      throw new AwsError("ConflictException", "The requested job name already exists. Use a different job name.");
    own.set(job.name, job);
  }

  forget(job: Job): void {
    this.jobsOf(job.place).delete(job.name);
  }

  /** Starts a job, or queues it when it may be. @throws AwsError LimitExceededException */
  submit(job: Job): void {
    const key = keyOf(job.place);
    if ((this.running.get(key) ?? 0) < quotas.concurrentJobs) return this.start(job);
    if (!job.execution?.deferrable)
      throw new AwsError(
        "LimitExceededException",
        "You have too many transcription jobs in progress. Wait until some are done and try your request again.",
      );
    job.status = "QUEUED";
    const queue = this.queues.get(key);
    if (queue) queue.push(job);
    else this.queues.set(key, [job]);
  }

  summary(): object {
    const places = [...this.jobs].map(([place, jobs]) => {
      const states: Record<string, number> = {};
      let seconds = 0;
      for (const { status, durationMs = 0 } of jobs.values()) {
        states[status] = (states[status] ?? 0) + 1;
        if (status === "COMPLETED") seconds += durationMs / 1000;
      }
      const sorted = Object.fromEntries(Object.entries(states).sort(([a], [b]) => (a < b ? -1 : 1)));
      return [place, { jobs: sorted, seconds: Math.round(seconds) }] as const;
    });
    return Object.fromEntries(places.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  inFlight(): number {
    return [...this.jobs.values()].reduce(
      (sum, jobs) => sum + [...jobs.values()].filter((job) => !isOver(job)).length,
      0,
    );
  }

  private start(job: Job): void {
    const key = keyOf(job.place);
    this.running.set(key, (this.running.get(key) ?? 0) + 1);
    job.status = "IN_PROGRESS";
    job.started = this.cloud.world.now();
    outOfScope(() => this.cloud.world.after(PACE.start, () => this.listen(job)));
  }

  private async listen(job: Job): Promise<void> {
    const { world } = this.cloud;
    try {
      if (this.strikes(job)) throw new Failure("Internal failure. Try your request again.");
      const heard = await listen(this.cloud, job);
      const { durationMs, format, sampleRate } = heard.media;
      job.durationMs = durationMs;
      job.detected = { format, ...(sampleRate !== undefined && { sampleRate }) };
      world.after(durationMs * PACE.share, async () => {
        try {
          const recognition = await writeDown(this.cloud, job, heard);
          job.languages = recognition.languages;
          job.hasSubtitles = isSpoken(recognition);
          this.finish(job);
        } catch (error) {
          this.fail(job, error);
        }
      });
    } catch (error) {
      this.fail(job, error);
    }
  }

  private fail(job: Job, error: unknown): void {
    if (!(error instanceof Failure)) throw error;
    this.finish(job, error.message);
  }

  private finish(job: Job, reason?: string): void {
    job.completed = this.cloud.world.now();
    job.reason = reason;
    job.status = reason === undefined ? "COMPLETED" : "FAILED";
    this.tell(job);
    this.release(job);
  }

  /** Another job takes the place of one that is over. */
  private release({ place }: Job): void {
    const key = keyOf(place);
    this.running.set(key, (this.running.get(key) ?? 1) - 1);
    const next = this.queues.get(key)?.shift();
    if (next) this.start(next);
  }

  /**
   * The end of a job is told on the bus, on a best-effort basis: a fault `lose` keeps it from arriving.
   * https://docs.aws.amazon.com/transcribe/latest/dg/monitoring-events.html
   */
  private tell({ name, arn, place, status, reason, language }: Job): void {
    const { faults } = this.cloud.world;
    const emit = (type: string, detail: object) => {
      const site = { service: "transcribe", operation: type.replaceAll(" ", ""), resource: arn };
      if (faults.any && faults.strikes(["lose"], site)) return;
      const failure = reason === undefined ? {} : { FailureReason: reason };
      const event = { source: "aws.transcribe", "detail-type": type, resources: [], detail: { ...detail, ...failure } };
      this.cloud.service<EventsService>("events").emit(place, event);
    };
    if (language.kind === "one") {
      const detail = { JobType: "TranscriptionJob", JobName: name, LanguageIdentificationStatus: status };
      emit("Language Identification State Change", detail);
    }
    emit("Transcribe Job State Change", { TranscriptionJobName: name, TranscriptionJobStatus: status });
  }

  private strikes({ arn }: Job): boolean {
    const { faults } = this.cloud.world;
    return (
      faults.any && !!faults.strikes(["error"], { service: "transcribe", operation: "TranscriptionJob", resource: arn })
    );
  }
}

function keyOf({ account, region }: Place): string {
  return `${account}/${region}`;
}
