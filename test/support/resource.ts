import { Catalog, resourceRequest } from "../../sandbox/engine/catalog";
import type { Place } from "../../sandbox/kernel/arn";
import type { Cloud } from "../../sandbox/kernel/cloud";

const catalogs = new WeakMap<Cloud, Catalog>();

/**
 * Brings one resource into a cloud as a deployment does: inputs checked, outputs computed, then created.
 * @param type Pulumi token, e.g. `aws:sqs/queue:Queue`
 * @returns inputs and outputs together, as a program would see them
 */
export async function createResource<O extends object = Record<string, string>>(
  cloud: Cloud,
  type: string,
  name: string,
  inputs: Record<string, unknown>,
  place: Place,
): Promise<O & { readonly id: string }> {
  let catalog = catalogs.get(cloud);
  if (!catalog) catalogs.set(cloud, (catalog = new Catalog(cloud.all())));
  const urn = `urn:pulumi:test::test::${type}::${name}`;
  const shaped = catalog.shape(type, resourceRequest(urn, name, inputs, place));
  const parsed = catalog.parsedInputs(type, urn, inputs) as Record<string, unknown>;
  const outputs = { ...parsed, ...shaped };
  const resource = {
    urn,
    type,
    name,
    stack: "test",
    custom: true,
    ...place,
    id: shaped.id,
    inputs: parsed,
    outputs,
    dependencies: [],
    propertyDependencies: {},
    protect: false,
    retainOnDelete: false,
    deleteBeforeReplace: false,
    ignoreChanges: [],
    replaceOnChanges: [],
    additionalSecretOutputs: [],
    aliases: [],
  };
  await catalog.model(type, urn).create({ ...resourceRequest(urn, name, parsed, place), outputs, resource } as never);
  return outputs as unknown as O & { readonly id: string };
}
