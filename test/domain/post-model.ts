import type { BridgeTable, CancellationReason, ConditionalWrite, PostEvent, StoreEffects } from "@huut/domain";

type Item = Record<string, unknown>;

/** Evaluates the few condition forms that the domain renders, so that properties run the real expressions. */
export function holds(condition: string, item: Item | undefined, write: ConditionalWrite<BridgeTable>): boolean {
  const script = condition
    .replace(/attribute_not_exists\(#(\w+)\)/g, (_, name: string) => `(item[${JSON.stringify(name)}] === undefined)`)
    .replace(/attribute_exists\(#(\w+)\)/g, (_, name: string) => `(item[${JSON.stringify(name)}] !== undefined)`)
    .replace(/#(\w+) (<|=) :(\w+)/g, (_, name: string, sign: string, value: string) => {
      const compare = sign === "=" ? "===" : "<";
      return `(item.${name} !== undefined && item.${name} ${compare} values[":${value}"])`;
    })
    .replaceAll(" AND ", " && ")
    .replaceAll(" OR ", " || ");
  return new Function("item", "values", `return ${script}`)(item ?? {}, write.values) as boolean;
}

/** Two tables in memory, with DynamoDB's all-or-nothing transactions. */
export class TwoTables implements StoreEffects {
  readonly posts = new Map<string, Item>();
  readonly updates = new Map<string, Item>();
  transactions = 0;
  pauses = 0;
  /** Called before each transaction; may throw, or cancel it with reasons. */
  fault: ((writes: readonly ConditionalWrite<BridgeTable>[]) => readonly CancellationReason[] | undefined) | undefined;
  /** Called after each committed transaction; may throw, as a crash between two effects does. */
  afterCommit: (() => void) | undefined;

  async transact(writes: readonly ConditionalWrite<BridgeTable>[]): Promise<readonly CancellationReason[] | undefined> {
    this.transactions += 1;
    const cancelled = this.fault?.(writes);
    if (cancelled !== undefined) return cancelled;
    const reasons = writes.map((write): CancellationReason => {
      const item = this.#read(write);
      if (holds(write.condition, item, write)) return { code: "None" };
      return { code: "ConditionalCheckFailed", ...(item && { item }) };
    });
    if (reasons.some((reason) => reason.code !== "None")) return reasons;
    for (const write of writes) this.#write(write);
    this.afterCommit?.();
    return undefined;
  }

  async pause(): Promise<void> {
    this.pauses += 1;
  }

  #read(write: ConditionalWrite<BridgeTable>): Item | undefined {
    if (write.item !== undefined) return this.updates.get(updateKey(write.item));
    return this.posts.get(String(write.key?.["postId"]));
  }

  #write(write: ConditionalWrite<BridgeTable>): void {
    if (write.item !== undefined) {
      this.updates.set(updateKey(write.item), { ...write.item });
      return;
    }
    const postId = String(write.key?.["postId"]);
    const item: Item = { ...this.posts.get(postId), postId };
    const [sets = "", removes = ""] = (write.update ?? "").replace(/^SET /, "").split(" REMOVE ");
    for (const assignment of sets.split(", ")) {
      const [name = "", value = ""] = assignment.split(" = ");
      item[write.names[name] ?? name] = write.values[value];
    }
    for (const name of removes.split(", ").filter(Boolean)) delete item[write.names[name] ?? name];
    this.posts.set(postId, item);
  }
}

const updateKey = (row: Readonly<Record<string, unknown>>): string =>
  `${String(row["postId"])}|${String(row["updateKey"])}`;

/** A valid event of post `p-1`; fields are replaced as given. */
export function postEvent(
  fields: Partial<Omit<PostEvent, "post">> = {},
  post: Partial<PostEvent["post"]> = {},
): PostEvent {
  const at = "2026-11-02T05:31:07.120Z";
  return {
    eventId: "e-1",
    eventName: "INSERT",
    occurredAt: at,
    ...fields,
    post: {
      postId: "p-1",
      userId: "u-1",
      createdAt: at,
      updatedAt: fields.occurredAt ?? at,
      version: 1,
      text: "नमस्ते",
      tags: ["#हिन्दी"],
      likes: 0,
      heard: 0,
      ...post,
    },
  };
}
