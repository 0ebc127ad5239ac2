import { expect } from "chai";
import type { Behaviour } from "../../behaviour";
import { b, fails, GUIDE, l, m, n, nil, ns, rowId, s, sameItem, ss, tableCases, yes, type Item } from "./bench";

const TYPES = `${GUIDE}/HowItWorks.NamingRulesDataTypes.html`;
const LIMITS = `${GUIDE}/Constraints.html`;
const key = { pk: s("p"), sk: n(1) };

/** A number as it is written, and as it is read again; undefined: refused. */
const numbers: readonly (readonly [string, string | undefined])[] = [
  ["1", "1"],
  ["-1", "-1"],
  ["+1", "1"],
  ["001", "1"],
  ["1.0", "1"],
  ["1.50", "1.5"],
  ["-0", "0"],
  ["0.0", "0"],
  ["1e3", "1000"],
  ["1E3", "1000"],
  ["1e-3", "0.001"],
  ["123e-2", "1.23"],
  [".5", "0.5"],
  ["5.", "5"],
  ["100", "100"],
  ["1e20", "100000000000000000000"],
  ["12345678901234567890123456789012345678", "12345678901234567890123456789012345678"],
  ["123456789012345678901234567890123456789", undefined],
  ["1234567890123456789012345678901234567800", "1234567890123456789012345678901234567800"],
  ["0.12345678901234567890123456789012345678", "0.12345678901234567890123456789012345678"],
  ["0.123456789012345678901234567890123456789", undefined],
  ["1e125", `1${"0".repeat(125)}`],
  ["9.9999999999999999999999999999999999999e125", `${"9".repeat(38)}${"0".repeat(88)}`],
  ["1e126", undefined],
  ["1e-130", `0.${"0".repeat(129)}1`],
  ["1e-131", undefined],
  ["-1e126", undefined],
  ["0e2", "0"],
  ["", undefined],
  [" 1", undefined],
  ["1 ", undefined],
  ["one", undefined],
  ["NaN", undefined],
  ["Infinity", undefined],
  ["0x10", undefined],
  ["1_000", undefined],
  ["1,5", undefined],
  ["--1", undefined],
  ["1e", undefined],
];

/** Items that are stored as they are, and items that are refused. */
const items: readonly (readonly [title: string, rest: Item, verdict: "stored" | "invalid", stored?: Item])[] = [
  ["an empty string in a plain attribute", { x: s("") }, "stored"],
  ["an empty binary in a plain attribute", { x: b("") }, "stored"],
  ["an empty list", { x: l() }, "stored"],
  ["an empty map", { x: m({}) }, "stored"],
  ["an empty string set", { x: { SS: [] } }, "invalid"],
  ["an empty number set", { x: { NS: [] } }, "invalid"],
  ["an empty binary set", { x: { BS: [] } }, "invalid"],
  ["an empty string in a set", { x: ss("", "a") }, "stored"],
  ["a duplicate in a string set", { x: ss("a", "a") }, "invalid"],
  ["a duplicate in a number set", { x: ns("1", "1.0") }, "invalid"],
  ["numbers of a set, normalized", { x: ns("1.0", "02") }, "stored", { x: ns(1, 2) }],
  ["an empty set inside a list", { x: l({ SS: [] }) }, "invalid"],
  ["NULL", { x: nil }, "stored"],
  ["NULL inside a list", { x: l(nil) }, "stored"],
  ["booleans", { x: yes }, "stored"],
  ["a value of two types", { x: { S: "a", N: "1" } as never }, "invalid"],
  ["a value of no type", { x: {} as never }, "invalid"],
  ["a nested value of no type", { x: l({} as never) }, "invalid"],
  ["an attribute name with dots and spaces", { "a.b c-ह": n(1) }, "stored"],
  ["an empty attribute name", { "": n(1) }, "invalid"],
  ["characters beyond the basic plane", { x: s("😀नमस्ते") }, "stored"],
];

/** Keys that are refused. */
const keys: readonly (readonly [title: string, item: Item])[] = [
  ["no sort key", { pk: s("p") }],
  ["no partition key", { sk: n(1) }],
  ["an empty partition key", { pk: s(""), sk: n(1) }],
  ["a partition key of another type", { pk: n(1), sk: n(1) }],
  ["a sort key of another type", { pk: s("p"), sk: s("1") }],
  ["a sort key that is no number", { pk: s("p"), sk: n("x") }],
  ["an index key of another type", { ...key, tag: n(1) }],
  ["an index key that is empty", { ...key, tag: s("") }],
  ["an index key that is NULL", { ...key, tag: nil }],
  ["a partition key over 2048 bytes", { pk: s("p".repeat(2049)), sk: n(1) }],
];

