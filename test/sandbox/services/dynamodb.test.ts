import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import * as fc from "fast-check";
import { clientFor } from "../../../sandbox/kernel/client";
import { Cloud } from "../../../sandbox/kernel/cloud";
import { World } from "../../../sandbox/world/world";
import { createResource } from "../../support/resource";

const place = { account: "222222222222", region: "ap-south-1" };

describe("DynamoDB model", () => {
  let world: World;
  let client: DynamoDBClient;

  beforeEach(async () => {
    world = new World({ seed: 3, start: Date.UTC(2026, 10, 2) });
    const cloud = new Cloud(world);
    world.open();
    await createResource(
      cloud,
      "aws:dynamodb/table:Table",
      "posts",
      {
        name: "posts",
        billingMode: "PAY_PER_REQUEST",
        hashKey: "user",
        rangeKey: "at",
        attributes: [
          { name: "user", type: "S" },
          { name: "at", type: "N" },
          { name: "tag", type: "S" },
        ],
        globalSecondaryIndexes: [
          {
            name: "byTag",
            keySchemas: [
              { attributeName: "tag", keyType: "HASH" },
              { attributeName: "at", keyType: "RANGE" },
            ],
            projectionType: "KEYS_ONLY",
          },
        ],
        ttl: { attributeName: "expires" },
      },
      place,
    );
    const caller = { principal: { kind: "root", account: place.account } as const, account: place.account };
    client = clientFor(cloud, DynamoDBClient, "dynamodb", caller, place.region);
  });
  afterEach(() => world.close());

  const put = (user: string, at: number, rest: Record<string, { S: string } | { N: string }> = {}) =>
    client.send(
      new PutItemCommand({ TableName: "posts", Item: { user: { S: user }, at: { N: String(at) }, ...rest } }),
    );
  const get = async (user: string, at: number) =>
    (await client.send(new GetItemCommand({ TableName: "posts", Key: { user: { S: user }, at: { N: String(at) } } })))
      .Item;
  const failure = async (promise: Promise<unknown>) => {
    try {
      await promise;
    } catch (error) {
      return error as Error & { Item?: object; CancellationReasons?: { Code: string; Item?: object }[] };
    }
    throw new Error("The call succeeded.");
  };

  it("writes once under attribute_not_exists and gives the old item back on request", async () => {
    await put("आशा", 1, { text: { S: "नमस्ते" } });
    const again = new PutItemCommand({
      TableName: "posts",
      Item: { user: { S: "आशा" }, at: { N: "1.0" } },
      ConditionExpression: "attribute_not_exists(#user)",
      ExpressionAttributeNames: { "#user": "user" },
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    });
    const error = await failure(client.send(again));
    expect(error.name).to.equal("ConditionalCheckFailedException");
    expect(error.Item).to.deep.equal({ user: { S: "आशा" }, at: { N: "1" }, text: { S: "नमस्ते" } });
  });

  it("applies update expressions to the item as it was", async () => {
    await put("u", 1, { likes: { N: "2" }, gone: { S: "x" } });
    const { Attributes } = await client.send(
      new UpdateItemCommand({
        TableName: "posts",
        Key: { user: { S: "u" }, at: { N: "1" } },
        UpdateExpression:
          "SET likes = likes + :one, #c = if_not_exists(#c, :zero), tags = list_append(:empty, :tags) REMOVE gone ADD seen :one",
        ExpressionAttributeNames: { "#c": "count" },
        ExpressionAttributeValues: {
          ":one": { N: "1" },
          ":zero": { N: "0" },
          ":empty": { L: [] },
          ":tags": { L: [{ S: "#a" }] },
        },
        ReturnValues: "ALL_NEW",
      }),
    );
    expect(Attributes).to.deep.equal({
      user: { S: "u" },
      at: { N: "1" },
      likes: { N: "3" },
      count: { N: "0" },
      tags: { L: [{ S: "#a" }] },
      seen: { N: "1" },
    });
  });

  it("does all of a transaction or nothing, and says why for each part", async () => {
    await put("u", 1);
    const transaction = new TransactWriteItemsCommand({
      TransactItems: [
        { Put: { TableName: "posts", Item: { user: { S: "u" }, at: { N: "2" } } } },
        {
          Update: {
            TableName: "posts",
            Key: { user: { S: "u" }, at: { N: "1" } },
            UpdateExpression: "SET likes = :l",
            ConditionExpression: "attribute_exists(likes) AND NOT (likes > :l)",
            ExpressionAttributeValues: { ":l": { N: "1" } },
          },
        },
      ],
    });
    const error = await failure(client.send(transaction));
    expect(error).to.be.instanceOf(TransactionCanceledException);
    expect(error.CancellationReasons?.map(({ Code }) => Code)).to.deep.equal(["None", "ConditionalCheckFailed"]);
    expect(await get("u", 2)).to.equal(undefined);
  });

  it("takes a transaction with the same token once, and refuses another with it", async () => {
    const transaction = (value: string) =>
      new TransactWriteItemsCommand({
        ClientRequestToken: "token-1",
        TransactItems: [
          {
            Update: {
              TableName: "posts",
              Key: { user: { S: "u" }, at: { N: "1" } },
              UpdateExpression: "ADD likes :n",
              ExpressionAttributeValues: { ":n": { N: value } },
            },
          },
        ],
      });
    await client.send(transaction("1"));
    await client.send(transaction("1"));
    expect((await get("u", 1))?.["likes"]).to.deep.equal({ N: "1" });
    expect((await failure(client.send(transaction("2")))).name).to.equal("IdempotentParameterMismatchException");
  });

  it("queries in order, by page, forwards and backwards, and through a sparse index", async () => {
    for (const at of [3, 1, 10, 2]) await put("u", at, at > 2 ? { tag: { S: "#क्रिकेट" }, text: { S: "t" } } : {});
    const query = (extra: object) =>
      client.send(
        new QueryCommand({
          TableName: "posts",
          KeyConditionExpression: "#u = :u AND #at BETWEEN :low AND :high",
          ExpressionAttributeNames: { "#u": "user", "#at": "at" },
          ExpressionAttributeValues: { ":u": { S: "u" }, ":low": { N: "1" }, ":high": { N: "9" } },
          ...extra,
        }),
      );
    const ats = (items: Record<string, { N?: string | undefined }>[] | undefined) =>
      items?.map((item) => item["at"]?.N);
    expect(ats((await query({})).Items as never)).to.deep.equal(["1", "2", "3"]);
    const first = await query({ Limit: 2, ScanIndexForward: false });
    expect(ats(first.Items as never)).to.deep.equal(["3", "2"]);
    const second = await query({ ScanIndexForward: false, ExclusiveStartKey: first.LastEvaluatedKey });
    expect(ats(second.Items as never)).to.deep.equal(["1"]);
    const indexed = await client.send(
      new QueryCommand({
        TableName: "posts",
        IndexName: "byTag",
        KeyConditionExpression: "tag = :t",
        ExpressionAttributeValues: { ":t": { S: "#क्रिकेट" } },
      }),
    );
    expect(indexed.Items).to.deep.equal([
      { user: { S: "u" }, at: { N: "3" }, tag: { S: "#क्रिकेट" } },
      { user: { S: "u" }, at: { N: "10" }, tag: { S: "#क्रिकेट" } },
    ]);
  });

  it("removes expired items within hours, not at once", async () => {
    await put("u", 1, { expires: { N: String(world.now() / 1000 + 60) } });
    await world.runFor(120_000);
    expect(await get("u", 1)).to.not.equal(undefined);
    await world.runFor(7 * 3_600_000);
    expect(await get("u", 1)).to.equal(undefined);
  });

  for (const [name, request, message] of [
    ["a reserved word", { ConditionExpression: "attribute_not_exists(user)" }, "reserved keyword: user"],
    ["an undefined value", { ConditionExpression: "likes = :x" }, "attribute value: :x"],
    [
      "an unused value",
      { ExpressionAttributeValues: { ":x": { S: "" } }, ConditionExpression: "attribute_exists(likes)" },
      "unused in expressions: keys: {:x}",
    ],
    ["a broken expression", { ConditionExpression: "likes ==== :x" }, "Invalid ConditionExpression"],
    ["an empty key", { Item: { user: { S: "" }, at: { N: "1" } } }, "cannot contain an empty string value"],
    ["a key of another type", { Item: { user: { S: "u" }, at: { S: "1" } } }, "expected: N actual: S"],
    ["a missing key", { Item: { user: { S: "u" } } }, "Missing the key at"],
    [
      "an item over 400 KB",
      { Item: { user: { S: "u" }, at: { N: "1" }, text: { S: "क".repeat(140_000) } } },
      "Item size has exceeded",
    ],
  ] as const) {
    it(`refuses ${name}`, async () => {
      const command = new PutItemCommand({
        TableName: "posts",
        Item: { user: { S: "u" }, at: { N: "1" } },
        ...request,
      } as never);
      const error = await failure(client.send(command));
      expect(error.name).to.equal("ValidationException");
      expect(error.message).to.include(message);
    });
  }

  it("scans what was written, whatever it was, and pages through all of it", async () => {
    const keys = fc.uniqueArray(fc.tuple(fc.string({ minLength: 1, maxLength: 5, unit: "grapheme" }), fc.nat(9)), {
      minLength: 1,
      maxLength: 20,
      selector: ([user, at]) => `${user}/${at}`,
    });
    await fc.assert(
      fc.asyncProperty(keys, async (written) => {
        const requests = written.map(([user, at]) => ({
          PutRequest: { Item: { user: { S: user }, at: { N: String(at) } } },
        }));
        await client.send(new BatchWriteItemCommand({ RequestItems: { posts: requests } }));
        const seen = new Set<string>();
        let start: object | undefined;
        do {
          const page = await client.send(
            new ScanCommand({ TableName: "posts", Limit: 3, ExclusiveStartKey: start as never }),
          );
          for (const item of page.Items ?? []) seen.add(`${item["user"]?.S}/${item["at"]?.N}`);
          start = page.LastEvaluatedKey;
        } while (start);
        for (const [user, at] of written) expect(seen.has(`${user}/${at}`)).to.equal(true);
      }),
      { numRuns: 20 },
    );
  });

  it("goes on with a scan or a query whose start key is gone meanwhile, as sweepers need it", async () => {
    for (let at = 1; at <= 6; at++) await put("a", at);
    await put("b", 1);
    const first = await client.send(new ScanCommand({ TableName: "posts", Limit: 3 }));
    for (const { user, at } of first.Items ?? []) {
      await client.send(new DeleteItemCommand({ TableName: "posts", Key: { user: user as never, at: at as never } }));
    }
    const rest = await client.send(new ScanCommand({ TableName: "posts", ExclusiveStartKey: first.LastEvaluatedKey }));
    expect(rest.Count).to.equal(4);
  });

  it("refuses return values that a write has not before it writes", async () => {
    const wrong = new PutItemCommand({
      TableName: "posts",
      Item: { user: { S: "a" }, at: { N: "1" } },
      ReturnValues: "ALL_NEW",
    });
    expect(await failure(client.send(wrong))).to.have.property("name", "ValidationException");
    expect(await get("a", 1)).to.equal(undefined);
  });

  it("writes nothing of a batch in which an index's key has the wrong type", async () => {
    const item = (at: number, tag: { S: string } | { N: string }) => ({
      PutRequest: { Item: { user: { S: "a" }, at: { N: String(at) }, tag } },
    });
    const RequestItems = { posts: [item(1, { S: "fine" }), item(2, { N: "7" })] };
    expect(await failure(client.send(new BatchWriteItemCommand({ RequestItems })))).to.have.property(
      "name",
      "ValidationException",
    );
    expect(await get("a", 1)).to.equal(undefined);
  });

  it("finds an item by any way of writing its number key", async () => {
    await put("a", 1, { text: { S: "one" } });
    const key = { user: { S: "a" }, at: { N: "1.0" } };
    const { Item } = await client.send(new GetItemCommand({ TableName: "posts", Key: key }));
    expect(Item).to.have.property("text");
  });

  it("cancels a transaction, with its reason, when an update does not fit the item it meets", async () => {
    await put("a", 1, { text: { S: "one" } });
    const Update = {
      TableName: "posts",
      Key: { user: { S: "a" }, at: { N: "1" } },
      UpdateExpression: "ADD #t :v",
      ExpressionAttributeNames: { "#t": "text" },
      ExpressionAttributeValues: { ":v": { N: "1" } },
    };
    const error = await failure(client.send(new TransactWriteItemsCommand({ TransactItems: [{ Update }] })));
    expect(error.CancellationReasons?.map(({ Code }) => Code)).to.deep.equal(["ValidationError"]);
  });
});
