import * as pulumi from "@pulumi/pulumi";
import { makeEraseUser } from "../../functions/erasure/erase-user";
import {
  BufferedQueue,
  DeadLetterQueue,
  MagicFunction,
  METRICS_NAMESPACE,
  type Signal,
  Table,
  countAbove,
  invokedBySchedule,
} from "../shared";
import { type ErasureArgs, type ErasurePart, functionArgs } from "./args";
import { RUN_TIMEOUT_SECONDS, makeRun } from "./run";

export type { CaptionStores, ErasureArgs, HashtagStores, RegionalBuckets, RetentionArgs, TagExports } from "./args";

/** The index of `erasures` of those that are not closed, by when they are due. */
const OPEN_INDEX = "open";

/** How often it is looked whether an erasure is due that nothing drives. */
export const SWEEP_EXPRESSION = "rate(1 hour)";

/** Takes a user's posts out of every store of the platform, and keeps a receipt of what was removed where. */
export class Erasure extends pulumi.ComponentResource {
  /** States, the posts of those that are not closed, and receipts. */
  readonly erasures: Table;
  readonly queue: BufferedQueue;
  /** Where invocations of the schedule go that were given up on. */
  readonly failures: DeadLetterQueue;
  /** What a person invokes: `{"userId": "…"}` begins, `{"erasureId": "…"}` tells how far it is. */
  readonly eraseUser: MagicFunction;
  readonly runErasure: MagicFunction;
  readonly signals: readonly Signal[];

  constructor(name: string, args: ErasureArgs, opts?: pulumi.ComponentResourceOptions) {
    super("huut:erasure:Erasure", name, {}, opts);
    const part: ErasurePart = { args, parent: this };
    this.erasures = makeTable(part);
    this.queue = makeQueue(part);
    this.failures = new DeadLetterQueue("erasures-failed", { place: args.place, key: args.key }, { parent: this });
    this.eraseUser = makeErase(part, this.erasures, this.queue, this.failures);
    this.runErasure = makeRun(part, this.erasures, this.queue);
    const made = [this.erasures, this.queue, this.failures, this.eraseUser, this.runErasure];
    this.signals = [...made.flatMap(({ signals }) => signals), failedSignal()];
    this.registerOutputs({ erasures: this.erasures.name, eraseUser: this.eraseUser.name });
  }
}

function makeTable({ args: { place, key, protect }, parent }: ErasurePart): Table {
  return new Table(
    "erasures",
    {
      place,
      key,
      protect,
      attributes: { erasureId: "S", part: "S", open: "S", dueAt: "S" },
      partitionKey: "erasureId",
      sortKey: "part",
      indexes: [{ name: OPEN_INDEX, partitionKey: "open", sortKey: "dueAt", projection: "KEYS_ONLY" }],
    },
    { parent },
  );
}

function makeQueue({ args: { place, key }, parent }: ErasurePart): BufferedQueue {
  return new BufferedQueue("erasures", { place, key, consumerTimeoutSeconds: RUN_TIMEOUT_SECONDS }, { parent });
}

/** Begins erasures, tells how far they are, and every hour sends on those that nothing drives. */
function makeErase(part: ErasurePart, erasures: Table, queue: BufferedQueue, failures: DeadLetterQueue): MagicFunction {
  const { args, parent } = part;
  const erase = new MagicFunction(
    "erase-user",
    {
      ...functionArgs(part),
      description: "Begins the erasure of a user, and tells how far one is",
      handler: makeEraseUser(),
      environment: {
        ERASURES_TABLE: erasures.name,
        ERASED_AUTHORS_TABLE: args.erasedAuthors.name,
        OPEN_INDEX,
        QUEUE_URL: queue.url,
      },
      grants: [
        ...erasures.grant("dynamodb:GetItem", "dynamodb:PutItem"),
        ...erasures.grantIndex(OPEN_INDEX, "dynamodb:Query"),
        ...args.erasedAuthors.grant("dynamodb:GetItem", "dynamodb:PutItem"),
        ...queue.grant("sqs:SendMessage"),
      ],
      onFailure: failures,
    },
    { parent },
  );
  invokedBySchedule("sweep-erasures", erase, {
    description: "Sends erasures on that are due and that nothing drives",
    expression: SWEEP_EXPRESSION,
    input: { sweep: true },
    deadLetters: failures,
    enabled: args.active,
  });
  return erase;
}

function failedSignal(): Signal {
  return countAbove({
    name: "run-erasure-gave-up",
    namespace: METRICS_NAMESPACE,
    metric: "ErasuresFailed",
    dimensions: { service: "run-erasure" },
    severity: "ticket",
    runbook: "erasure.md",
    why: "Something of an erased user comes back again and again: what it is, its item in erasures says by place.",
  });
}
