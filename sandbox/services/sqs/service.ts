import type { Place } from "../../kernel/arn";
import type { Cloud } from "../../kernel/cloud";
import { AwsError } from "../../kernel/errors";
import type { CallContext, KeyUse, Operation, ResourceModel, ResourceStatus, Service } from "../../kernel/service";
import type { Random } from "../../world/random";
import { invalid, type Message } from "./message";
import { adminOperations } from "./admin";
import { messageOperations } from "./operations";
import { MoveTasks } from "./move-tasks";
import { type Queue, type Depth } from "./queue";
import { resources } from "./resources";
import { parseRedriveAllowPolicy, parseRedrivePolicy } from "./settings";

/** How long a `reorder` or `duplicate` holds a message back at most, unless the plan says otherwise: milliseconds. */
const LONGEST_DETOUR = 60_000;

/** SQS: standard queues, their dead-letter queues and redrives. FIFO queues are refused. */
export class SqsService implements Service {
  readonly name = "sqs";
  readonly sdk = "@aws-sdk/client-sqs";
  readonly denial = { code: "AccessDenied", statusCode: 403 };
  readonly throttling = { code: "RequestThrottled", statusCode: 400 };
  readonly operations: Readonly<Record<string, Operation>>;
  readonly resources: Readonly<Record<string, ResourceModel>>;
  private readonly queues = new Map<string, Queue>();
  /** Until when a principal's data key for a queue is reused, so that KMS is not asked again. */
  private readonly dataKeys = new Map<string, number>();
  private readonly ids: Random;
  private readonly detours: Random;

  constructor(readonly cloud: Cloud) {
    this.ids = cloud.world.random.fork("sqs/ids");
    this.detours = cloud.world.random.fork("sqs/detours");
    const moves = new MoveTasks(this);
    this.operations = { ...messageOperations(this), ...adminOperations(this), ...moves.operations };
    this.resources = resources(this);
  }

  /** Runs `listener` once whenever messages of a queue become visible. Returns how to stop it. */
  onMessages(queueArn: string, listener: () => void): () => void {
    return this.byArn(queueArn).onVisible(listener);
  }

  depth(queueArn: string): Depth {
    return this.byArn(queueArn).depth();
  }

  /** What lies in a queue, in the order of its arrival, without receiving it: for balances and reports. */
  messages(queueArn: string): readonly Message[] {
    return this.byArn(queueArn).messages();
  }

  /** Every queue's ARN, sorted. */
  queueArns(): string[] {
    return [...this.queues.keys()].sort();
  }

  /** Whether another queue gives messages up to this one. */
  isDeadLetterQueue(queueArn: string): boolean {
    return this.sourcesOf(queueArn).length > 0;
  }

  summary(): object {
    return Object.fromEntries(
      this.queueArns().map((arn) => {
        const queue = this.byArn(arn);
        return [arn, { ...queue.depth(), ...queue.counts }];
      }),
    );
  }

  status(): Readonly<Record<string, ResourceStatus>> {
    return Object.fromEntries(
      this.queueArns().map((arn) => {
        const queue = this.byArn(arn);
        const { visible, inFlight, delayed } = queue.depth();
        const ageSeconds = queue.ageSeconds();
        return [arn, { waiting: visible, running: inFlight, delayed, ageSeconds, ...queue.counts }];
      }),
    );
  }

  inFlight(): number {
    let total = 0;
    for (const queue of this.queues.values()) if (!this.isDeadLetterQueue(queue.arn)) total += queue.size;
    return total;
  }

  all(): Iterable<Queue> {
    return this.queues.values();
  }

  add(queue: Queue): void {
    if (this.queues.has(queue.arn)) {
      throw new AwsError("QueueNameExists", `A queue named ${queue.name} exists already in ${queue.place.account}.`);
    }
    this.queues.set(queue.arn, queue);
  }

  remove(queueArn: string): void {
    this.byArn(queueArn).purge();
    this.queues.delete(queueArn);
  }

  /** @throws AwsError QueueDoesNotExist */
  byArn(arn: string): Queue {
    const queue = this.queues.get(arn);
    if (!queue) throw new AwsError("QueueDoesNotExist", "The specified queue does not exist.");
    return queue;
  }

