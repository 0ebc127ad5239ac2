import { join } from "node:path";
import type { Life } from "./lifecycle";
import { runStack, type TierOptions } from "./tier";

/** A variant of the program that is broken on purpose: the tier must fail, and say why. */
export interface Broken {
  readonly name: string;
  readonly stack: string;
  /** The step that must fail. */
  readonly step: string;
  /** Whether the policy pack must find it. Where the engine itself must, the pack would only be slow. */
  readonly judged?: true;
  /** The resource that must not come up. */
  readonly resource?: { readonly type: string; readonly name: string };
  /** What its message must say. */
  readonly says: RegExp;
}

/** Each has its entry point in `test/engine/broken`. */
export const BROKEN: readonly Broken[] = [
  {
    name: "wrong-property",
    stack: "dev",
    step: "preview",
    says: /post-events-dead-letters.*(message_?retention_?seconds).*1209600/is,
  },
  { name: "cycle", stack: "dev", step: "preview", says: /aws:kms\/key:Key "lake": it needs.*a cycle/is },
  {
    name: "planted-violation",
    stack: "prod",
    step: "preview",
    judged: true,
    says: /kinesis\/stream:Stream changes: kinesis-stream-encrypted \(mandatory\).*encryptionType is NONE/is,
  },
  {
    name: "missing-permission",
    stack: "prod",
    step: "up",
    resource: { type: "aws:sns/topicSubscription:TopicSubscription", name: "post-events-subscription" },
    says: /post-events-subscription.*not authorized.*Subscribe/is,
  },
];

/** What became of a variant. */
export interface BrokenRun {
  /** What is wrong with how the tier takes it; nothing when it fails as it should. */
  readonly wrong: readonly string[];
  /** What the tier said, a line each. */
  readonly message: readonly string[];
}

/** Runs one variant. */
export async function runBroken(broken: Broken, options: Omit<TierOptions, "stack" | "variant">): Promise<BrokenRun> {
  const program = join(options.home, "test", "engine", "broken", `${broken.name}.ts`);
  const { stack, step, judged = false, resource } = broken;
  const variant = { program, step, judged, ...(resource && { resource }) };
  const life = await runStack({ ...options, stack, variant });
  return { wrong: verdict(broken, life), message: life.steps.flatMap(({ failures }) => failures) };
}

/** What is wrong with how the tier took a broken variant. */
export function verdict({ name, step, says }: Broken, { steps }: Pick<Life, "steps">): string[] {
  const failed = steps.find(({ failures }) => failures.length > 0);
  if (!failed) return [`${name} is broken, and went through`];
  const message = failed.failures.join("\n");
  return [
    ...(failed.step === step ? [] : [`${name} fails in "${failed.step}", not in "${step}"`]),
    ...(says.test(message) ? [] : [`${name} fails without saying why (${says}):\n${message}`]),
  ];
}
