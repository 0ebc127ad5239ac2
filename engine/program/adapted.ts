import { appendFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { ADAPTATIONS, type GapOwner } from "../known-gaps";

/**
 * A program as the engine runs it: unchanged, but for what the emulator or a bridged plugin needs said otherwise.
 *
 * @param load requires the program's entry point
 * @param owners whose gaps there are in this run
 * @param usedFile takes a line for each adaptation that was needed: its index
 */
export function adapted(load: () => unknown, owners: readonly GapOwner[], usedFile: string): () => Promise<unknown> {
  return async () => {
    pulumi.runtime.registerStackTransformation(({ type, props, opts }) => {
      let inputs = props as Record<string, unknown>;
      ADAPTATIONS.forEach((adaptation, index) => {
        if (adaptation.type !== type || !owners.includes(adaptation.owner)) return;
        const changed = adaptation.adapt(inputs);
        if (changed === undefined) return;
        inputs = changed;
        appendFileSync(usedFile, `${index}\n`);
      });
      return inputs === props ? undefined : { props: inputs, opts };
    });
    const program = load();
    return typeof program === "function" ? (program as () => unknown)() : program;
  };
}