  /** The queue of a URL, at whatever host it was reached. @throws AwsError QueueDoesNotExist, InvalidAddress */
  byUrl(url: string | undefined, place: Place): Queue {
    if (!url) throw new AwsError("MissingParameter", "The request must contain the parameter QueueUrl.");
    const [, host = "", account, name] = /^https?:\/\/([^/]+)\/(\d{12})\/([^/]+)$/.exec(url) ?? [];
    const region = /^sqs\.([a-z0-9-]+)\.amazonaws\.com$/.exec(host)?.[1] ?? place.region;
    if (!account || region !== place.region) {
      throw new AwsError("InvalidAddress", `The address ${url} is not valid for the endpoint of ${place.region}.`, 404);
    }
    return this.byArn(`arn:aws:sqs:${region}:${account}:${name}`);
  }

  sourcesOf(queueArn: string): Queue[] {
    return [...this.queues.values()].filter(({ redrive }) => redrive?.deadLetterTargetArn === queueArn);
  }

  /** @throws AwsError when the dead-letter queue does not exist or does not admit this source */
  setRedrivePolicy(queue: Queue, text: string): void {
    const policy = parseRedrivePolicy(text, queue.place);
    const target = this.queues.get(policy.deadLetterTargetArn);
    if (!target)
      throw invalid(`Value ${text} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.`);
    if (!admits(target, queue.arn)) {
      throw invalid(
        `Value ${text} for parameter RedrivePolicy is invalid. Reason: the redrive allow policy of ${target.arn} does not admit ${queue.arn}.`,
      );
    }
    queue.redrive = policy;
  }

  setRedriveAllowPolicy(queue: Queue, text: string): void {
    queue.redriveAllow = parseRedriveAllowPolicy(text);
  }

  /** Gives a message up to the dead-letter queue. Returns whether that admitted it: if not, the message stays. */
  giveUp(source: Queue, message: Message): boolean {
    const target = source.redrive && this.queues.get(source.redrive.deadLetterTargetArn);
    if (!target || !admits(target, source.arn)) return false;
    message.deadLetterSource = source.arn;
    target.enqueue(message);
    return true;
  }

  /** Takes a message in, with the detours that the fault plan wants of a standard queue. */
  accept(queue: Queue, message: Message, delaySeconds: number): void {
    queue.counts.sent++;
    const delay = delaySeconds * 1000;
    const site = { service: "sqs", operation: "SendMessage", resource: queue.arn };
    const { faults } = this.cloud.world;
    if (!faults.any) return queue.enqueue(message, delay);
    const reorder = faults.strikes(["reorder"], site);
    queue.enqueue(message, delay + (reorder ? this.detour(reorder.delay) : 0));
    const duplicate = faults.strikes(["duplicate"], site);
    if (duplicate) queue.enqueue({ ...message }, delay + this.detour(duplicate.delay));
  }

  messageId(): string {
    return this.ids.uuid();
  }

  /** Uses the queue's key, if it has one and the caller's data key is no longer good. */
  useKey(queue: Queue, context: CallContext, ...uses: KeyUse[]): void {
    const { kmsMasterKeyId, kmsDataKeyReusePeriodSeconds } = queue.settings;
    if (!kmsMasterKeyId) return;
    const { call, world } = context;
    const caller = call.principal.kind === "role" ? call.principal.sessionArn : JSON.stringify(call.principal);
    const slot = [caller, call.sourceArn, queue.arn, ...uses].join(" ");
    if ((this.dataKeys.get(slot) ?? 0) > world.now()) return;
    for (const use of uses) context.useKey(kmsMasterKeyId, use, { "aws:sqs:arn": queue.arn });
    this.dataKeys.set(slot, world.now() + kmsDataKeyReusePeriodSeconds * 1000);
  }

  private detour(longest = LONGEST_DETOUR): number {
    return this.detours.int(1, Math.max(1, longest));
  }
}

function admits({ redriveAllow }: Queue, sourceArn: string): boolean {
  if (redriveAllow.redrivePermission === "byQueue") return redriveAllow.sourceQueueArns?.includes(sourceArn) ?? false;
  return redriveAllow.redrivePermission === "allowAll";
}
