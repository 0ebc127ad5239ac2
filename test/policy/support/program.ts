import { type ResourceRecord } from "../../../policy/model";
import { recordsOf, type Sketch } from "./specimen";

/** What tells a copy from what it is a copy of. */
const OWN = ["arn", "id", "name", "url", "bucket", "keyId", "uuid"];

type Props = Readonly<Record<string, unknown>>;

/** A stack of the real program, to be broken. */
export class Program {
  private resources: ResourceRecord[];

  constructor(records: readonly ResourceRecord[]) {
    this.resources = [...records];
  }

  get records(): readonly ResourceRecord[] {
    return this.resources;
  }

  /** A resource of the program. */
  get(type: string, name: string): ResourceRecord {
    const found = this.resources.filter((resource) => resource.type === type && resource.name === name);
    if (found.length !== 1) throw new Error(`The program has ${found.length} of ${type} "${name}".`);
    return found[0] as ResourceRecord;
  }

  /** Lays properties over a resource's. What is given as undefined is taken away. */
  set(type: string, name: string, props: Props | ((props: Props) => Props)): void {
    const old = this.get(type, name);
    const changed = { ...old.props, ...(typeof props === "function" ? props(old.props) : props) };
    const kept = Object.entries(changed).filter(([, value]) => value !== undefined);
    this.replace(old, { ...old, props: Object.fromEntries(kept) });
  }

  /** Changes what is not a property: protection, parent, dependencies. */
  setOptions(
    type: string,
    name: string,
    options: Partial<Omit<ResourceRecord, "urn" | "type" | "name" | "props">>,
  ): void {
    const old = this.get(type, name);
    this.replace(old, { ...old, ...options });
  }

  remove(type: string, name: string): void {
    const gone = this.get(type, name);
    this.resources = this.resources.filter((resource) => resource !== gone);
  }

  /**
   * Adds a resource that is like another, under its own name, ARN and URL. A policy that it carries is about what it is
   * made from instead.
   * @param from names of what a property is made from instead
   */
  copy(type: string, name: string, as: string, from: Readonly<Record<string, readonly string[]>> = {}): void {
    const { urn, props, propertyDependencies, ...rest } = this.get(type, name);
    const renamed = Object.entries(props).map(
      ([key, value]) => [key, OWN.includes(key) ? `${String(value)}-${as}` : value] as const,
    );
    const others = Object.entries(from).map(
      ([key, names]) => [key, names.map((other) => this.named(other).urn)] as const,
    );
    const changed = Object.keys(from).map((key) => [key, this.literal(key, from[key] ?? [])] as const);
    const { policy } = props;
    this.resources.push({
      ...rest,
      name: as,
      urn: urn.replace(/[^:]+$/, as),
      props: {
        ...Object.fromEntries(renamed),
        ...(typeof policy === "string" && { policy: this.redirected(policy, propertyDependencies ?? {}, from) }),
        ...Object.fromEntries(changed),
      },
      propertyDependencies: { ...propertyDependencies, ...Object.fromEntries(others) },
    });
  }

  /** What a property holds that is made from others: their URL, ARN or a redrive policy. */
  private literal(property: string, names: readonly string[]): unknown {
    const { props } = this.named(names[0] as string);
    if (property === "redrivePolicy") return JSON.stringify({ deadLetterTargetArn: props["arn"], maxReceiveCount: 5 });
    return property === "queueUrl" ? props["url"] : props["arn"];
  }

  /** A policy's text with the ARNs of what stands there instead. */
  private redirected(
    policy: string,
    before: Readonly<Record<string, readonly string[]>>,
    after: Readonly<Record<string, readonly string[]>>,
  ): string {
    return Object.entries(after).reduce((text, [key, names]) => {
      const old = this.resources.find(({ urn }) => urn === before[key]?.[0]);
      if (old === undefined) return text;
      const other = this.named(names[0] as string);
      return text.replaceAll(JSON.stringify(old.props["arn"]), JSON.stringify(other.props["arn"]));
    }, policy);
  }

  private named(name: string): ResourceRecord {
    const found = this.resources.filter((resource) => resource.name === name && resource.type.startsWith("aws:"));
    if (found.length !== 1) throw new Error(`The program has ${found.length} resources named "${name}".`);
    return found[0] as ResourceRecord;
  }

  /** Adds resources that the program does not have. */
  add(...sketches: readonly Sketch[]): void {
    this.resources.push(...recordsOf(sketches));
  }

  private replace(old: ResourceRecord, changed: ResourceRecord): void {
    this.resources = this.resources.map((resource) => (resource === old ? changed : resource));
  }
}
