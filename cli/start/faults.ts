import { existsSync, readFileSync } from "node:fs";
import * as v from "valibot";
import type { FaultPlan } from "../../sandbox";
import { exitStatus, UserError } from "../shared";

/** Plans that come with the sandbox's commands: what goes wrong on a bad day, in a run that still has to come out right. */
export const namedPlans = {
  storm: {
    name: "storm",
    faults: [
      { kind: "duplicate", probability: 0.05 },
      { kind: "reorder", probability: 0.05, delay: 120_000 },
      { kind: "throttle", service: "dynamodb", operation: "TransactWriteItems", probability: 0.05 },
      { kind: "throttle", service: "s3", operation: "PutObject", probability: 0.03 },
      { kind: "throttle", service: "kinesis", operation: "PutRecord", probability: 0.03 },
      { kind: "error", service: "dynamodb", probability: 0.02 },
      { kind: "error", service: "lambda", operation: "Invoke", probability: 0.02 },
      { kind: "lost-answer", service: "dynamodb", operation: "TransactWriteItems", probability: 0.03 },
      { kind: "lost-answer", service: "s3", operation: "PutObject", probability: 0.03 },
      { kind: "crash", service: "dynamodb", operation: "TransactWriteItems", probability: 0.01 },
      { kind: "crash", service: "s3", operation: "PutObject", probability: 0.02 },
    ],
  },
} as const satisfies Record<string, FaultPlan>;

const probability = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const positive = v.pipe(v.number(), v.integer(), v.minValue(0));

const faultPlan = v.strictObject({
  name: v.optional(v.string()),
  faults: v.array(
    v.strictObject({
      kind: v.picklist(["throttle", "error", "lost-answer", "duplicate", "reorder", "crash", "lose"]),
      service: v.optional(v.string()),
      operation: v.optional(v.string()),
      resource: v.optional(v.string()),
      function: v.optional(v.string()),
      probability: v.optional(probability),
      from: v.optional(positive),
      until: v.optional(positive),
      times: v.optional(positive),
      delay: v.optional(positive),
    }),
  ),
});

/**
 * A plan by its name, or from a JSON file.
 * @throws UserError naming the file and the place in it
 */
export function readFaultPlan(nameOrFile: string): FaultPlan {
  const named = (namedPlans as Record<string, FaultPlan>)[nameOrFile];
  if (named) return named;
  if (!existsSync(nameOrFile)) {
    const names = Object.keys(namedPlans).join(", ");
    throw new UserError(`"${nameOrFile}" is neither a fault plan (${names}) nor a file.`, exitStatus.input);
  }
  const parsed = v.safeParse(faultPlan, parseJson(nameOrFile));
  if (parsed.success) return parsed.output as FaultPlan;
  const problems = parsed.issues.map((issue) => `  ${v.getDotPath(issue) ?? "the plan"}: ${issue.message}`);
  throw new UserError(`The fault plan ${nameOrFile} is not valid:\n${problems.join("\n")}`, exitStatus.input);
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UserError(`The fault plan ${file} is not JSON: ${(error as Error).message}`, exitStatus.input);
  }
}
