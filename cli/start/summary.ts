import type { Balance } from "@huut/domain";
import type { Sandbox } from "../../sandbox";
import type { IamService } from "../../sandbox/services/iam";
import type { DynamoDbService } from "../../sandbox/services/dynamodb";
import type { S3Service } from "../../sandbox/services/s3";
import { summarizeCaptions, type CaptionsSummary } from "./captions";
import { readTable, takeAccount, type Quarantined } from "./evidence";
import type { Replay } from "./replay";

/** What `--json` writes; docs/summary.md describes it. Everything in it is the same for the same seed, feed and faults. */
export interface Summary {
  readonly seed: number;
  readonly virtualTime: { readonly from: string; readonly to: string };
  readonly stacks: readonly { readonly name: string; readonly resources: number }[];
  readonly events: Balance;
  /** Events that no store, queue or quarantine shows: empty, or something is lost. */
  readonly unaccounted: readonly { readonly body: string }[];
  /** Messages that the topic itself refused. */
  readonly refused: readonly { readonly line: number; readonly reason: string }[];
  readonly quarantined: readonly Quarantined[];
  /** Items by table. */
  readonly tables: Readonly<Record<string, number>>;
  /** Current objects by bucket and first part of their keys. */
  readonly objects: Readonly<
    Record<string, Readonly<Record<string, { readonly count: number; readonly bytes: number }>>>
  >;
  /** The items of the table of insights. */
  readonly insights: readonly Readonly<Record<string, unknown>>[];
  readonly captions: CaptionsSummary;
  readonly functions: unknown;
  readonly queues: unknown;
  readonly calls: Readonly<Record<string, number>>;
  readonly faults: readonly { readonly fault: object; readonly struck: number }[];
  readonly unusedGrants: readonly { readonly role: string; readonly action: string; readonly resource: string }[];
  readonly deniedCalls: readonly {
    readonly time: string;
    readonly action: string;
    readonly resource: string;
    readonly message: string;
  }[];
}

export function summarize(run: Replay, seed: number): Summary {
  const { sandbox, stack, from } = run;
  const { cloud, world } = sandbox;
  const account = takeAccount(run);
  return {
    seed,
    virtualTime: { from: new Date(from).toISOString(), to: new Date(world.now()).toISOString() },
    stacks: [...sandbox.stacks.values()].map((graph) => ({ name: graph.stack, resources: graph.resources.length })),
    events: account.balance,
    unaccounted: account.fates.filter(({ fate }) => fate === "inFlight").map(({ message }) => ({ body: message.body })),
    refused: run.refused.map(({ entry, reason }) => ({ line: entry.line, reason })),
    quarantined: account.quarantined,
    tables: cloud.service<DynamoDbService>("dynamodb").summary() as Record<string, number>,
    objects: countObjects(sandbox),
    insights: readTable(sandbox, String(sandbox.outputs(stack)["insightsTable"])).sort(byKey),
    captions: summarizeCaptions(sandbox, stack),
    functions: cloud.service("lambda").summary?.(),
    queues: cloud.service("sqs").summary?.(),
    calls: cloud.ledger.callCounts(),
    faults: world.faults.counts(),
    unusedGrants: cloud
      .service<IamService>("iam")
      .unusedGrants()
      .map(({ role, action, resource }) => ({ role, action, resource })),
    deniedCalls: cloud.ledger.denials().map(({ time, access, message }) => ({
      time: new Date(time).toISOString(),
      action: access.action,
      resource: access.resource,
      message,
    })),
  };
}

function byKey(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): number {
  const [left, right] = [a, b].map((item) => `${String(item["insight"])}#${String(item["dateTime"])}`) as [
    string,
    string,
  ];
  return left < right ? -1 : left > right ? 1 : 0;
}

function countObjects(sandbox: Sandbox): Summary["objects"] {
  const buckets = [...sandbox.cloud.service<S3Service>("s3").store.all()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return Object.fromEntries(
    buckets.map((bucket) => {
      const counts: Record<string, { count: number; bytes: number }> = {};
      for (const key of bucket.keysFrom("")) {
        const object = bucket.current(key);
        if (!object) continue;
        const count = (counts[key.includes("/") ? (key.split("/")[0] as string) : "."] ??= { count: 0, bytes: 0 });
        count.count++;
        count.bytes += object.body.byteLength;
      }
      return [bucket.name, counts];
    }),
  );
}
