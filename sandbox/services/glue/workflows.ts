import type { Place } from "../../kernel/arn";
import type { Cloud } from "../../kernel/cloud";
import { nextTime } from "../../kernel/cron";
import { AwsError } from "../../kernel/errors";
import { outOfScope } from "../../kernel/scope";
import type { Crawlers } from "./crawlers";
import type { TriggerInputs } from "./inputs";
import type { Jobs } from "./jobs";

export interface Workflow {
  readonly name: string;
  readonly place: Place;
  readonly created: number;
  readonly maxConcurrentRuns: number | undefined;
  readonly properties: Readonly<Record<string, string>>;
  readonly runs: WorkflowRun[];
}

/** A run of a workflow: how each crawler and job that it started stands. */
export interface WorkflowRun {
  readonly id: string;
  readonly started: number;
  completed: number | undefined;
  status: "RUNNING" | "COMPLETED";
  readonly nodes: Map<string, string>;
  readonly fired: Set<string>;
}

export interface Trigger {
  readonly name: string;
  readonly place: Place;
  readonly inputs: TriggerInputs;
  active: boolean;
}

/** Triggers and the workflows they belong to. */
export class Workflows {
  private readonly workflows = new Map<string, Workflow>();
  private readonly triggers = new Map<string, Trigger>();

  constructor(
    private readonly cloud: Cloud,
    private readonly crawlers: Crawlers,
    private readonly jobs: Jobs,
  ) {
    const free = (kind: string, place: Place, name: string, state: string) =>
      this.ended(undefined, { kind, name, place, state });
    crawlers.onEnd((crawler, state) => free("crawler", crawler.place, crawler.name, state));
    jobs.onEnd((job, state) => free("job", job.place, job.name, state));
  }

  addWorkflow(workflow: Workflow): void {
    this.workflows.set(keyOf(workflow.place, workflow.name), workflow);
  }

  addTrigger(trigger: Trigger): void {
    const key = keyOf(trigger.place, trigger.name);
    if (this.triggers.has(key)) throw new AwsError("AlreadyExistsException", `Trigger ${trigger.name} exists already`);
    if (trigger.inputs.workflowName !== undefined) this.workflow(trigger.inputs.workflowName, trigger.place);
    this.triggers.set(key, trigger);
    if (trigger.inputs.schedule) this.schedule(trigger, trigger.inputs.schedule);
  }

  removeTrigger(place: Place, name: string): void {
    this.triggers.delete(keyOf(place, name));
  }

  removeWorkflow(place: Place, name: string): void {
    this.workflows.delete(keyOf(place, name));
  }

  /** @throws EntityNotFoundException */
  workflow(name: string | undefined, place: Place): Workflow {
    const workflow = this.workflows.get(keyOf(place, name ?? ""));
    if (!workflow) throw new AwsError("EntityNotFoundException", `Entity not found: workflow ${name}`);
    return workflow;
  }

  /** @throws EntityNotFoundException */
  trigger(name: string | undefined, place: Place): Trigger {
    const trigger = this.triggers.get(keyOf(place, name ?? ""));
    if (!trigger) throw new AwsError("EntityNotFoundException", `Trigger ${name} not found`);
    return trigger;
  }

  allWorkflows(): Workflow[] {
    return [...this.workflows.values()];
  }

  /** Starts a workflow by hand: by its start trigger. @throws ConcurrentRunsExceededException */
  startWorkflow(workflow: Workflow): WorkflowRun {
    const start = this.triggersOf(workflow).find(({ inputs }) => inputs.type !== "CONDITIONAL");
    if (!start)
      throw new AwsError("InvalidInputException", `The workflow ${workflow.name} has no trigger that starts it.`);
    return this.run(workflow, start);
  }

  /** Fires a trigger: in a run of its workflow, or by itself. */
  fire(trigger: Trigger): void {
    const { workflowName } = trigger.inputs;
    if (workflowName === undefined) this.act(trigger, undefined);
    else this.run(this.workflow(workflowName, trigger.place), trigger);
  }

  private run(workflow: Workflow, start: Trigger): WorkflowRun {
    const running = workflow.runs.filter(({ status }) => status === "RUNNING").length;
    if (workflow.maxConcurrentRuns !== undefined && running >= workflow.maxConcurrentRuns)
      throw new AwsError("ConcurrentRunsExceededException", `Workflow ${workflow.name} has too many runs.`);
    const { world } = this.cloud;
    const random = world.random.fork(`glue/workflow/${workflow.name}/${workflow.runs.length}`);
    const run: WorkflowRun = {
      id: `wr_${random.hex(64)}`,
      started: world.now(),
      completed: undefined,
      status: "RUNNING",
      nodes: new Map(),
      fired: new Set([start.name]),
    };
    workflow.runs.push(run);
    this.act(start, { workflow, run });
    return run;
  }

