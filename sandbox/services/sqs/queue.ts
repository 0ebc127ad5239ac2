import type { PolicyDocument } from "../../iam";
import type { Place } from "../../kernel/arn";
import { AwsError } from "../../kernel/errors";
import type { Appointment, World } from "../../world/world";
import { invalid, type Message } from "./message";
import { LIMITS, type QueueSettings, type RedriveAllowPolicy, type RedrivePolicy } from "./settings";

/** A message's stay in one queue. */
interface Stay {
  readonly key: number;
  readonly message: Message;
  state: "delayed" | "visible" | "inFlight";
  /** The end of the delay or of the visibility timeout. */
  wake?: Appointment;
  readonly expiry: Appointment;
}

export interface Received {
  readonly message: Message;
  readonly receiptHandle: string;
}

export interface Depth {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** One standard queue and the messages in it. */
export class Queue {
  policy: PolicyDocument | undefined;
  redrive: RedrivePolicy | undefined;
  redriveAllow: RedriveAllowPolicy = { redrivePermission: "allowAll" };
  readonly counts = { sent: 0, received: 0, deleted: 0, expired: 0, deadLettered: 0, purged: 0 };
  readonly createdAt: number;
  private readonly stays = new Map<number, Stay>();
  /** Oldest arrival first. */
  private readonly visible = new Set<Stay>();
  private inFlightCount = 0;
  private nextKey = 0;
  private readonly listeners = new Set<() => void>();
  private readonly waiting = new Set<() => void>();
  private waking = false;

  constructor(
    private readonly world: World,
    readonly name: string,
    readonly arn: string,
    readonly url: string,
    readonly place: Place,
    readonly settings: QueueSettings,
  ) {
    this.createdAt = world.now();
  }

  /** Takes a message in, to be seen after `delay` milliseconds. */
  enqueue(message: Message, delay = 0): void {
    const key = this.nextKey++;
    const expiresAt = message.sentAt + this.settings.messageRetentionSeconds * 1000;
    const expiry = this.world.at(expiresAt, () => this.expire(key));
    const stay: Stay = { key, message, state: "delayed", expiry };
    this.stays.set(key, stay);
    if (delay > 0) stay.wake = this.world.after(delay, () => this.show(stay));
    else this.show(stay);
  }

  /**
   * Takes up to `count` messages out of sight for `visibility` seconds.
   * @param giveUp takes the messages that were received too often
   * @throws AwsError OverLimit when too many are in flight
   */
  receive(count: number, visibility: number, giveUp: (message: Message) => boolean): Received[] {
    const received: Received[] = [];
    for (const stay of this.visible) {
      if (received.length === count) break;
      if (this.isDead(stay.message) && giveUp(stay.message)) {
        this.drop(stay);
        this.counts.deadLettered++;
        continue;
      }
      if (this.inFlightCount >= LIMITS.inFlight) {
        if (received.length > 0) break;
        throw new AwsError("OverLimit", `There are ${LIMITS.inFlight} messages in flight in ${this.name}.`, 403);
      }
      received.push(this.handOut(stay, visibility));
    }
    return received;
  }

  /** Deletes the message of a receipt handle; a handle that a later receive has replaced deletes nothing. */
  delete(receiptHandle: string): void {
    const stay = this.stayOf(receiptHandle);
    if (!stay) return;
    this.drop(stay);
    this.counts.deleted++;
  }

