import type { Behaviour, Probe } from "../behaviour";

export type TargetName = "sandbox" | "ministack" | "dynamodb-local" | "aws";

/** An endpoint that behaviours are held against. */
export interface Target {
  readonly name: TargetName;
  /** Behaviours that run there side by side. */
  readonly width: number;
  /** Whether the endpoint can be asked about a behaviour at all. */
  takes(behaviour: Behaviour): boolean;
  /** Gives a behaviour what it needs and tidies up after it. */
  with(behaviour: Behaviour, action: (probe: Probe) => Promise<void>): Promise<void>;
}
