import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import type { Signal } from "../../components/shared";
import { settingsOf } from "../../stacks/config";
import { deployPlatform } from "../../stacks/platform";
import { project } from "./platform";
import { record } from "./recording";

/** The configuration in a stack's file, as Pulumi hands it to programs. */
export function configOf(stack: string): Record<string, string> {
  const { config } = parse(readFileSync(join(project, `Pulumi.${stack}.yaml`), "utf8")) as {
    config: Record<string, unknown>;
  };
  const texts = Object.entries(config).map(
    ([key, value]) => [key, typeof value === "object" ? JSON.stringify(value) : String(value)] as const,
  );
  return Object.fromEntries(texts);
}

/**
 * The signals of every component that a stack makes, ordered by name, each once: a part's signals are its owner's, too.
 * A component has its signals by the time it registers its outputs, so that is where they are collected.
 */
export function signalsOf(stack: string): Promise<Signal[]> {
  let signals = evaluated.get(stack);
  if (!signals) evaluated.set(stack, (signals = collectSignals(stack)));
  return signals;
}

const evaluated = new Map<string, Promise<Signal[]>>();

async function collectSignals(stack: string): Promise<Signal[]> {
  const found = new Map<string, Signal>();
  const prototype = pulumi.ComponentResource.prototype as unknown as { registerOutputs: (outputs?: unknown) => void };
  const original = prototype.registerOutputs;
  prototype.registerOutputs = function (this: { readonly signals?: readonly Signal[] }, outputs?: unknown) {
    for (const signal of this.signals ?? []) found.set(signal.name, signal);
    original.call(this, outputs);
  };
  try {
    await record(stack, () => deployPlatform(settingsOf(stack, configOf(stack))));
  } finally {
    prototype.registerOutputs = original;
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
