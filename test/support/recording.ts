import * as pulumi from "@pulumi/pulumi";
import { withPlainTraces } from "../../sandbox/engine/plain-traces";

/** A resource as the program registered it. Only resources of providers: components have no inputs. */
export interface Recorded {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
  readonly provider?: string;
}

/** What a program registered. */
export class Recording<Result> {
  constructor(
    readonly resources: readonly Recorded[],
    readonly result: Result,
  ) {}

  /** Names of all resources of a type, sorted. */
  names(type: string): string[] {
    return this.ofType(type)
      .map((each) => each.name)
      .sort();
  }

  ofType(type: string): Recorded[] {
    return this.resources.filter((each) => each.type === type);
  }

  /** The inputs of the one resource of this type and name. */
  inputs(type: string, name: string): Record<string, unknown> {
    const found = this.ofType(type).filter((each) => each.name === name);
    if (found.length !== 1 || !found[0]) {
      throw new Error(
        `${found.length} resources are ${type} "${name}"; of this type there are: ${this.names(type).join(", ")}`,
      );
    }
    return found[0].inputs;
  }

  /** A policy or another JSON text among the inputs, parsed. */
  json<Shape>(type: string, name: string, property: string): Shape {
    return JSON.parse(String(this.inputs(type, name)[property])) as Shape;
  }
}

/** Outputs that AWS computes, as far as programs read them. */
function computed(type: string, name: string, inputs: Record<string, unknown>): Record<string, unknown> {
  const arn = inputs["arn"] ?? `arn:aws:mock:::${type.split(":").at(-1)}/${name}`;
  const domainName = `${name}.domain.example`;
  return { domainName, ...inputs, arn, keyId: `${name}-key`, url: `https://queue/${String(inputs["name"])}` };
}

/**
 * Runs a program under mocks and records what it registers. A call of a data source is an error: the program makes none.
 *
 * @param stack the stack's name
 */
export async function record<Result>(
  stack: string,
  program: () => Result | Promise<Result>,
): Promise<Recording<Result>> {
  const resources: Recorded[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, provider }) => {
        const recorded = inputs as Record<string, unknown>;
        resources.push({ type, name, inputs: recorded, provider });
        return { id: `${name}-id`, state: computed(type, name, recorded) };
      },
      call: ({ token }) => {
        throw new Error(`The program calls ${token}, which no test expects`);
      },
    },
    "huut-data-platform",
    stack,
  );
  const failures: unknown[] = [];
  const onRejection = (error: unknown): void => void failures.push(error);
  process.on("unhandledRejection", onRejection);
  try {
    const result = await withPlainTraces(async () => {
      const returned = await program();
      // Not in Pulumi's declarations: resources made from outputs register after the program has returned.
      await (pulumi.runtime as unknown as { waitForRPCs(): Promise<void> }).waitForRPCs();
      return returned;
    });
    if (failures.length > 0) throw failures[0];
    return new Recording(resources, result);
  } finally {
    process.off("unhandledRejection", onRejection);
  }
}
