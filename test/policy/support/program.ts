import { type ResourceRecord } from "../../../policy/model";
import { recordsOf, type Sketch } from "./specimen";

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

  /** Adds resources that the program does not have. */
  add(...sketches: readonly Sketch[]): void {
    this.resources.push(...recordsOf(sketches));
  }

  private replace(old: ResourceRecord, changed: ResourceRecord): void {
    this.resources = this.resources.map((resource) => (resource === old ? changed : resource));
  }
}
