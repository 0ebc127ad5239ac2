import * as pulumi from "@pulumi/pulumi";
import {
  InvokeCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  type InvokeCommandInput,
} from "@aws-sdk/client-lambda";
import { clientFor } from "../../../../sandbox/kernel/client";
import { Cloud } from "../../../../sandbox/kernel/cloud";
import { World } from "../../../../sandbox/world/world";
import type { FaultPlan } from "../../../../sandbox/world/faults";
import type { PolicyDocument } from "../../../../sandbox/iam";
import { createResource } from "../../../support/resource";

export const place = { account: "222222222222", region: "ap-south-1" };
export const root = { principal: { kind: "root" as const, account: place.account }, account: place.account };

type Statement = Record<string, unknown>;

/** A world with functions in it, and what tests ask of it. */
export class Bench {
  readonly world: World;
  readonly cloud: Cloud;
  readonly lambda: LambdaClient;

  constructor(faults?: FaultPlan) {
    this.world = new World({ seed: 5, start: Date.UTC(2026, 10, 2), ...(faults && { faults }) });
    this.cloud = new Cloud(this.world);
    this.world.open();
    this.lambda = clientFor(this.cloud, LambdaClient, "lambda", root, place.region);
  }

  close(): void {
    this.world.close();
  }

  resource<O extends object = Record<string, string>>(type: string, name: string, inputs: Record<string, unknown>) {
    return createResource<O>(this.cloud, type, name, inputs, place);
  }

  /** A role that Lambda may assume, with these grants and those that every function needs. */
  async role(name: string, statements: readonly Statement[] = []): Promise<string> {
    const assumeRolePolicy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
    });
    const { arn } = await this.resource("aws:iam/role:Role", name, { name, assumeRolePolicy });
    const logs = { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: "*" };
    const document = { Version: "2012-10-17", Statement: [logs, ...statements] };
    await this.resource("aws:iam/rolePolicy:RolePolicy", name, { role: name, policy: JSON.stringify(document) });
    return arn as string;
  }

  /** A function from its source text, with its log group; its role may do what `statements` say. */
  async fn(
    name: string,
    source: string | Record<string, string>,
    inputs: Record<string, unknown> = {},
    statements: readonly Statement[] = [],
  ): Promise<string> {
    const role = await this.role(`${name}-role`, statements);
    await this.resource("aws:cloudwatch/logGroup:LogGroup", name, { name: `/aws/lambda/${name}` });
    const files = typeof source === "string" ? { "index.js": source } : source;
    const base = { name, role, handler: "index.handler", runtime: "nodejs24.x", code: archive(files) };
    const { arn } = await this.resource("aws:lambda/function:Function", name, { ...base, ...inputs });
    return arn as string;
  }

  /** Invokes and lets virtual time pass until the answer is there. */
  async invoke(name: string, event: unknown = {}, options: Partial<InvokeCommandInput> = {}) {
    const command = new InvokeCommand({ FunctionName: name, Payload: Buffer.from(JSON.stringify(event)), ...options });
    const answer = this.lambda.send(command);
    answer.catch(() => undefined);
    await this.world.runFor(20_000);
    const output = await answer;
    const text = Buffer.from(output.Payload ?? []).toString("utf8");
    return { ...output, payload: (text ? JSON.parse(text) : undefined) as any }; // eslint-disable-line @typescript-eslint/no-explicit-any
  }

  /** Every line of a function's log group. */
  async logs(name: string): Promise<string[]> {
    const call = { principal: root.principal, place, service: "logs", operation: "FilterLogEvents" };
    const input = { logGroupName: `/aws/lambda/${name}` };
    const { events } = await this.cloud.call<{ events: { message: string }[] }>({ ...call, input });
    return events.map(({ message }) => message);
  }

  /** The UUIDs of all event-source mappings. */
  async mappings(): Promise<string[]> {
    const { EventSourceMappings = [] } = await this.lambda.send(new ListEventSourceMappingsCommand({}));
    return EventSourceMappings.map(({ UUID }) => UUID as string);
  }

  counts(arn: string): Record<string, number> {
    return (this.cloud.service("lambda").summary?.() as Record<string, Record<string, number>>)[arn] as never;
  }
}

export function archive(files: Readonly<Record<string, string>>): pulumi.asset.AssetArchive {
  const assets = Object.entries(files).map(([path, text]) => [path, new pulumi.asset.StringAsset(text)] as const);
  return new pulumi.asset.AssetArchive(Object.fromEntries(assets));
}

export type { PolicyDocument };
