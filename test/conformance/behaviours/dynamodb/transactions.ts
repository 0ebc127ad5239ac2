import { expect } from "chai";
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  type TransactWriteItem,
  type WriteRequest,
} from "@aws-sdk/client-dynamodb";
import type { Behaviour } from "../../behaviour";
import { API, fails, GUIDE, n, s, sameItem, tableCases, type Item, type TableBench } from "./bench";

const TRANSACTIONS = `${GUIDE}/transaction-apis.html`;

const at = (sk: number, rest: Item = {}): Item => ({ pk: s("p"), sk: n(sk), ...rest });
const transact = (table: TableBench, items: TransactWriteItem[], ClientRequestToken?: string) =>
  table.client.send(new TransactWriteItemsCommand({ TransactItems: items, ClientRequestToken }));
const put = ({ table: TableName }: TableBench, Item: Item, more = {}): TransactWriteItem => ({
  Put: { TableName, Item, ...more },
});
const absent = { ConditionExpression: "attribute_not_exists(pk)" };
const present = { ConditionExpression: "attribute_exists(pk)" };
const batchWrite = (table: TableBench, requests: WriteRequest[]) =>
  table.client.send(new BatchWriteItemCommand({ RequestItems: { [table.table]: requests } }));
const batchGet = (table: TableBench, Keys: Item[], more = {}) =>
  table.client.send(new BatchGetItemCommand({ RequestItems: { [table.table]: { Keys, ...more } } }));
const many = (count: number) => Array.from({ length: count }, (_, i) => at(i + 1));
const sorts = (items: Item[] | undefined) => (items ?? []).map((item) => Number(item["sk"]?.N)).sort((a, b) => a - b);

