import { type Program } from "../program";
import { type Sketch } from "../specimen";

/** Lays resources that the program lacks into its data account, so that region, account and tags are the program's. */
export function inDataAccount(program: Program, ...sketches: readonly Sketch[]): readonly Sketch[] {
  const provider = program.get("pulumi:providers:aws", "data-account").props;
  return sketches.map((sketch) => ({ provider, ...sketch }));
}

/** Where CloudFront looks for what it needs. */
export const EDGE = { region: "us-east-1" } as const;
