import { readFileSync } from "node:fs";
import { type Judged } from "../../policy/gate";
import { Stack } from "../../policy/model";
import { stackOfState } from "../../policy/sources/state";
import { exitStatus, projectFolder, UserError } from "../shared";
import { recordsOfGraph } from "./graph-records";

/** The stacks of the program, evaluated in this process. */
export async function stacksOfProgram(names: readonly string[]): Promise<readonly Judged[]> {
  // Loaded only now: a list or a state needs nothing of it.
  const { graphsOf } = await import("../../sandbox");
  const graphs = await graphsOf({ project: projectFolder, stacks: names });
  return graphs.map((graph) => ({
    name: graph.stack,
    source: `Pulumi.${graph.stack}.yaml`,
    stack: new Stack(recordsOfGraph(graph)),
  }));
}

/** The stack that `pulumi stack export` wrote to a file; - stands for standard input. */
export function stackOfFile(file: string): Judged {
  const text = readInput(file);
  const { name, records } = orUserError(() => stackOfState(text, file === "-" ? "Standard input" : file));
  return { name, source: file === "-" ? `Pulumi.${name}.yaml` : file, stack: new Stack(records) };
}

/** @throws UserError when there is no such file */
export function readInput(file: string): string {
  try {
    return readFileSync(file === "-" ? process.stdin.fd : file, "utf8");
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${(error as Error).message}`, exitStatus.input);
  }
}

/** What is wrong with an input is the user's to mend: one sentence, no stack. */
export function orUserError<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UserError((error as Error).message, exitStatus.input);
  }
}
