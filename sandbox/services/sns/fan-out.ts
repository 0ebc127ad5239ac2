import { deliver, sendTo, type Sender } from "../../kernel/delivery";
import type { Cloud } from "../../kernel/cloud";
import { AwsError } from "../../kernel/errors";
import type { Random } from "../../world/random";
import { parcelFor, textFor, wants, type Notification } from "./notification";
import type { Subscription, Topic } from "./topic";

/** Milliseconds from publication to delivery: SNS promises none; tens of milliseconds are usual. */
const LATENCY = [15, 60] as const;

/** How long a fault holds a delivery back at most, unless the plan says otherwise: milliseconds. */
const LONGEST_DETOUR = 60_000;

/** Takes each notification of a topic to its subscriptions, with retries and dead-letter queues. */
export class FanOut {
  /** Deliveries that are on their way. */
  pending = 0;
  private readonly latency: Random;
  private readonly detours: Random;

  constructor(private readonly cloud: Cloud) {
    this.latency = cloud.world.random.fork("sns/latency");
    this.detours = cloud.world.random.fork("sns/detours");
  }

  publish(topic: Topic, notification: Notification): void {
    for (const subscription of topic.subscriptions.values()) {
      if (!wants(subscription, notification, textFor(notification, subscription.protocol))) {
        subscription.counts.filteredOut++;
        continue;
      }
      for (const delay of this.delays(subscription)) this.send(topic, subscription, notification, delay);
    }
  }

  /** One delivery as a rule; the fault plan may hold it back or add another. */
  private delays(subscription: Subscription): number[] {
    const usual = this.latency.int(...LATENCY);
    const { faults } = this.cloud.world;
    if (!faults.any) return [usual];
    const site = { service: "sns", operation: "Publish", resource: subscription.arn };
    const reorder = faults.strikes(["reorder"], site);
    const duplicate = faults.strikes(["duplicate"], site);
    const detour = (longest = LONGEST_DETOUR) => usual + this.detours.int(1, Math.max(1, longest));
    return [reorder ? detour(reorder.delay) : usual, ...(duplicate ? [detour(duplicate.delay)] : [])];
  }

  private send(topic: Topic, subscription: Subscription, notification: Notification, delay: number): void {
    const { world } = this.cloud;
    const sender = senderOf(topic);
    this.pending++;
    const attempts = {
      attempt: async () => sendTo(this.cloud, subscription.endpoint, sender, parcelFor(subscription, notification)),
      wait: retryWait,
      done: () => {
        this.pending--;
        subscription.counts.delivered++;
      },
      failed: () => this.redrive(subscription, notification, sender),
    };
    deliver(world, attempts, delay);
  }

  private redrive(subscription: Subscription, notification: Notification, sender: Sender): void {
    const target = subscription.deadLetterTargetArn;
    const lost = () => {
      this.pending--;
      subscription.counts.lost++;
    };
    if (!target) return lost();
    deliver(this.cloud.world, {
      attempt: () => sendTo(this.cloud, target, sender, deadParcel(subscription, notification)),
      wait: retryWait,
      done: () => {
        this.pending--;
        subscription.counts.redriven++;
      },
      failed: lost,
    });
  }
}

/** The dead letter is what the endpoint would have got; raw attributes that do not fit are what made it a dead letter. */
function deadParcel(subscription: Subscription, notification: Notification) {
  try {
    return parcelFor(subscription, notification);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { body: textFor(notification, subscription.protocol) };
  }
}

function senderOf({ arn, place }: Topic): Sender {
  return { principal: { kind: "service", service: "sns.amazonaws.com" }, sourceArn: arn, sourceAccount: place.account };
}

/**
 * The delivery policy for endpoints that AWS manages: 3 retries at once, 2 a second apart, 10 from 1 to 20 seconds apart,
 * then every 20 seconds: https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
export function retryWait(retry: number): number | undefined {
  if (retry <= 3) return 0;
  if (retry <= 5) return 1_000;
  if (retry <= 15) return Math.round(1_000 * 20 ** ((retry - 6) / 9));
  return retry <= 100_015 ? 20_000 : undefined;
}
