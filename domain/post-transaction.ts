import { assignments, type ConditionalWrite } from "./conditional-write";
import { eventDigest } from "./digest";
import {
  nextStep,
  seenBefore,
  type Operation,
  type Plan,
  type PostState,
  type SeenPost,
  type Step,
} from "./post-write";
import type { PostEvent } from "./post-event";

/** Which of the bridge's tables an operation writes. */
export type BridgeTable = "posts" | "post-updates";

/** Fields that a newer state may no longer have: the update removes them. */
const OPTIONAL = ["text", "tags", "language", "audioFile", "videoFile", "image"] as const;

const OLDER =
  "attribute_not_exists(#postId) OR #version < :version OR (#version = :version AND " +
  "(#occurredAt < :occurredAt OR (#occurredAt = :occurredAt AND #eventId < :eventId)))";

/** Writes an operation in DynamoDB's expression language. Names are always aliased: `language` is a reserved word. */
export function renderOperation(operation: Operation): ConditionalWrite<BridgeTable> {
  switch (operation.kind) {
    case "record":
      return {
        table: "post-updates",
        item: { ...operation.row },
        condition: "attribute_not_exists(#postId)",
        names: { "#postId": "postId" },
        values: {},
      };
    case "apply":
      return renderApply(operation.state, operation.trace === undefined ? {} : { ...operation.trace });
    case "trace":
      return {
        ...assignments({ ...operation.trace }, []),
        table: "posts",
        key: { postId: operation.postId },
        condition: "attribute_exists(#postId) AND attribute_not_exists(#insertEventId)",
        names: { "#postId": "postId", "#insertEventId": "insertEventId", "#insertDigest": "insertDigest" },
      };
  }
}

function renderApply(state: PostState, trace: Readonly<Record<string, string>>): ConditionalWrite<BridgeTable> {
  const { postId, ...fields } = state;
  const absent = OPTIONAL.filter((field) => state[field] === undefined);
  const { update, names, values } = assignments({ ...fields, ...trace }, absent);
  const first = "insertEventId" in trace;
  return {
    table: "posts",
    key: { postId },
    update,
    condition: first ? `attribute_not_exists(#insertEventId) AND (${OLDER})` : OLDER,
    names: { ...names, "#postId": "postId" },
    values,
  };
}

/** One entry of a TransactionCanceledException's CancellationReasons, its item unmarshalled. */
export interface CancellationReason {
  readonly code: string;
  /** The item that broke the condition; absent when there is none. */
  readonly item?: Readonly<Record<string, unknown>>;
}

export type Verdict =
  | Step
  /** Another writer or a full partition: the same plan may pass later. */
  | { readonly kind: "wait"; readonly code: string }
  /** Trying again cannot help. */
  | { readonly kind: "fail"; readonly codes: readonly string[] };

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html, cancellation reasons. */
const PASSING = new Set(["TransactionConflict", "ProvisionedThroughputExceeded", "ThrottlingError"]);

/** What to do after DynamoDB cancelled the plan's transaction; reasons stand in the order of the operations. */
export function afterCancellation(event: PostEvent, plan: Plan, reasons: readonly CancellationReason[]): Verdict {
  let seen: SeenPost | undefined;
  let refused = false;
  for (const [index, reason] of reasons.entries()) {
    if (reason.code !== "ConditionalCheckFailed") continue;
    // The trace of the event itself outweighs everything else: it was stored before.
    if (plan[index]?.kind === "record") return seenBefore(event, eventDigest(event), reason.item?.["digest"]);
    refused = true;
    seen = seenPost(reason.item);
  }
  if (refused) return nextStep(event, seen);
  const codes = reasons.map((reason) => reason.code).filter((code) => code !== "None");
  const [passing] = codes.filter((code) => PASSING.has(code));
  return passing !== undefined && codes.every((code) => PASSING.has(code))
    ? { kind: "wait", code: passing }
    : { kind: "fail", codes };
}

function seenPost(item: CancellationReason["item"]): SeenPost | undefined {
  if (item === undefined || item["version"] === undefined) return undefined;
  const { version, occurredAt, eventId, insertEventId, insertDigest } = item;
  return {
    version: Number(version),
    occurredAt: String(occurredAt),
    eventId: String(eventId),
    ...(insertEventId === undefined
      ? {}
      : { insertEventId: String(insertEventId), insertDigest: String(insertDigest) }),
  };
}
