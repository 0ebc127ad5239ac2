/** Tags that every resource carries, set once on the provider. */
export interface PlatformTags {
  readonly [key: string]: string;
}

/**
 * The default tags of a stack's providers.
 *
 * @param costCenter who pays: the key under which the bill is split
 */
export function platformTags(stack: string, costCenter: string): PlatformTags {
  return { project: "huut", stack, "cost-center": costCenter, "managed-by": "pulumi" };
}
