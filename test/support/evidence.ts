import { readTable } from "../../cli/start/evidence";
import type { Sandbox } from "../../sandbox";
import { parseArn } from "../../sandbox/kernel/arn";
import type { GlueService } from "../../sandbox/services/glue";
import type { LogsService } from "../../sandbox/services/logs";
import type { S3Service } from "../../sandbox/services/s3";
import type { SqsService } from "../../sandbox/services/sqs";

/** What a person finds after a run, without what chance decides: names of parts, ids, instants of the clock. */
export type Evidence = Readonly<Record<string, unknown>>;

/** What the stores, queues, logs, traces and the catalog show. */
export function evidenceOf(sandbox: Sandbox): Evidence {
  return {
    ...tables(sandbox),
    ...objects(sandbox),
    ...queues(sandbox),
    ...logs(sandbox),
    ...catalog(sandbox),
    functions: sandbox.cloud.service("lambda").summary?.(),
    traces: sandbox.cloud.service("xray").summary?.(),
    metrics: sandbox.cloud.service("monitoring").summary?.(),
  };
}

/** The parts of two evidences that differ. */
export function differences(a: Evidence, b: Evidence): string[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return names.filter((name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]));
}

function tables(sandbox: Sandbox): Evidence {
  const names = [...sandbox.stacks.values()]
    .flatMap(({ resources }) => resources)
    .filter(({ type }) => type === "aws:dynamodb/table:Table")
    .map(({ id }) => id as string);
  return Object.fromEntries(
    names.map((name) => {
      const items = readTable(sandbox, name).map((item) => JSON.stringify({ ...item, computedAt: undefined }));
      return [`table ${name}`, items.sort()];
    }),
  );
}

/** Versions by key, access logs aside. */
function objects(sandbox: Sandbox): Evidence {
  const found: Record<string, number> = {};
  for (const bucket of sandbox.cloud.service<S3Service>("s3").store.all()) {
    if (bucket.name.includes("-logs-")) continue;
    found[`unfinished uploads to ${bucket.name}`] = bucket.uploads.size;
    for (const key of bucket.keysFrom("")) {
      const name = `object ${bucket.name}/${withoutChance(key)}`;
      found[name] = (found[name] ?? 0) + bucket.history(key).length;
    }
  }
  return found;
}

function withoutChance(text: string): string {
  return text
    .replace(/\d{4}(-\d\d){5}/g, "<time>")
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<id>")
    .replace(/jr_[0-9a-f]+/g, "<run>");
}

function queues(sandbox: Sandbox): Evidence {
  const sqs = sandbox.cloud.service<SqsService>("sqs");
  return Object.fromEntries(sqs.queueArns().map((arn) => [`queue ${arn}`, sqs.messages(arn).length]));
}

/** Whether a group has events, how many of them tell of errors, and under which key it lies. */
function logs(sandbox: Sandbox): Evidence {
  const service = sandbox.cloud.service<LogsService>("logs");
  const { groups } = service.summary() as { groups: Record<string, { encrypted: boolean }> };
  return Object.fromEntries(
    Object.entries(groups).map(([arn, { encrypted }]) => {
      const { account, region, resource } = parseArn(arn);
      const name = resource.replace(/^log-group:/, "").replace(/:\*$/, "");
      const messages = service.eventsOf({ account, region }, name).map(({ message }) => message);
      const errors = messages.filter((message) => /error|denied|fail/i.test(message)).length;
      return [`log ${name}`, { written: messages.length > 0, errors, encrypted }];
    }),
  );
}

function catalog(sandbox: Sandbox): Evidence {
  const glue = sandbox.cloud.service<GlueService>("glue");
  const described = glue.catalogs.all().flatMap(({ tables: all }) =>
    [...all.values()].map(({ name, input, partitions }) => {
      const columns = (storage: typeof input.StorageDescriptor) => (storage?.Columns ?? []).map(({ Name }) => Name);
      const parts = [...partitions.values()].map((part) => [part.values, columns(part.input.StorageDescriptor)]);
      return [`catalog ${name}`, { columns: columns(input.StorageDescriptor), parts }] as const;
    }),
  );
  return { ...Object.fromEntries(described), glue: glue.summary() };
}
