import type { EngineEvent, PolicyEvent, StepEventMetadata } from "@pulumi/pulumi/automation/events";

/** What an operation of the engine did to one resource, or a preview would do. */
export interface Change {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly operation: string;
  /** Paths of the properties that differ, without indices: `extendedS3Configuration.customTimeZone`. */
  readonly properties: readonly string[];
}

/** An error that the engine reported, and the resource that it is about. */
export interface Problem {
  readonly urn?: string;
  readonly message: string;
}

const UNCHANGED = new Set(["same", "read", "refresh", "discard"]);

/** Whatever an engine that was asked to refresh found different, and what it was asked to change. */
export class EventLog {
  private readonly byUrn = new Map<string, Change>();
  readonly problems: Problem[] = [];
  readonly warnings: Problem[] = [];
  /** What the program wrote to standard error. */
  readonly written: string[] = [];
  private readonly announced = new Set<string>();

  readonly take = (event: EngineEvent): void => {
    const metadata = (event.resOutputsEvent ?? event.resourcePreEvent)?.metadata;
    if (metadata) this.note(metadata);
    if (event.policyEvent) this.noteViolation(event.policyEvent);
    const said = event.diagnosticEvent;
    if (!said) return;
    const problem = { ...(said.urn && { urn: said.urn }), message: plainText(said.message) };
    if (said.severity === "error" && problem.message !== "") this.problems.push(problem);
    if (said.severity === "warning") this.warnings.push(problem);
    if (said.severity === "info#err" && problem.message !== "") this.written.push(problem.message);
    this.follow(problem.message);
  };

  /**
   * Resources, in the order of the program, that it asked for and that never reached the engine, for their inputs or
   * dependencies never came: `type "name"`. In a program that ended by itself the first of them begins a cycle.
   */
  get waiting(): readonly string[] {
    return [...this.announced];
  }

  /** Pulumi's Node.js SDK tells its debug log what it registers. */
  private follow(message: string): void {
    const [, type, name] = /^Registering resource: t=(.+?), name=(.+?), custom=/.exec(message) ?? [];
    if (type !== undefined) this.announced.add(`${type} "${name}"`);
    const [, sent, sentName] = /^RegisterResource RPC prepared: t=(.+?), name=(.+)$/.exec(message) ?? [];
    if (sent !== undefined) this.announced.delete(`${sent} "${sentName}"`);
  }

  /** One change for each resource, ordered by URN. */
  get changes(): readonly Change[] {
    return [...this.byUrn.values()].sort((a, b) => (a.urn < b.urn ? -1 : 1));
  }

  /** What a policy pack says: a mandatory rule that is broken stops the engine, an advisory one warns. */
  private noteViolation({ policyName, message, resourceUrn, enforcementLevel }: PolicyEvent): void {
    const problem = {
      ...(resourceUrn && { urn: resourceUrn }),
      message: `${policyName} (${enforcementLevel}): ${plainText(message)}`,
    };
    (enforcementLevel === "mandatory" ? this.problems : this.warnings).push(problem);
  }

  private note(metadata: StepEventMetadata): void {
    if (UNCHANGED.has(metadata.op)) return;
    const { urn, type, op, detailedDiff, diffs } = metadata;
    const earlier = this.byUrn.get(urn)?.properties ?? [];
    const properties = [...Object.keys(detailedDiff ?? {}), ...(detailedDiff ? [] : (diffs ?? []))].map(withoutIndices);
    this.byUrn.set(urn, {
      urn,
      type,
      name: urn.split("::").at(-1) as string,
      operation: op,
      properties: [...new Set([...earlier, ...properties])].sort(),
    });
  }
}

/** `rules[0].id` and `tags["a.b"]` lose what depends on an order or a key. */
function withoutIndices(path: string): string {
  return path.replace(/\[[^\]]*\]/g, "");
}

/** Pulumi marks colours as `<{%fg 1%}>`. */
export function plainText(text: string): string {
  return text.replace(/<\{%.*?%\}>|\u001b\[[0-9;]*m/g, "").trim();
}

/** One line for people. */
export function describe(change: Change): string {
  const what = change.properties.length > 0 ? `: ${change.properties.join(", ")}` : "";
  return `${change.operation} ${change.type} "${change.name}"${what}`;
}
