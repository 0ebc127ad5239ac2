import type { Cloud } from "../../kernel/cloud";
import type { Operation, ResourceModel, ResourceStatus, Service } from "../../kernel/service";
import { AsyncQueue } from "./invoke/async-queue";
import { Invocations } from "./invoke/invocations";
import { operations } from "./operations";
import { Registry } from "./registry";
import { resources } from "./resources";

export function create(cloud: Cloud): LambdaService {
  return new LambdaService(cloud);
}

/**
 * AWS Lambda: runs functions from their packages and layers, called by the API, by their internal queue and by event-source
 * mappings. One version (`$LATEST`), one runtime (`nodejs24.x`).
 */
export class LambdaService implements Service {
  readonly name = "lambda";
  readonly sdk = "@aws-sdk/client-lambda";
  readonly throttling = { code: "TooManyRequestsException", statusCode: 429 };
  readonly denial = { code: "AccessDeniedException", statusCode: 403 };
  readonly operations: Readonly<Record<string, Operation>>;
  readonly resources: Readonly<Record<string, ResourceModel>>;
  private readonly registry = new Registry();
  private readonly queue: AsyncQueue;

  constructor(cloud: Cloud) {
    const invocations = new Invocations(cloud);
    this.queue = new AsyncQueue(cloud, invocations);
    this.operations = operations(this.registry, invocations, this.queue);
    this.resources = resources(cloud, this.registry, invocations);
  }

  /** By function ARN. */
  summary(): object {
    const functions = [...this.registry.functions.values()].sort((a, b) => (a.arn < b.arn ? -1 : 1));
    return Object.fromEntries(functions.map(({ arn, counts }) => [arn, { ...counts }]));
  }

  status(): Readonly<Record<string, ResourceStatus>> {
    const functions = [...this.registry.functions.values()].map(
      ({ arn, counts, running }) => [arn, { running, ...counts }] as const,
    );
    const mappings = [...this.registry.mappings.values()].map((mapping) => {
      const { enabled, lastProcessingResult, options } = mapping;
      const source = { source: mapping.sourceArn, target: options.fn.arn };
      return [options.arn, { ...source, enabled, result: lastProcessingResult, ...mapping.backlog() }] as const;
    });
    return Object.fromEntries([...functions, ...mappings]);
  }

  /** Asynchronous events that are neither processed nor given up. */
  inFlight(): number {
    return this.queue.pending;
  }
}
