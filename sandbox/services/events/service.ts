import type { Place } from "../../kernel/arn";
import type { Cloud } from "../../kernel/cloud";
import { nextTime } from "../../kernel/cron";
import { AwsError } from "../../kernel/errors";
import type { Operation, ResourceModel, Service } from "../../kernel/service";
import type { Random } from "../../world/random";
import { Dispatch } from "./dispatch";
import { operations } from "./operations";
import { resources } from "./resources";
import type { BusEvent, Emitted, Rule } from "./rule";

/** EventBridge: the default bus of every account and region, and rules with queues and functions as targets. */
export class EventsService implements Service {
  readonly name = "events";
  readonly sdk = "@aws-sdk/client-eventbridge";
  readonly throttling = { code: "ThrottlingException", statusCode: 400 };
  readonly operations: Readonly<Record<string, Operation>>;
  readonly resources: Readonly<Record<string, ResourceModel>>;
  private readonly rules = new Map<string, Map<string, Rule>>();
  private readonly dispatch: Dispatch;
  private readonly ids: Random;

  constructor(readonly cloud: Cloud) {
    this.dispatch = new Dispatch(cloud);
    this.ids = cloud.world.random.fork("events/ids");
    this.operations = operations(this);
    this.resources = resources(this);
  }

  /** Puts an event of an AWS service on the default bus of a place. Returns the event's id. */
  emit(place: Place, emitted: Emitted): string {
    const event = this.eventOf(place, emitted);
    for (const rule of this.rulesOf(place)) {
      if (rule.enabled && rule.pattern?.matches(event)) this.dispatch.dispatch(rule, event);
    }
    return event.id;
  }

  add(rule: Rule): void {
    const key = keyOf(rule.place);
    let own = this.rules.get(key);
    if (!own) this.rules.set(key, (own = new Map()));
    if (own.has(rule.name))
      throw new AwsError("ResourceAlreadyExistsException", `There is a rule ${rule.name} already.`);
    own.set(rule.name, rule);
    if (rule.scheduleExpression) this.schedule(rule, rule.scheduleExpression);
  }

  remove({ place, name }: Pick<Rule, "place" | "name">): void {
    this.rules.get(keyOf(place))?.delete(name);
  }

  /** @throws AwsError ResourceNotFoundException */
  rule(name: string | undefined, place: Place): Rule {
    const rule = this.rules.get(keyOf(place))?.get(name ?? "");
    if (!rule) throw new AwsError("ResourceNotFoundException", `Rule ${name} does not exist on EventBus default.`);
    return rule;
  }

  rulesOf(place: Place): Iterable<Rule> {
    return this.rules.get(keyOf(place))?.values() ?? [];
  }

  summary(): object {
    const all = [...this.rules.values()].flatMap((rules) => [...rules.values()]);
    return Object.fromEntries(
      all.map(({ arn, counts }) => [arn, counts] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  }

  inFlight(): number {
    return this.dispatch.pending;
  }

  private schedule(rule: Rule, expression: string): void {
    const { world } = this.cloud;
    const next = nextTime(expression, world.now());
    if (next === undefined) return;
    world.at(next, () => {
      if (this.rules.get(keyOf(rule.place))?.get(rule.name) !== rule) return;
      if (rule.enabled) this.dispatch.dispatch(rule, this.scheduledEvent(rule));
      this.schedule(rule, expression);
    });
  }

  private scheduledEvent({ place, arn }: Rule): BusEvent {
    return this.eventOf(place, {
      source: "aws.events",
      "detail-type": "Scheduled Event",
      resources: [arn],
      detail: {},
    });
  }

  private eventOf({ account, region }: Place, { source, detail, resources = [], time, ...rest }: Emitted): BusEvent {
    return {
      version: "0",
      id: this.ids.uuid(),
      "detail-type": rest["detail-type"],
      source,
      account,
      time: new Date(time ?? this.cloud.world.now()).toISOString().replace(/\.\d+Z$/, "Z"),
      region,
      resources,
      detail,
    };
  }
}

function keyOf({ account, region }: Place): string {
  return `${account}/${region}`;
}
