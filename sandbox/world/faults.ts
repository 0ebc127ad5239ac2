import type { Random } from "./random";

/** What can go wrong at a place. */
export type FaultKind =
  /** The service answers with its throttling error; nothing was done. */
  | "throttle"
  /** The service answers with an internal error; nothing was done. */
  | "error"
  /** The effect takes place, but the answer is lost: the caller sees a time-out. */
  | "lost-answer"
  /** A message or record is delivered twice. */
  | "duplicate"
  /** A message or record is held back, so that later ones overtake it. */
  | "reorder"
  /** An event that its service tells on a best-effort basis never arrives. */
  | "lose"
  /** The function dies right after the call has taken effect. */
  | "crash";

/** One line of a fault plan. Everything but the kind is optional and narrows where it strikes. */
export interface Fault {
  readonly kind: FaultKind;
  /** The service, by its signing name: `sqs`, `dynamodb`, … */
  readonly service?: string;
  /** The operation, e.g. `TransactWriteItems`. */
  readonly operation?: string;
  /** Part of the resource's name or ARN. */
  readonly resource?: string;
  /** Part of the calling function's name. */
  readonly function?: string;
  /** 0 to 1; 1 when not given. */
  readonly probability?: number;
  /** Milliseconds of virtual time after the start of the world. */
  readonly from?: number;
  readonly until?: number;
  /** At most so many times. */
  readonly times?: number;
  /** Milliseconds: how long a `reorder` holds back at most; 60,000 when not given. */
  readonly delay?: number;
}

export interface FaultPlan {
  readonly name?: string;
  readonly faults: readonly Fault[];
}

/** Where a fault might strike. */
export interface FaultSite {
  readonly service: string;
  readonly operation?: string;
  readonly resource?: string;
  readonly function?: string;
}

/** Draws, for each occasion, whether a fault of the plan strikes. */
export class Faults {
  private readonly lines: { readonly fault: Fault; readonly random: Random; struck: number }[];

  constructor(
    plan: FaultPlan | undefined,
    random: Random,
    private readonly start: number,
    private readonly now: () => number,
  ) {
    this.lines = (plan?.faults ?? []).map((fault, i) => ({ fault, random: random.fork(String(i)), struck: 0 }));
  }

  get any(): boolean {
    return this.lines.length > 0;
  }

  /** The first fault of one of `kinds` that strikes at `site` now, if any. */
  strikes(kinds: readonly FaultKind[], site: FaultSite): Fault | undefined {
    for (const line of this.lines) {
      const { fault } = line;
      if (!kinds.includes(fault.kind) || !applies(fault, site)) continue;
      if (fault.times !== undefined && line.struck >= fault.times) continue;
      const elapsed = this.now() - this.start;
      if (elapsed < (fault.from ?? -Infinity) || elapsed >= (fault.until ?? Infinity)) continue;
      if (!line.random.chance(fault.probability ?? 1)) continue;
      line.struck++;
      return fault;
    }
    return undefined;
  }

  /** How often each line of the plan struck, in the plan's order. */
  counts(): { readonly fault: Fault; readonly struck: number }[] {
    return this.lines.map(({ fault, struck }) => ({ fault, struck }));
  }
}

function applies(fault: Fault, site: FaultSite): boolean {
  return (
    (fault.service === undefined || fault.service === site.service) &&
    (fault.operation === undefined || fault.operation === site.operation) &&
    (fault.resource === undefined || (site.resource ?? "").includes(fault.resource)) &&
    (fault.function === undefined || (site.function ?? "").includes(fault.function))
  );
}
