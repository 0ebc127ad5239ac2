import { Resource, type ResourceRecord } from "./resource";

/** By what texts others may name a resource. */
const NAMING = ["arn", "id", "name", "bucket", "url", "functionName", "keyId"] as const;

/** The resources of one stack and how they hang together. */
export class Stack {
  readonly resources: readonly Resource[];
  private readonly byUrn: ReadonlyMap<string, Resource>;
  private byLiteral: ReadonlyMap<string, readonly Resource[]> | undefined;

  constructor(records: readonly ResourceRecord[]) {
    this.resources = records.map((record) => new Resource(record));
    this.byUrn = new Map(this.resources.map((resource) => [resource.urn, resource]));
  }

  ofType(...types: readonly string[]): readonly Resource[] {
    return this.resources.filter((resource) => types.includes(resource.type));
  }

  parentOf(resource: Resource): Resource | undefined {
    return resource.record.parent === undefined ? undefined : this.byUrn.get(resource.record.parent);
  }

  /**
   * The resources that a property names: by what it was made from, and where a program wrote down plain names, ids or
   * ARNs instead, by those texts, at whatever depth and within JSON text too.
   * @param path a top-level property, or one within it; dependencies are known by the top-level one only
   * @param types only resources of these types; all when none is given
   */
  references(resource: Resource, path: string, ...types: readonly string[]): readonly Resource[] {
    const named = textsIn(resource.at(path).json().raw).flatMap((text) => this.named(text, resource));
    const found = [...new Set([...named, ...this.madeFrom(resource, path)])];
    return types.length === 0 ? found : found.filter((other) => types.includes(other.type));
  }

  /** The resources that a top-level property, or the one that a path lies in, was made from. */
  madeFrom(resource: Resource, path: string): readonly Resource[] {
    const urns = resource.record.propertyDependencies?.[path.split(".")[0] as string] ?? [];
    return urns.flatMap((urn) => this.byUrn.get(urn) ?? []);
  }

  /** The resources of a type whose property names the resource. */
  referrers(resource: Resource, type: string, path: string): readonly Resource[] {
    return this.ofType(type).filter((other) => this.references(other, path, resource.type).includes(resource));
  }

  private named(text: string, from: Resource): readonly Resource[] {
    this.byLiteral ??= literals(this.resources);
    return (this.byLiteral.get(text) ?? []).filter((other) => other !== from);
  }
}

function literals(resources: readonly Resource[]): ReadonlyMap<string, readonly Resource[]> {
  const byText = new Map<string, Resource[]>();
  for (const resource of resources) {
    const texts = new Set(NAMING.map((name) => resource.at(name).raw));
    for (const text of texts) {
      if (typeof text !== "string") continue;
      byText.set(text, [...(byText.get(text) ?? []), resource]);
    }
  }
  return byText;
}

/** Every text in a property. */
export function textsIn(raw: unknown): readonly string[] {
  if (typeof raw === "string") return raw === "" ? [] : [raw];
  return typeof raw === "object" && raw !== null ? Object.values(raw).flatMap(textsIn) : [];
}
