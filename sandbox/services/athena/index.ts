import type { Cloud } from "../../kernel/cloud";
import type { Operation, ResourceModel, Service } from "../../kernel/service";
import { Executions } from "./executions";
import { operations } from "./operations";
import { resources } from "./resources";
import { Workgroups } from "./workgroups";

/** Amazon Athena: queries over the Glue catalog, on DuckDB, with their callers' permissions. */
export class AthenaService implements Service {
  readonly name = "athena";
  readonly sdk = "@aws-sdk/client-athena";
  readonly throttling = { code: "TooManyRequestsException", statusCode: 400 };
  readonly workgroups = new Workgroups();
  readonly executions: Executions;
  /** Executions by the token of their request. */
  readonly tokens = new Map<string, { readonly id: string; readonly request: string }>();
  readonly operations: Readonly<Record<string, Operation>>;
  readonly resources: Readonly<Record<string, ResourceModel>>;

  constructor(readonly cloud: Cloud) {
    this.executions = new Executions(cloud);
    this.operations = operations(this);
    this.resources = resources(this);
  }

  summary(): unknown {
    const counts = new Map<string, Record<string, number>>();
    for (const { workgroup, state, bytesScanned } of this.executions.byId.values()) {
      const own = counts.get(workgroup.arn) ?? { bytesScanned: 0 };
      own[state] = (own[state] ?? 0) + 1;
      own["bytesScanned"] = (own["bytesScanned"] ?? 0) + bytesScanned;
      counts.set(workgroup.arn, own);
    }
    return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

export function create(cloud: Cloud): AthenaService {
  return new AthenaService(cloud);
}
