import { expect } from "chai";
import type { DeleteItemCommandInput, PutItemCommandInput, UpdateItemCommandInput } from "@aws-sdk/client-dynamodb";
import type { Behaviour } from "../../behaviour";
import { API, fails, l, m, n, rowId, s, sameItem, tableCases, type Item } from "./bench";
import { reservedWords } from "../../../../sandbox/services/dynamodb/expressions/reserved-words";

const key = { pk: s("p"), sk: n(1) };
const old = { ...key, a: n(1), list: l(n(1), n(2)), map: m({ x: n(1), y: n(2) }) };

type Returned = Item | undefined | "invalid";
type UpdateRow = readonly [wanted: string, expression: string, there: boolean, attributes: Returned];

const returned: readonly UpdateRow[] = [
  ["NONE", "SET a = :v", true, undefined],
  ["ALL_OLD", "SET a = :v", true, old],
  ["ALL_OLD", "SET a = :v", false, undefined],
  ["ALL_NEW", "SET a = :v", true, { ...old, a: n(9) }],
  ["ALL_NEW", "SET a = :v", false, { ...key, a: n(9) }],
  ["UPDATED_OLD", "SET a = :v", true, { a: n(1) }],
  ["UPDATED_OLD", "SET a = :v", false, undefined],
  ["UPDATED_OLD", "SET fresh = :v", true, {}],
  ["UPDATED_NEW", "SET a = :v", true, { a: n(9) }],
  ["UPDATED_NEW", "SET fresh = :v", true, { fresh: n(9) }],
  ["UPDATED_NEW", "SET a = :v, fresh = :v", true, { a: n(9), fresh: n(9) }],
  ["UPDATED_OLD", "SET a = :v, fresh = :v", true, { a: n(1) }],
  ["UPDATED_NEW", "REMOVE a SET fresh = :v", true, { fresh: n(9) }],
  ["UPDATED_OLD", "REMOVE a SET fresh = :v", true, { a: n(1) }],
  ["UPDATED_NEW", "ADD a :v", true, { a: n(10) }],
  ["UPDATED_NEW", "SET a = a + :z, fresh = :v", true, { a: n(1), fresh: n(9) }],
  ["SOMETHING", "SET a = :v", true, "invalid"],
];