  private act(trigger: Trigger, within: Within | undefined): void {
    const { place } = trigger;
    for (const action of trigger.inputs.actions) {
      const kind = action.crawlerName === undefined ? "job" : "crawler";
      const name = action.crawlerName ?? action.jobName ?? "";
      const onEnd = within && ((state: string) => this.ended(within, { kind, name, place, state }));
      within?.run.nodes.set(`${kind} ${name}`, "RUNNING");
      try {
        if (kind === "crawler") this.crawlers.start(this.crawlers.get(name, place), onEnd);
        else {
          const options = { arguments: action.arguments, trigger: trigger.name, ...(onEnd && { onEnd }) };
          this.jobs.start(this.jobs.get(name, place), options);
        }
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        // What cannot start ends at once: the run shows it, and goes on without it.
        within?.run.nodes.set(`${kind} ${name}`, "ERROR");
        if (within) this.closeIfDone(within.run);
      }
    }
  }

  /** A crawler or job has ended, in a run of a workflow or by itself: conditional triggers may fire. */
  private ended(within: Within | undefined, node: EndedNode): void {
    within?.run.nodes.set(`${node.kind} ${node.name}`, node.state);
    const candidates = within ? this.triggersOf(within.workflow) : this.freeTriggers(node.place);
    for (const trigger of candidates) {
      if (trigger.inputs.type !== "CONDITIONAL" || !trigger.active || within?.run.fired.has(trigger.name)) continue;
      if (!this.holds(trigger, within?.run, node)) continue;
      within?.run.fired.add(trigger.name);
      this.act(trigger, within);
    }
    if (within) this.closeIfDone(within.run);
  }

  private holds({ inputs }: Trigger, run: WorkflowRun | undefined, node: EndedNode): boolean {
    const conditions = inputs.predicate?.conditions ?? [];
    const met = conditions.map(({ crawlerName, crawlState, jobName, state }) => {
      const kind = crawlerName === undefined ? "job" : "crawler";
      const name = crawlerName ?? jobName ?? "";
      const actual = run ? run.nodes.get(`${kind} ${name}`) : this.lastState(kind, name, node);
      return actual === (crawlState ?? state);
    });
    const concerned = conditions.some(({ crawlerName, jobName }) =>
      node.kind === "crawler" ? crawlerName === node.name : jobName === node.name,
    );
    return concerned && (inputs.predicate?.logical === "ANY" ? met.some(Boolean) : met.every(Boolean));
  }

  private lastState(kind: string, name: string, node: EndedNode): string | undefined {
    if (kind === node.kind && name === node.name) return node.state;
    if (kind === "crawler") return this.crawlers.get(name, node.place).last?.Status;
    return this.jobs.get(name, node.place).runs.at(-1)?.state;
  }

  private closeIfDone(run: WorkflowRun): void {
    if ([...run.nodes.values()].includes("RUNNING")) return;
    run.status = "COMPLETED";
    run.completed = this.cloud.world.now();
  }

  private triggersOf({ name, place }: Workflow): Trigger[] {
    return this.triggersIn(place).filter(({ inputs }) => inputs.workflowName === name);
  }

  private freeTriggers(place: Place): Trigger[] {
    return this.triggersIn(place).filter(({ inputs }) => inputs.workflowName === undefined);
  }

  private triggersIn({ account, region }: Place): Trigger[] {
    return [...this.triggers.values()].filter(({ place }) => place.account === account && place.region === region);
  }

  private schedule(trigger: Trigger, expression: string): void {
    const { world } = this.cloud;
    const next = nextTime(expression, world.now());
    if (next === undefined) return;
    world.at(next, () => {
      if (this.triggers.get(keyOf(trigger.place, trigger.name)) !== trigger) return;
      if (trigger.active) outOfScope(() => this.fireOnTime(trigger));
      this.schedule(trigger, expression);
    });
  }

  /** Too many runs at once: this time is left out. */
  private fireOnTime(trigger: Trigger): void {
    try {
      this.fire(trigger);
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== "ConcurrentRunsExceededException") throw error;
    }
  }
}

interface Within {
  readonly workflow: Workflow;
  readonly run: WorkflowRun;
}

interface EndedNode {
  readonly kind: string;
  readonly name: string;
  readonly place: Place;
  readonly state: string;
}

function keyOf({ account, region }: Place, name: string): string {
  return `${account}/${region}/${name}`;
}