export const transactions: readonly Behaviour[] = [
  ...tableCases(TRANSACTIONS, [
    {
      id: "transaction/all",
      title: "put, update, delete and check take effect together",
      run: async (table) => {
        const TableName = table.table;
        await table.put(at(2, { a: n(1) }));
        await table.put(at(3));
        await table.put(at(4));
        await transact(table, [
          put(table, at(1), absent),
          {
            Update: {
              TableName,
              Key: at(2),
              UpdateExpression: "SET a = a + :v",
              ExpressionAttributeValues: { ":v": n(1) },
            },
          },
          { Delete: { TableName, Key: at(3) } },
          { ConditionCheck: { TableName, Key: at(4), ...present } },
        ]);
        const { Items } = await table.scan();
        expect(sorts(Items)).to.deep.equal([1, 2, 4]);
        sameItem(await table.get(at(2)), at(2, { a: n(2) }));
      },
    },
    {
      id: "transaction/none",
      title: "one failed condition cancels everything, with a reason for each write in its place",
      run: async (table) => {
        await table.put(at(2, { a: n(1) }));
        const call = transact(table, [put(table, at(1)), put(table, at(2), absent), put(table, at(3))]);
        const error = await fails(
          call,
          "TransactionCanceledException",
          "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, None]",
        );
        expect(error.CancellationReasons?.map(({ Code, Message }) => [Code, Message])).to.deep.equal([
          ["None", undefined],
          ["ConditionalCheckFailed", "The conditional request failed"],
          ["None", undefined],
        ]);
        expect(error.CancellationReasons?.[1]?.Item).to.equal(undefined);
        expect(sorts((await table.scan()).Items)).to.deep.equal([2]);
      },
    },
    {
      id: "transaction/all-old",
      title: "a reason carries the item where ALL_OLD is asked for",
      run: async (table) => {
        const old = at(2, { a: n(1) });
        await table.put(old);
        const more = { ...absent, ReturnValuesOnConditionCheckFailure: "ALL_OLD" };
        const error = await fails(transact(table, [put(table, at(2), more)]), "TransactionCanceledException");
        sameItem(error.CancellationReasons?.[0]?.Item as Item, old);
      },
    },
    {
      id: "transaction/several-reasons",
      title: "every failed condition is among the reasons",
      run: async (table) => {
        await table.put(at(1));
        await table.put(at(2));
        const items = [put(table, at(1), absent), put(table, at(3)), put(table, at(2), absent)];
        const error = await fails(transact(table, items), "TransactionCanceledException");
        const codes = error.CancellationReasons?.map(({ Code }) => Code);
        expect(codes).to.deep.equal(["ConditionalCheckFailed", "None", "ConditionalCheckFailed"]);
      },
    },
    {
      id: "transaction/check-of-nothing",
      title: "a condition check on an item that is not there fails",
      run: async (table) => {
        const check = { ConditionCheck: { TableName: table.table, Key: at(9), ...present } };
        const error = await fails(transact(table, [put(table, at(1)), check]), "TransactionCanceledException");
        expect(error.CancellationReasons?.[1]?.Code).to.equal("ConditionalCheckFailed");
      },
    },
    {
      id: "transaction/validation-reason",
      title: "an update that does not fit its item cancels with the reason ValidationError",
      run: async (table) => {
        await table.put(at(1, { a: s("text") }));
        const Update = {
          TableName: table.table,
          Key: at(1),
          UpdateExpression: "SET a = a + :v",
          ExpressionAttributeValues: { ":v": n(1) },
        };
        const error = await fails(transact(table, [put(table, at(2)), { Update }]), "TransactionCanceledException");
        expect(error.CancellationReasons?.map(({ Code }) => Code)).to.deep.equal(["None", "ValidationError"]);
      },
    },
    {
      id: "transaction/mistyped-key",
      title: "a key of another type cancels with the reason ValidationError, an empty one refuses the request",
      run: async (table) => {
        const mistyped = (item: Item) => transact(table, [put(table, at(1)), put(table, item)]);
        for (const item of [{ pk: n(1), sk: n(2) }, at(2, { tag: n(1) })]) {
          const error = await fails(mistyped(item), "TransactionCanceledException");
          expect(error.CancellationReasons?.map(({ Code }) => Code)).to.deep.equal(["None", "ValidationError"]);
        }
        await fails(mistyped({ pk: s(""), sk: n(2) }), "ValidationException");
        expect((await table.scan()).Count).to.equal(0);
      },
    },
    {
      id: "transaction/same-item-twice",
      title: "two writes of one item are refused",
      run: async (table) => {
        const call = transact(table, [put(table, at(1)), { Delete: { TableName: table.table, Key: at(1) } }]);
        await fails(call, "ValidationException", "Transaction request cannot include multiple operations on one item");
      },
    },
    {
      id: "transaction/limits",
      title: "100 writes are taken; none and 101 are refused",
      run: async (table) => {
        await transact(
          table,
          many(100).map((item) => put(table, item)),
        );
        expect((await table.scan({ Select: "COUNT" })).Count).to.equal(100);
        const over = many(101).map((item) => put(table, item));
        await fails(transact(table, over), "ValidationException");
        await fails(transact(table, []), "ValidationException");
      },
    },
    {
      id: "transaction/bad-expression",
      title: "an expression that cannot be read refuses the request as a whole",
      run: async (table) => {
        const call = transact(table, [put(table, at(1)), put(table, at(2), { ConditionExpression: "what is this" })]);
        await fails(call, "ValidationException");
        expect((await table.scan()).Count).to.equal(0);
      },
    },
    {
      id: "transaction/empty-item",
      title: "a write of no kind, or of two, is refused",
      run: async (table) => {
        await fails(transact(table, [{}]), "ValidationException");
        const both = { ...put(table, at(1)), Delete: { TableName: table.table, Key: at(2) } };
        await fails(transact(table, [both]), "ValidationException");
      },
    },
    {
      id: "transaction/token",
      title: "a client token makes a repeated transaction succeed without a second effect",
      run: async (table) => {
        const Update = {
          TableName: table.table,
          Key: at(1),
          UpdateExpression: "ADD a :v",
          ExpressionAttributeValues: { ":v": n(1) },
        };
        const token = table.probe.name("t");
        await transact(table, [{ Update }], token);
        await transact(table, [{ Update }], token);
        sameItem(await table.get(at(1)), at(1, { a: n(1) }));
        await transact(table, [{ Update }], table.probe.name("t"));
        sameItem(await table.get(at(1)), at(1, { a: n(2) }));
      },
    },
    {
      id: "transaction/token-with-other-writes",
      title: "a client token that comes with other writes is refused",
      run: async (table) => {
        const token = table.probe.name("t");
        await transact(table, [put(table, at(1))], token);
        await fails(transact(table, [put(table, at(2))], token), "IdempotentParameterMismatchException");
      },
    },
    {
      id: "transaction/token-after-failure",
      title: "a transaction that was cancelled leaves its token free",
      run: async (table) => {
        const token = table.probe.name("t");
        await table.put(at(1));
        await fails(transact(table, [put(table, at(1), absent)], token), "TransactionCanceledException");
        await table.delete({ Key: at(1) });
        await transact(table, [put(table, at(1), absent)], token);
        expect((await table.scan()).Count).to.equal(1);
      },
    },
    {
      id: "transaction/long-token",
      title: "a client token has at most 36 characters",
      run: async (table) =>
        void (await fails(transact(table, [put(table, at(1))], "t".repeat(37)), "ValidationException")),
    },
    {
      id: "transaction/get",
      title: "TransactGetItems answers in order, with an empty place for what is not there",
      run: async (table) => {
        await table.put(at(1, { a: n(1), b: n(2) }));
        const Get = { TableName: table.table, Key: at(1), ProjectionExpression: "a" };
        const missing = { Get: { TableName: table.table, Key: at(2) } };
        const { Responses } = await table.client.send(
          new TransactGetItemsCommand({ TransactItems: [missing, { Get }] }),
        );
        expect(Responses).to.deep.equal([{}, { Item: { a: n(1) } }]);
      },
    },
    {
      id: "transaction/missing-table",
      title: "a transaction on a table that is not there is ResourceNotFoundException",
      run: async (table) => {
        const elsewhere = { Put: { TableName: `${table.table}-not`, Item: at(1) } };
        await fails(transact(table, [elsewhere]), "ResourceNotFoundException");
      },
    },
  ]),
  ...tableCases(`${API}/API_BatchWriteItem.html`, [
    {
      id: "batch-write/mixed",
      title: "puts and deletes of one batch take effect",
      run: async (table) => {
        await table.put(at(1));
        const answer = await batchWrite(table, [
          { DeleteRequest: { Key: at(1) } },
          ...[2, 3].map((sk) => ({ PutRequest: { Item: at(sk) } })),
        ]);
        expect(answer.UnprocessedItems).to.deep.equal({});
        expect(sorts((await table.scan()).Items)).to.deep.equal([2, 3]);
      },
    },
    {
      id: "batch-write/limits",
      title: "25 writes are taken; none and 26 are refused",
      run: async (table) => {
        const puts = (count: number) => many(count).map((Item) => ({ PutRequest: { Item } }));
        await batchWrite(table, puts(25));
        expect((await table.scan()).Count).to.equal(25);
        await fails(batchWrite(table, puts(26)), "ValidationException");
        await fails(batchWrite(table, []), "ValidationException");
        await fails(table.client.send(new BatchWriteItemCommand({ RequestItems: {} })), "ValidationException");
      },
    },
    {
      id: "batch-write/duplicates",
      title: "two writes of one item are refused",
      run: async (table) => {
        const call = batchWrite(table, [{ PutRequest: { Item: at(1) } }, { DeleteRequest: { Key: at(1) } }]);
        await fails(call, "ValidationException", "Provided list of item keys contains duplicates");
      },
    },
    {
      id: "batch-write/all-or-error",
      title: "a batch with an invalid item writes nothing",
      run: async (table) => {
        const call = batchWrite(table, [{ PutRequest: { Item: at(1) } }, { PutRequest: { Item: { pk: s("p") } } }]);
        await fails(call, "ValidationException");
        expect((await table.scan()).Count).to.equal(0);
      },
    },
    {
      id: "batch-write/missing-table",
      title: "a batch on a table that is not there is ResourceNotFoundException",
      run: async (table) => {
        const RequestItems = { [`${table.table}-not`]: [{ PutRequest: { Item: at(1) } }] };
        await fails(table.client.send(new BatchWriteItemCommand({ RequestItems })), "ResourceNotFoundException");
      },
    },
  ]),
  ...tableCases(`${API}/API_BatchGetItem.html`, [
    {
      id: "batch-get/found",
      title: "a batch answers the items that are there, in any order",
      run: async (table) => {
        await table.put(at(1, { a: n(1) }));
        await table.put(at(3));
        const { Responses, UnprocessedKeys } = await batchGet(table, many(3));
        expect(sorts(Responses?.[table.table])).to.deep.equal([1, 3]);
        expect(UnprocessedKeys).to.deep.equal({});
      },
    },
    {
      id: "batch-get/projection",
      title: "a batch may project",
      run: async (table) => {
        await table.put(at(1, { a: n(1) }));
        const { Responses } = await batchGet(table, [at(1)], { ProjectionExpression: "a" });
        expect(Responses?.[table.table]).to.deep.equal([{ a: n(1) }]);
      },
    },
    {
      id: "batch-get/limits",
      title: "100 keys are taken; none and 101 are refused",
      run: async (table) => {
        expect((await batchGet(table, many(100))).Responses).to.deep.equal({ [table.table]: [] });
        await fails(batchGet(table, many(101)), "ValidationException");
        await fails(batchGet(table, []), "ValidationException");
      },
    },
    {
      id: "batch-get/duplicates",
      title: "a key that comes twice is refused",
      run: async (table) => {
        const call = batchGet(table, [at(1), at(1)]);
        await fails(call, "ValidationException", "Provided list of item keys contains duplicates");
      },
    },
    {
      id: "batch-get/16-mb",
      title: "a batch answers at most 16 MB, the rest as unprocessed keys",
      run: async (table) => {
        const x = s("x".repeat(380 * 1024));
        for (const item of many(45)) await table.put({ ...item, x });
        const { Responses, UnprocessedKeys } = await batchGet(table, many(45));
        const [got, left] = [Responses?.[table.table]?.length ?? 0, UnprocessedKeys?.[table.table]?.Keys?.length ?? 0];
        expect(got + left).to.equal(45);
        expect(left).to.be.above(0);
      },
    },
  ]),
];