  /** @throws AwsError when the message is not in flight under this handle */
  changeVisibility(receiptHandle: string, seconds: number): void {
    const stay = this.stayOf(receiptHandle);
    if (!stay) {
      throw invalid(
        `Value ${receiptHandle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
      );
    }
    if (stay.state !== "inFlight") throw new AwsError("MessageNotInflight", "The message is not in flight.");
    stay.wake?.cancel();
    if (seconds === 0) this.show(stay);
    else stay.wake = this.world.after(seconds * 1000, () => this.show(stay));
  }

  purge(): void {
    for (const stay of [...this.stays.values()]) this.drop(stay);
    this.counts.purged++;
  }

  /** Takes the oldest visible message out, for good. */
  takeOldest(): Message | undefined {
    const [stay] = this.visible;
    if (stay) this.drop(stay);
    return stay?.message;
  }

  /** Runs `listener` when messages become visible, once for those of one moment. Returns how to stop it. */
  onVisible(listener: () => void): () => void {
    this.listeners.add(listener);
    if (this.visible.size > 0) this.wakeListeners();
    return () => this.listeners.delete(listener);
  }

  /** Waits until a message becomes visible, at most `seconds`. */
  async untilVisible(seconds: number): Promise<void> {
    if (this.visible.size > 0) return;
    await new Promise<void>((resolve) => {
      const timer = this.world.after(seconds * 1000, () => wake());
      const wake = () => {
        timer.cancel();
        this.waiting.delete(wake);
        resolve();
      };
      this.waiting.add(wake);
    });
  }

  depth(): Depth {
    const visible = this.visible.size;
    return { visible, inFlight: this.inFlightCount, delayed: this.stays.size - visible - this.inFlightCount };
  }

  /** Seconds since the oldest message was sent; 0 while there is none. */
  ageSeconds(): number {
    const [oldest] = this.stays.values();
    return oldest ? Math.floor((this.world.now() - oldest.message.sentAt) / 1000) : 0;
  }

  /** Everything in the queue, in the order of its arrival, without receiving it. */
  messages(): Message[] {
    return [...this.stays.values()].map(({ message }) => message);
  }

  get size(): number {
    return this.stays.size;
  }

  private isDead(message: Message): boolean {
    return this.redrive !== undefined && message.receiveCount >= this.redrive.maxReceiveCount;
  }

  private handOut(stay: Stay, visibility: number): Received {
    const { message } = stay;
    this.visible.delete(stay);
    stay.state = "inFlight";
    this.inFlightCount++;
    message.receiveCount++;
    message.firstReceivedAt ??= this.world.now();
    this.counts.received++;
    stay.wake = this.world.after(visibility * 1000, () => this.show(stay));
    return { message, receiptHandle: handleOf(this.name, stay) };
  }

  private show(stay: Stay): void {
    if (stay.state === "visible") return;
    if (stay.state === "inFlight") this.inFlightCount--;
    stay.state = "visible";
    this.visible.add(stay);
    this.wakeListeners();
  }

  private wakeListeners(): void {
    const [waiter] = this.waiting;
    if (waiter) return waiter();
    if (this.waking || this.listeners.size === 0) return;
    this.waking = true;
    this.world.after(0, () => {
      this.waking = false;
      for (const listener of this.listeners) listener();
    });
  }

  private expire(key: number): void {
    const stay = this.stays.get(key);
    if (!stay) return;
    this.drop(stay);
    this.counts.expired++;
  }

  private drop(stay: Stay): void {
    this.stays.delete(stay.key);
    this.visible.delete(stay);
    if (stay.state === "inFlight") this.inFlightCount--;
    stay.wake?.cancel();
    stay.expiry.cancel();
  }

  private stayOf(receiptHandle: string): Stay | undefined {
    const [name, key, count] = Buffer.from(receiptHandle, "base64url").toString("utf8").split("/");
    if (name !== this.name || key === undefined || count === undefined) {
      throw new AwsError(
        "ReceiptHandleIsInvalid",
        `The input receipt handle "${receiptHandle}" is not a valid receipt handle.`,
      );
    }
    const stay = this.stays.get(Number(key));
    return stay?.message.receiveCount === Number(count) ? stay : undefined;
  }
}

function handleOf(queueName: string, { key, message }: Stay): string {
  return Buffer.from(`${queueName}/${key}/${message.receiveCount}`, "utf8").toString("base64url");
}
