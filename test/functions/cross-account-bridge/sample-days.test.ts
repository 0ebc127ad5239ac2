import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { DynamoDBClient, ScanCommand, type TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import {
  balanceOf,
  compareStates,
  fatesOf,
  parseFeedLine,
  parsePostEvent,
  quarantinedDigest,
  stateOf,
  type FeedEntry,
  type PostState,
} from "@huut/domain";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { expect } from "chai";
import { readFileSync } from "node:fs";
import { makeSeparateEvents } from "../../../functions/cross-account-bridge/separate-events";
import { clientFor } from "../../../sandbox/kernel/client";
import { Cloud } from "../../../sandbox/kernel/cloud";
import { World } from "../../../sandbox/world/world";
import { makeChance } from "../../../samples/random";
import { createResource } from "../../support/resource";
import { loadPackage, QUIET, serviceError, withEnvironment } from "../packaged";

const place = { account: "222222222222", region: "ap-south-1" };
const ENVIRONMENT = {
  ...QUIET,
  POSTS_TABLE: "posts",
  POST_UPDATES_TABLE: "post-updates",
  ERASED_AUTHORS_TABLE: "t-erased",
  RAW_BUCKET: "raw",
};

const feed = readFileSync("samples/posts.ndjson", "utf8").trimEnd().split("\n");
const entries = feed.map((line, index) => parseFeedLine(line, index + 1) as FeedEntry);

function batchOf(messages: readonly FeedEntry[]): SQSEvent {
  const attribute = (stringValue: string) => ({ stringValue, dataType: "String" });
  const Records = messages.map(({ line, at, body, attributes }) => ({
    messageId: `m-${line}`,
    body,
    attributes: { SentTimestamp: String(Date.parse(at)) },
    messageAttributes: Object.fromEntries(Object.entries(attributes).map(([name, text]) => [name, attribute(text)])),
  }));
  return { Records } as unknown as SQSEvent;
}

/** The newest state of each post, straight from the feed. */
function newestStates(): Map<string, PostState> {
  const newest = new Map<string, PostState>();
  for (const { body, attributes } of entries) {
    const parsed = parsePostEvent(body, attributes);
    if (!parsed.ok) continue;
    const state = stateOf(parsed.event);
    const known = newest.get(state.postId);
    if (known === undefined || compareStates(state, known) > 0) newest.set(state.postId, state);
  }
  return newest;
}

/** separate-events from its package, over modelled tables; now and then a call fails before or after its effect. */
class Bridge {
  readonly quarantine = new Map<string, string>();
  readonly #chance = makeChance(11);
  readonly world = new World({ seed: 3, start: Date.UTC(2026, 10, 2) });
  #client: DynamoDBClient | undefined;

  async open(): Promise<void> {
    const cloud = new Cloud(this.world);
    this.world.open();
    const table = (name: string, rangeKey?: string) => {
      const attributes = ["postId", ...(rangeKey === undefined ? [] : [rangeKey])].map((each) => ({
        name: each,
        type: "S",
      }));
      const inputs = {
        name,
        billingMode: "PAY_PER_REQUEST",
        hashKey: "postId",
        attributes,
        ...(rangeKey && { rangeKey }),
      };
      return createResource(cloud, "aws:dynamodb/table:Table", name, inputs, place);
    };
    await table("posts");
    await table("post-updates", "updateKey");
    const caller = { principal: { kind: "root", account: place.account } as const, account: place.account };
    this.#client = clientFor(cloud, DynamoDBClient, "dynamodb", caller, place.region);
  }

  get client(): DynamoDBClient {
    if (this.#client === undefined) throw new Error("open() comes first");
    return this.#client;
  }

  handler() {
    return loadPackage(makeSeparateEvents(), async ({ operation, input, command }) => {
      if (this.#chance.happens(3)) throw serviceError("ThrottlingException");
      // Nobody is erased.
      if (operation === "GetItem") return {};
      if (operation === "TransactWriteItems") await this.client.send(command as TransactWriteItemsCommand);
      else this.#putObject(String(input["Key"]), String(input["Body"]));
      if (this.#chance.happens(3)) throw serviceError("TimeoutError");
      return {};
    });
  }

  async items(TableName: string): Promise<Record<string, unknown>[]> {
    const items: Record<string, unknown>[] = [];
    let start: Record<string, AttributeValue> | undefined;
    do {
      const page: { Items?: Record<string, AttributeValue>[]; LastEvaluatedKey?: Record<string, AttributeValue> } =
        await this.client.send(new ScanCommand({ TableName, ExclusiveStartKey: start }));
      items.push(...(page.Items ?? []).map((item) => unmarshall(item)));
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    return items;
  }

  #putObject(key: string, body: string): void {
    if (this.quarantine.has(key)) throw serviceError("PreconditionFailed");
    this.quarantine.set(key, body);
  }
}

describe("separate-events, over the sample days in any order and with failing calls", () => {
  let restore: () => void;
  const bridge = new Bridge();
  before(async () => {
    restore = withEnvironment(ENVIRONMENT);
    await bridge.open();
  });
  after(() => {
    restore();
    bridge.world.close();
  });

  it("balances, holds the newest state of every post, and names every bad message", async () => {
    const handler = await bridge.handler();
    const chance = makeChance(7);
    let waiting = entries.map((entry) => ({ entry, at: chance.whole(1, 1_000_000) })).sort((a, b) => a.at - b.at);
    while (waiting.length > 0) {
      const batch = waiting.slice(0, 10);
      const answer = (await handler(batchOf(batch.map(({ entry }) => entry)), {} as never)) as SQSBatchResponse;
      const failed = new Set(answer.batchItemFailures.map((failure) => failure.itemIdentifier));
      waiting = [...waiting.slice(10), ...batch.filter(({ entry }) => failed.has(`m-${entry.line}`))];
    }
    const posts = await bridge.items("posts");
    const updates = await bridge.items("post-updates");
    const digests = [...posts.map((item) => item["insertDigest"]), ...updates.map((row) => row["digest"])];
    const fates = fatesOf(entries, {
      storedDigests: new Set(digests.map(String)),
      quarantinedDigests: new Set([...bridge.quarantine.keys()].map((key) => quarantinedDigest(key) ?? key)),
      deadLettered: [],
    });
    const manifest = JSON.parse(readFileSync("samples/manifest.json", "utf8")) as Record<string, number>;
    const { lines = 0, duplicates = 0 } = manifest;
    expect(balanceOf(fates)).to.deep.equal({
      published: lines,
      duplicates,
      stored: lines - duplicates - 20,
      quarantined: 20,
      deadLettered: 0,
      inFlight: 0,
    });
    const held = new Map(posts.map(({ insertEventId: _, insertDigest: __, ...state }) => [state["postId"], state]));
    expect(held).to.deep.equal(newestStates());
  });
});
