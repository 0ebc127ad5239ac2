import { type Options, type ResourceRecord, type Rule } from "../../../policy/model";
import { type Program } from "./program";

/** A resource of a case: what its record is without what a case does not care about. */
export interface Sketch {
  readonly type: string;
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
  /** Names of the sketches that a property was made from. */
  readonly from?: Readonly<Record<string, readonly string[]>>;
  /** Name of the parent's sketch. */
  readonly parent?: string;
  readonly provider?: Readonly<Record<string, unknown>>;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly ignoreChanges?: readonly string[];
}

export type Outcome = "good" | "bad" | "undecided" | "not its business";

export interface Case {
  /** What is special about it. */
  readonly title: string;
  readonly is: Outcome;
  readonly resources: readonly Sketch[];
  readonly options?: Options;
  /** What the finding's message must say. */
  readonly says?: RegExp;
}

/** How the real program is broken so that one rule, and no other, notices. */
export interface Mutation {
  /** "turns the stream's encryption off" */
  readonly what: string;
  readonly change: (program: Program) => void;
}

/** What a rule is tried on. */
export interface Specimen {
  readonly rule: Rule;
  readonly cases: readonly Case[];
  readonly mutation: Mutation;
}

/** The records of a case's sketches. */
export function recordsOf(sketches: readonly Sketch[]): readonly ResourceRecord[] {
  const urns = new Map(sketches.map((sketch) => [sketch.name, urnOf(sketch)]));
  const urn = (name: string) => {
    const found = urns.get(name);
    if (found === undefined) throw new Error(`There is no sketch named "${name}".`);
    return found;
  };
  return sketches.map(({ from = {}, parent, ...rest }) => ({
    ...rest,
    urn: urnOf(rest),
    ...(parent !== undefined && { parent: urn(parent) }),
    propertyDependencies: Object.fromEntries(Object.entries(from).map(([name, names]) => [name, names.map(urn)])),
  }));
}

export function urnOf({ type, name }: { readonly type: string; readonly name: string }): string {
  return `urn:pulumi:case::huut::${type}::${name}`;
}