const kilobyte = 1024;

/** Bytes of text that still fit beside `pk`, `sk` and the attribute's name: 400 KB in all. */
const fitting = 400 * kilobyte - ("pk".length + 1 + "sk".length + 2 + "x".length);

export const values: readonly Behaviour[] = [
  ...tableCases(
    `${TYPES}#HowItWorks.DataTypes.Number`,
    numbers.map(([written, read], i) => ({
      id: rowId("number", i),
      title: `the number "${written}" ${read === undefined ? "is refused" : `is read as ${read}`}`,
      run: async (table) => {
        const call = table.put({ ...key, x: n(written) });
        if (read === undefined) return void (await fails(call, "ValidationException"));
        await call;
        sameItem(await table.get(key), { ...key, x: n(read) });
      },
    })),
  ),
  ...tableCases(
    TYPES,
    items.map(([title, rest, verdict, stored], i) => ({
      id: rowId("item", i),
      title: `${title}: ${verdict}`,
      run: async (table) => {
        const call = table.put({ ...key, ...rest });
        if (verdict === "invalid") return void (await fails(call, "ValidationException"));
        await call;
        sameItem(await table.get(key), { ...key, ...(stored ?? rest) });
      },
    })),
  ),
  ...tableCases(
    LIMITS,
    keys.map(([title, item], i) => ({
      id: rowId("key", i),
      title: `an item with ${title} is refused`,
      run: async (table) => void (await fails(table.put(item), "ValidationException")),
    })),
  ),
  ...tableCases(LIMITS, [
    {
      id: "key/long",
      title: "a partition key of 2048 bytes is stored",
      run: async (table) => {
        await table.put({ pk: s("p".repeat(2048)), sk: n(1) });
        expect(await table.get({ pk: s("p".repeat(2048)), sk: n(1) })).to.have.property("pk");
      },
    },
    {
      id: "key/numbers-are-one",
      title: "1 and 1.0 are the same sort key",
      run: async (table) => {
        await table.put({ ...key, x: s("first") });
        await table.put({ pk: s("p"), sk: n("1.0"), x: s("second") });
        sameItem(await table.get({ pk: s("p"), sk: n("0.1e1") }), { ...key, x: s("second") });
        expect((await table.scan()).Count).to.equal(1);
      },
    },
    {
      id: "key/of-get",
      title: "GetItem refuses a key with other attributes, or without one of its own",
      run: async (table) => {
        await fails(table.get({ ...key, x: n(1) }), "ValidationException");
        await fails(table.get({ pk: s("p") }), "ValidationException");
        await fails(table.get({ pk: s("p"), sk: s("1") }), "ValidationException");
        await fails(table.delete({ Key: { pk: s("p") } }), "ValidationException");
        await fails(table.update({ Key: { ...key, x: n(1) } }), "ValidationException");
      },
    },
    {
      id: "size/400-kb",
      title: "an item of exactly 400 KB is stored",
      run: async (table) => {
        await table.put({ ...key, x: s("x".repeat(fitting)) });
        expect((await table.get(key))?.["x"]?.S?.length).to.equal(fitting);
      },
    },
    {
      id: "size/over",
      title: "an item of one byte more than 400 KB is refused",
      run: async (table) =>
        void (await fails(table.put({ ...key, x: s("x".repeat(fitting + 1)) }), "ValidationException")),
    },
    {
      id: "size/update",
      title: "an update may not grow an item over 400 KB",
      run: async (table) => {
        await table.put({ ...key, x: s("x".repeat(fitting)) });
        const update = {
          Key: key,
          UpdateExpression: "SET y = :y",
          ExpressionAttributeValues: { ":y": s("0123456789") },
        };
        await fails(table.update(update), "ValidationException");
        expect(await table.get(key)).not.to.have.property("y");
      },
    },
    {
      id: "size/utf8",
      title: "sizes count bytes of UTF-8, not characters",
      run: async (table) => {
        const letters = Math.floor(fitting / 3);
        await table.put({ ...key, x: s("ह".repeat(letters)) });
        await fails(table.put({ ...key, x: s("ह".repeat(letters + 1)) }), "ValidationException");
      },
    },
    {
      id: "missing-table",
      title: "a table that is not there is ResourceNotFoundException",
      run: async (table) => {
        const elsewhere = { TableName: `${table.table}-not` };
        await fails(table.put(key, elsewhere), "ResourceNotFoundException");
        await fails(table.get(key, elsewhere), "ResourceNotFoundException");
      },
    },
    {
      id: "missing-item",
      title: "GetItem of an item that is not there answers no item",
      run: async (table) => void expect(await table.get(key)).to.equal(undefined),
    },
  ]),
];
