import { existsSync } from "node:fs";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { graphsOf, type StackGraph } from "../sandbox";
import { deployerOf, makeDeploymentRoles } from "./accounts";
import {
  ADAPTATIONS,
  type Adaptation,
  FAKED_TYPES,
  gapKeys,
  type GapOwner,
  LOST_INPUTS,
  READ_BACK_GAPS,
  type ReadBackGap,
} from "./known-gaps";
import { neededBy } from "./graphs";
import { type ConfigurationChange, type Life, live, type StateCheck, type StepResult } from "./lifecycle";
import { deleteLeftovers, type Storage } from "./leftovers";
import { type MiniStack, startMiniStack } from "./ministack";
import type { Toolchain } from "./toolchain";
import { openWorkspace } from "./workspace";

/** Raising the limit of one query touches one workgroup and nothing else. */
export const CONFIGURATION_CHANGE: ConfigurationChange = { key: "huut:scanLimitGiB", value: "7" };

const PROTECTION: ConfigurationChange = { key: "huut:protect", value: "false" };

export interface TierOptions {
  /** The repository. */
  readonly home: string;
  /** The folder with the program. */
  readonly project: string;
  readonly stack: string;
  readonly toolchain: Toolchain;
  /** One step of a variant that is broken on purpose, instead of the program's whole life. */
  readonly variant?: Variant;
  /** MiniStack's executable. */
  readonly emulator: string;
  readonly checkState?: StateCheck;
  readonly onStep: (step: string) => void;
  readonly onDone: (result: StepResult) => void;
}

/** A step of a variant of the program. */
export interface Variant {
  /** The entry point to run instead of the project's. */
  readonly program: string;
  readonly step: string;
  /** Whether the policy pack judges it. */
  readonly judged: boolean;
  /** The resource to bring up with all that it needs, instead of the whole stack. */
  readonly resource?: { readonly type: string; readonly name: string };
}

/** Takes one stack through its life against an emulator of its own. */
export async function runStack(options: TierOptions): Promise<Life> {
  const { home, project, stack, toolchain, variant } = options;
  const graph = await graphOf(project, stack);
  // The one step of a variant changes no setting.
  const changedGraph = variant ? graph : await graphOf(project, stack, CONFIGURATION_CHANGE);
  const unprotectedGraph = variant ? graph : await graphOf(project, stack, CONFIGURATION_CHANGE, PROTECTION);
  const declared = { graph, changedGraph, unprotectedGraph, change: CONFIGURATION_CHANGE, protection: PROTECTION };
  const known = toolchain.plugin === "bridged" ? LOST_INPUTS : [];
  const deployer = deployerOf(graph);
  const emulator = await startMiniStack(options.emulator, { region: regionOf(graph.resources) });
  try {
    await makeDeploymentRoles(emulator.endpoint, deployer);
    const place = { home, project, stack, toolchain, emulator, caller: deployer.caller };
    const opened = await openWorkspace({ ...place, ...(variant && { program: variant.program }) });
    try {
      const { onStep, onDone, checkState } = options;
      const policyPacks = variant?.judged === false ? [] : policyPacksOf(project);
      return await live({
        ...declared,
        opened,
        policyPacks,
        deleteLeftovers: () => deleteLeftovers(graph, storageOf(emulator)),
        lostInputs: known,
        ...(checkState && { checkState }),
        ...(variant && { step: variant.step }),
        ...(variant?.resource && { targets: neededBy(graph, variant.resource.type, variant.resource.name) }),
        onStep,
        onDone,
      });
    } finally {
      opened.remove();
    }
  } finally {
    await emulator.stop();
  }
}

/** MiniStack takes an account's number for the access key of its root. */
function storageOf({ endpoint }: MiniStack): Storage {
  return (account, region) =>
    new S3Client({
      endpoint,
      region,
      forcePathStyle: true,
      credentials: { accessKeyId: account, secretAccessKey: "test" },
    });
}

function policyPacksOf(project: string): string[] {
  const pack = join(project, "policy");
  return existsSync(join(pack, "PulumiPolicy.yaml")) ? [pack] : [];
}

/** Pulumi's runtime is one a process: programs are evaluated one after another, however many stacks are under way. */
let evaluations: Promise<unknown> = Promise.resolve();

/** What the sandbox makes of a stack with some settings changed. */
function graphOf(project: string, stack: string, ...changes: ConfigurationChange[]): Promise<StackGraph> {
  const graph = evaluations.then(() => evaluated(project, stack, changes));
  evaluations = graph.catch(() => undefined);
  return graph;
}

async function evaluated(project: string, stack: string, changes: readonly ConfigurationChange[]): Promise<StackGraph> {
  const config = Object.fromEntries(changes.map(({ key, value }) => [key, value]));
  const [graph] = await graphsOf({ project, stacks: [stack], config });
  if (!graph) throw new Error(`The sandbox made no graph of the stack "${stack}".`);
  return graph;
}

function regionOf(resources: readonly { readonly region?: string }[]): string {
  return resources.find(({ region }) => region !== undefined)?.region ?? "us-east-1";
}

/**
 * Tries whether the emulator still lacks the types that are kept in the state only.
 * @returns those that it has by now, or whose call fails in another way; a line each
 */
export async function probeFakedTypes(executable: string): Promise<string[]> {
  const region = "us-east-1";
  const emulator = await startMiniStack(executable, { region });
  try {
    const credentials = { accessKeyId: "222222222222", secretAccessKey: "test" };
    const config = { endpoint: emulator.endpoint, region, credentials };
    const answers = await Promise.all(
      FAKED_TYPES.map(async ({ type, probe, missing }) => {
        const error = await probe(config).then(
          () => "it is there",
          (failure: Error) => failure.message,
        );
        return missing.test(error) ? [] : [`${type} need not be faked any more: ${error}.`];
      }),
    );
    return answers.flat();
  } finally {
    await emulator.stop();
  }
}

/** Gaps that no life met, a sentence each: they are not needed any more, and the lists may only shrink. */
export function unusedGaps(
  lives: readonly Pick<Life, "usedGaps" | "usedAdaptations">[],
  toolchain: Pick<Toolchain, "plugin">,
): string[] {
  const met = new Set(lives.flatMap(({ usedGaps }) => [...usedGaps]));
  const adapted = new Set(lives.flatMap(({ usedAdaptations }) => [...usedAdaptations]));
  const applies = ({ owner }: { readonly owner: GapOwner }) => owner !== "bridge" || toolchain.plugin === "bridged";
  const sentence = (what: string, { owner, reason }: ReadBackGap | Adaptation) =>
    `A known gap of ${what} was not met: ${owner} ${reason}.`;
  return [
    ...READ_BACK_GAPS.filter(applies).flatMap((gap) =>
      gapKeys(gap).flatMap((key) => (met.has(key) ? [] : [sentence(key, gap)])),
    ),
    ...ADAPTATIONS.filter((gap) => applies(gap) && !adapted.has(gap)).map((gap) => sentence(gap.type, gap)),
  ];
}
