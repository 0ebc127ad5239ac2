import { type PolicyProviderResource, type PolicyResource, type ResourceValidationArgs } from "@pulumi/policy";
import { type ResourceRecord } from "../model";
import { plainOf } from "./plain";

/** The record of one resource, as CrossGuard has it before a change. What it depends on, and `retainOnDelete`, it does not say. */
export function recordOfArgs({ urn, type, name, props, opts, provider }: ResourceValidationArgs): ResourceRecord {
  const { protect, ignoreChanges, parent } = opts;
  const made = { urn, type, name, props: plainOf(props), protect, ignoreChanges };
  return { ...made, ...(parent !== undefined && { parent }), ...providerOf(provider) };
}

/** The records of a stack, as CrossGuard has them after a preview or an update. It does not say `retainOnDelete`. */
export function recordsOfResources(resources: readonly PolicyResource[]): readonly ResourceRecord[] {
  return resources.map(({ urn, type, name, props, opts, provider, parent, propertyDependencies }) => ({
    urn,
    type,
    name,
    props: plainOf(props),
    protect: opts.protect,
    ignoreChanges: opts.ignoreChanges,
    ...(parent && { parent: parent.urn }),
    ...providerOf(provider),
    propertyDependencies: Object.fromEntries(
      Object.entries(propertyDependencies).map(([property, made]) => [property, made.map((other) => other.urn)]),
    ),
  }));
}

function providerOf(provider: PolicyProviderResource | undefined): Pick<ResourceRecord, "provider"> {
  return provider ? { provider: plainOf(provider.props) } : {};
}
