import { type PolicyResource, type ResourceValidationArgs } from "@pulumi/policy";
import { type Configuration, optionsOf } from "./judge";
import { type Options, Resource, type ResourceRecord, type ResourceRule, type Rule, Stack } from "./model";
import { judgeOneSafely, judgeSafely, type SafeFinding } from "./safely";
import { recordOfArgs, recordsOfResources } from "./sources/crossguard";
import { type Suppression, suppressionOf } from "./suppression";

export interface PackOptions {
  readonly rules: readonly Rule[];
  readonly suppressions: readonly Suppression[];
  /** `2026-11-24`, in UTC. */
  readonly today: string;
}

/**
 * What the pack remembers while the engine asks it: first about every resource by itself, before it is changed, then
 * about the stack. Each question is put to one policy, which knows neither the others' options nor what they found.
 */
export class Session {
  private readonly configured = new Map<string, Options>();
  /** Properties as the program set them: what comes back from a preview has more that is not known yet. */
  private readonly inputs = new Map<string, ResourceRecord["props"]>();
  /** Undecided findings by rule, and of rules about one resource by its URN, too. */
  private readonly undecidedOf = new Map<string, readonly SafeFinding[]>();
  private readonly used = new Set<Suppression>();

  constructor(readonly pack: PackOptions) {}

  /** What a resource rule finds in a resource, less what is suppressed. */
  judgeResource(rule: ResourceRule, args: ResourceValidationArgs): readonly SafeFinding[] {
    this.configured.set(rule.id, args.getConfig());
    if (!rule.types.includes(args.type)) return [];
    const record = recordOfArgs(args);
    this.inputs.set(record.urn, record.props);
    const options = optionsOf(rule, this.configured.get(rule.id));
    const open = this.unsuppressed(judgeOneSafely(rule, new Resource(record), options));
    return this.remembered(`${rule.id} ${record.urn}`, open);
  }

  /** What a stack rule finds in a stack, less what is suppressed. */
  judgeStack(rule: Rule, resources: readonly PolicyResource[], options: Options): readonly SafeFinding[] {
    this.configured.set(rule.id, options);
    const records = recordsOfResources(resources).map((record) => ({
      ...record,
      props: { ...record.props, ...this.inputs.get(record.urn) },
    }));
    const open = this.unsuppressed(judgeSafely(new Stack(records), [rule], this.configuration));
    return this.remembered(rule.id, open);
  }

  /** What no rule that was asked could decide about the resources of a stack. */
  undecided(resources: readonly PolicyResource[]): readonly SafeFinding[] {
    const urns = new Set(resources.map(({ urn }) => urn));
    return [...this.undecidedOf.values()].flat().filter(({ resource }) => urns.has(resource.urn));
  }

  /** The suppressions that covered a finding since the engine began to ask. */
  get usedSuppressions(): ReadonlySet<Suppression> {
    return this.used;
  }

  private remembered(question: string, open: readonly SafeFinding[]): readonly SafeFinding[] {
    this.undecidedOf.set(
      question,
      open.filter(({ verdict }) => verdict === "undecided"),
    );
    return open;
  }

  private get configuration(): Configuration {
    return Object.fromEntries(this.configured);
  }

  /** A failure of a rule cannot be lived with. */
  private unsuppressed(findings: readonly SafeFinding[]): readonly SafeFinding[] {
    const { suppressions, today } = this.pack;
    return findings.filter((finding) => {
      const suppression = finding.verdict === "failure" ? undefined : suppressionOf(finding, suppressions, today);
      if (suppression) this.used.add(suppression);
      return !suppression;
    });
  }
}
