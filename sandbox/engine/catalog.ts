import * as v from "valibot";
import { createHash } from "node:crypto";
import type { Place } from "../kernel/arn";
import { Unsupported } from "../kernel/errors";
import type { ResourceModel, ResourceRequest, Service } from "../kernel/service";

/** The resource types and data sources of all service models, by Pulumi token. */
export class Catalog {
  private readonly models = new Map<string, ResourceModel>();
  private readonly functions = new Map<string, NonNullable<Service["functions"]>[string]>();

  constructor(services: readonly Service[]) {
    for (const service of services) {
      for (const [type, model] of Object.entries(service.resources ?? {})) this.models.set(type, model);
      for (const [token, fn] of Object.entries(service.functions ?? {})) this.functions.set(token, fn);
    }
  }

  /** @throws Unsupported */
  model(type: string, urn: string): ResourceModel {
    const model = this.models.get(type);
    if (!model) throw new Unsupported(`the resource type ${type} (${urn})`);
    return model;
  }

  invoke(token: string, args: Record<string, unknown>, place: Place): Record<string, unknown> {
    const fn = this.functions.get(token);
    if (!fn) throw new Unsupported(`the data source ${token}`);
    return fn(args, place);
  }

  /** Checks inputs and computes id and outputs. @throws Unsupported naming the property */
  shape(type: string, request: ResourceRequest<Record<string, unknown>>): Record<string, unknown> & { id: string } {
    const model = this.model(type, request.urn);
    const parsed = v.safeParse(model.inputs, request.inputs);
    if (!parsed.success) throw unsupportedInputs(type, request.urn, parsed.issues);
    return model.outputs({ ...request, inputs: parsed.output } as never);
  }

  parsedInputs(type: string, urn: string, inputs: unknown): unknown {
    return v.parse(this.model(type, urn).inputs, inputs);
  }
}

function unsupportedInputs(type: string, urn: string, issues: readonly v.BaseIssue<unknown>[]): Error {
  const lines = issues.map((issue) => {
    const path = v.getDotPath(issue as v.BaseIssue<unknown>) ?? "";
    const problem = issue.expected === "never" ? "is not modelled" : issue.message;
    return `  ${path}: ${problem}`;
  });
  return new Unsupported(`these inputs of ${type} (${urn}):\n${lines.join("\n")}\n`);
}

/** What is made up for a resource: all of it derived from the URN, so that every run makes the same up. */
export function resourceRequest(
  urn: string,
  name: string,
  inputs: Record<string, unknown>,
  place: Place,
): ResourceRequest<Record<string, unknown>> {
  const id = (digits: number, alphabet = "0123456789abcdef") => madeUp(urn, digits, alphabet);
  return { urn, name, inputs, place, physicalName: `${name}-${id(7)}`, id };
}

function madeUp(urn: string, digits: number, alphabet: string): string {
  let text = "";
  for (let block = 0; text.length < digits; block++) {
    const bytes = createHash("sha256").update(`${urn}#${digits}#${alphabet.length}#${block}`).digest();
    for (const byte of bytes) text += alphabet[byte % alphabet.length];
  }
  return text.slice(0, digits);
}
