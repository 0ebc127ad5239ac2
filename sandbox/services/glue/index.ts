import type { Place } from "../../kernel/arn";
import type { Cloud } from "../../kernel/cloud";
import { AwsError } from "../../kernel/errors";
import type { Operation, ResourceModel, Service } from "../../kernel/service";
import { Bookmarks } from "./bookmarks";
import { Catalogs } from "./catalog";
import { databaseOperations, tableOperations } from "./catalog-operations";
import { catalogResources } from "./catalog-resources";
import { Crawlers } from "./crawlers";
import { CatalogKeys } from "./encryption";
import { etlOperations } from "./etl-operations";
import { etlResources } from "./etl-resources";
import type { SecurityInputs } from "./inputs";
import { Jobs } from "./jobs";
import { partitionOperations } from "./partition-operations";
import { Workflows } from "./workflows";

/** AWS Glue: the data catalog, crawlers of JSON lines, the generic SQL job, triggers and workflows. */
export class GlueService implements Service {
  readonly name = "glue";
  readonly sdk = "@aws-sdk/client-glue";
  readonly throttling = { code: "ThrottlingException", statusCode: 400 };
  readonly catalogs = new Catalogs();
  readonly keys = new CatalogKeys();
  readonly bookmarks = new Bookmarks();
  readonly crawlers: Crawlers;
  readonly jobs: Jobs;
  readonly workflows: Workflows;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly resources: Readonly<Record<string, ResourceModel>>;
  private readonly security = new Map<string, SecurityInputs>();

  constructor(readonly cloud: Cloud) {
    this.crawlers = new Crawlers(cloud);
    this.jobs = new Jobs(cloud, this.bookmarks);
    this.workflows = new Workflows(cloud, this.crawlers, this.jobs);
    this.operations = {
      ...databaseOperations(this.catalogs, this.keys),
      ...tableOperations(this.catalogs, this.keys),
      ...partitionOperations(this.catalogs, this.keys),
      ...etlOperations(this),
    };
    this.resources = { ...catalogResources(this), ...etlResources(this) };
  }

  addSecurity(name: string, place: Place, security: SecurityInputs): void {
    this.security.set(keyOf(place, name), security);
  }

  /** @throws EntityNotFoundException */
  securityOf(name: string | undefined, place: Place): SecurityInputs | undefined {
    if (name === undefined) return undefined;
    const security = this.security.get(keyOf(place, name));
    if (!security) throw new AwsError("EntityNotFoundException", `SecurityConfiguration ${name} not found.`);
    return security;
  }

  summary(): unknown {
    const tables = this.catalogs
      .all()
      .flatMap((database) =>
        [...database.tables.values()].map(
          (table) =>
            [
              `${database.place.account}/${database.place.region}/${database.name}.${table.name}`,
              table.partitions.size,
            ] as const,
        ),
      );
    return {
      tables: sorted(tables),
      crawls: sorted(this.crawlers.all().map(({ arn, crawls }) => [arn, crawls] as const)),
      jobRuns: sorted(this.jobs.all().map(({ arn, runs }) => [arn, countBy(runs.map(({ state }) => state))] as const)),
      workflowRuns: sorted(this.workflows.allWorkflows().map(({ name, runs }) => [name, runs.length] as const)),
    };
  }
}

export function create(cloud: Cloud): GlueService {
  return new GlueService(cloud);
}

function sorted<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function countBy(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of [...values].sort()) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

function keyOf({ account, region }: Place, name: string): string {
  return `${account}/${region}/${name}`;
}