export const writes: readonly Behaviour[] = [
  ...tableCases(
    `${API}/API_UpdateItem.html`,
    returned.map(([wanted, expression, there, attributes], i) => ({
      id: rowId("return-values", i),
      title: `${wanted} of ${expression} on ${there ? "an item" : "nothing"}`,
      run: async (table) => {
        if (there) await table.put(old);
        const call = table.update({
          Key: key,
          UpdateExpression: expression,
          ReturnValues: wanted as UpdateItemCommandInput["ReturnValues"],
          ExpressionAttributeValues: { ":v": n(9), ...(expression.includes(":z") && { ":z": n(0) }) },
        });
        if (attributes === "invalid") return void (await fails(call, "ValidationException"));
        const { Attributes } = await call;
        // Of no attributes there may be an empty map or none.
        const none = attributes !== undefined && Object.keys(attributes).length === 0;
        sameItem(none ? (Attributes ?? {}) : Attributes, attributes);
      },
    })),
  ),
  ...tableCases(`${API}/API_PutItem.html`, [
    {
      id: "put/replaces",
      title: "PutItem replaces the whole item",
      run: async (table) => {
        await table.put(old);
        await table.put({ ...key, b: n(2) });
        sameItem(await table.get(key), { ...key, b: n(2) });
      },
    },
    {
      id: "put/all-old",
      title: "PutItem gives the old item back with ALL_OLD, and nothing when there was none",
      run: async (table) => {
        expect((await table.put(old, { ReturnValues: "ALL_OLD" })).Attributes).to.equal(undefined);
        sameItem((await table.put(key, { ReturnValues: "ALL_OLD" })).Attributes, old);
      },
    },
    ...(["ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"] as const).map((wanted) => ({
      id: `put/${wanted.toLowerCase()}`,
      title: `PutItem and DeleteItem refuse ReturnValues ${wanted}`,
      run: async (table: Parameters<Parameters<typeof tableCases>[1][number]["run"]>[0]) => {
        const ReturnValues = wanted as PutItemCommandInput["ReturnValues"] & DeleteItemCommandInput["ReturnValues"];
        await fails(table.put(old, { ReturnValues }), "ValidationException");
        await fails(table.delete({ Key: key, ReturnValues }), "ValidationException");
      },
    })),
  ]),
  ...tableCases(`${API}/API_DeleteItem.html`, [
    {
      id: "delete/idempotent",
      title: "DeleteItem of an item that is not there succeeds",
      run: async (table) => {
        await table.delete({ Key: key });
        expect((await table.delete({ Key: key, ReturnValues: "ALL_OLD" })).Attributes).to.equal(undefined);
      },
    },
    {
      id: "delete/all-old",
      title: "DeleteItem gives the old item back with ALL_OLD",
      run: async (table) => {
        await table.put(old);
        sameItem((await table.delete({ Key: key, ReturnValues: "ALL_OLD" })).Attributes, old);
        expect(await table.get(key)).to.equal(undefined);
      },
    },
    {
      id: "delete/condition",
      title: "a condition on an item that is not there fails unless it allows for that",
      run: async (table) => {
        const ConditionExpression = "attribute_exists(pk)";
        await fails(table.delete({ Key: key, ConditionExpression }), "ConditionalCheckFailedException");
        await table.delete({ Key: key, ConditionExpression: "attribute_not_exists(pk)" });
      },
    },
  ]),
  ...tableCases(`${API}/API_UpdateItem.html`, [
    {
      id: "update/upsert",
      title: "UpdateItem makes an item that is not there, even without an expression",
      run: async (table) => {
        await table.update({ Key: key });
        sameItem(await table.get(key), key);
      },
    },
    {
      id: "update/condition",
      title: "a failed condition leaves the item as it was, and makes none",
      run: async (table) => {
        const update = {
          Key: key,
          UpdateExpression: "SET a = :v",
          ConditionExpression: "attribute_exists(a)",
          ExpressionAttributeValues: { ":v": n(2) },
        };
        await fails(table.update(update), "ConditionalCheckFailedException", "The conditional request failed");
        expect(await table.get(key)).to.equal(undefined);
        await table.put(old);
        await table.update(update);
        sameItem(await table.get(key), { ...old, a: n(2) });
      },
    },
    {
      id: "update/older-version-never-wins",
      title: "a version condition keeps the newer item",
      run: async (table) => {
        const write = (version: number) =>
          table.update({
            Key: key,
            UpdateExpression: "SET version = :v",
            ConditionExpression: "attribute_not_exists(version) OR version < :v",
            ExpressionAttributeValues: { ":v": n(version) },
          });
        await write(2);
        await fails(write(1), "ConditionalCheckFailedException");
        await fails(write(2), "ConditionalCheckFailedException");
        await write(10);
        sameItem(await table.get(key), { ...key, version: n(10) });
      },
    },
    ...(["put", "update", "delete"] as const).map((kind) => ({
      id: `condition-failure/${kind}`,
      title: `ReturnValuesOnConditionCheckFailure of ${kind} gives the item with the error, on request only`,
      run: async (table: Parameters<Parameters<typeof tableCases>[1][number]["run"]>[0]) => {
        await table.put(old);
        const write = (ReturnValuesOnConditionCheckFailure?: "ALL_OLD" | "NONE") => {
          const condition = { ConditionExpression: "attribute_not_exists(pk)", ReturnValuesOnConditionCheckFailure };
          if (kind === "put") return table.put(key, condition);
          return kind === "update"
            ? table.update({ Key: key, ...condition })
            : table.delete({ Key: key, ...condition });
        };
        const told = await fails(write("ALL_OLD"), "ConditionalCheckFailedException");
        sameItem(told.Item as Item, old);
        expect((await fails(write("NONE"), "ConditionalCheckFailedException")).Item).to.equal(undefined);
        expect((await fails(write(), "ConditionalCheckFailedException")).Item).to.equal(undefined);
        sameItem(await table.get(key), old);
      },
    })),
    {
      id: "condition-failure/no-item",
      title: "ReturnValuesOnConditionCheckFailure gives no item when there is none",
      run: async (table) => {
        const ReturnValuesOnConditionCheckFailure = "ALL_OLD" as const;
        const condition = { ConditionExpression: "attribute_exists(pk)", ReturnValuesOnConditionCheckFailure };
        expect((await fails(table.put(key, condition), "ConditionalCheckFailedException")).Item).to.equal(undefined);
      },
    },
  ]),
  ...tableCases("https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html", [
    {
      id: "reserved-words",
      title: "every reserved word needs a placeholder, whatever its case",
      run: async (table) => {
        const words = [...reservedWords];
        // In the list of the documentation, but taken by DynamoDB Local.
        const disputed = new Set(["CONVERT", "PUBLISH", "SIZE", "VARIABLES"]);
        // Words of the expression language itself end in a syntax error.
        const ours = /^(ADD|AND|BETWEEN|DELETE|IN|NOT|OR|REMOVE|SET)$/i;
        for (const [i, word] of words.entries()) {
          if (disputed.has(word)) continue;
          const name = i % 2 ? word : word.toLowerCase();
          await fails(
            table.put(key, { ConditionExpression: `attribute_not_exists(${name})` }),
            "ValidationException",
            ours.test(name) ? /reserved keyword|Syntax error/ : new RegExp(`reserved keyword: ${name}$`),
          );
        }
        expect(words).to.have.length.above(570);
      },
    },
    {
      id: "words-that-are-not-reserved",
      title: "names of our own tables are no reserved words, those with placeholders are",
      run: async (table) => {
        for (const name of ["postId", "userId", "version", "deleted", "likes", "heard", "updatedAt", "expires"]) {
          await table.put(key, { ConditionExpression: `attribute_not_exists(${name})` });
        }
        for (const name of [
          "shard",
          "language",
          "text",
          "tags",
          "window",
          "date",
          "time",
          "name",
          "status",
          "source",
          "scope",
        ]) {
          const call = table.put(key, { ConditionExpression: `attribute_not_exists(${name})` });
          if (reservedWords.has(name.toUpperCase())) await fails(call, "ValidationException");
          else await call;
        }
      },
    },
  ]),
];
