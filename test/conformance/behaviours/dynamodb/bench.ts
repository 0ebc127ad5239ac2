import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  type AttributeValue,
  type DeleteItemCommandInput,
  type GetItemCommandInput,
  type PutItemCommandInput,
  type QueryCommandInput,
  type ScanCommandInput,
  type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { behavioursOf, failureOf, type Behaviour, type Probe, type ServiceError } from "../../behaviour";

export type Item = Record<string, AttributeValue>;
export type Values = Record<string, AttributeValue>;
export type Names = Record<string, string>;

export const GUIDE = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide";
export const API = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference";

export const s = (S: string): AttributeValue => ({ S });
export const n = (N: number | string): AttributeValue => ({ N: String(N) });
export const l = (...L: AttributeValue[]): AttributeValue => ({ L });
export const m = (M: Item): AttributeValue => ({ M });
export const ss = (...SS: string[]): AttributeValue => ({ SS });
export const ns = (...NS: (string | number)[]): AttributeValue => ({ NS: NS.map(String) });
export const b = (text: string): AttributeValue => ({ B: Buffer.from(text) });
export const yes: AttributeValue = { BOOL: true };
export const no: AttributeValue = { BOOL: false };
export const nil: AttributeValue = { NULL: true };

/** Either what the call answers, or the name of its error. */
export type Expected<T> = T | { readonly error: string };

type Without<T> = Omit<T, "TableName">;

/** A table with a sort key and three indexes, and what cases do with it. */
export class TableBench {
  private constructor(
    readonly client: DynamoDBClient,
    readonly table: string,
    readonly probe: Probe,
  ) {}

  static async open(probe: Probe): Promise<TableBench> {
    const name = probe.name("items");
    const key = (attributeName: string, keyType: string) => ({ attributeName, keyType });
    await probe.create("aws:dynamodb/table:Table", {
      name,
      billingMode: "PAY_PER_REQUEST",
      hashKey: "pk",
      rangeKey: "sk",
      attributes: [
        { name: "pk", type: "S" },
        { name: "sk", type: "N" },
        { name: "tag", type: "S" },
        { name: "rank", type: "N" },
      ],
      globalSecondaryIndexes: [
        { name: "byTag", keySchemas: [key("tag", "HASH"), key("rank", "RANGE")], projectionType: "ALL" },
        { name: "keysOnly", keySchemas: [key("tag", "HASH")], projectionType: "KEYS_ONLY" },
        {
          name: "include",
          keySchemas: [key("tag", "HASH"), key("sk", "RANGE")],
          projectionType: "INCLUDE",
          nonKeyAttributes: ["text"],
        },
      ],
    });
    return new TableBench(probe.client(DynamoDBClient), name, probe);
  }

  put(Item: Item, more: Partial<PutItemCommandInput> = {}) {
    return this.client.send(new PutItemCommand({ TableName: this.table, Item, ...more }));
  }

  async get(Key: Item, more: Partial<GetItemCommandInput> = {}): Promise<Item | undefined> {
    const command = new GetItemCommand({ TableName: this.table, Key, ConsistentRead: true, ...more });
    return (await this.client.send(command)).Item;
  }

  update(input: Without<UpdateItemCommandInput>) {
    return this.client.send(new UpdateItemCommand({ TableName: this.table, ...input }));
  }

  delete(input: Without<DeleteItemCommandInput>) {
    return this.client.send(new DeleteItemCommand({ TableName: this.table, ...input }));
  }

  query(input: Without<QueryCommandInput>) {
    return this.client.send(new QueryCommand({ TableName: this.table, ...input }));
  }

  scan(input: Without<ScanCommandInput> = {}) {
    return this.client.send(new ScanCommand({ TableName: this.table, ...input }));
  }
}

/** @throws when the call does not end in this error */
export async function fails(call: Promise<unknown>, name: string, message?: string | RegExp): Promise<ServiceError> {
  const error = await failureOf(call);
  expect(error.name, error.message).to.equal(name);
  if (typeof message === "string") expect(error.message).to.equal(message);
  if (message instanceof RegExp) expect(error.message).to.match(message);
  return error;
}

/** Compares items, sets without their order. */
export function sameItem(actual: Item | undefined, expected: Item | undefined): void {
  expect(actual && ordered(actual)).to.deep.equal(expected && ordered(expected));
}

function ordered(item: Item): Item {
  const sorted = (value: AttributeValue): AttributeValue => {
    if (value.SS) return { SS: [...value.SS].sort() };
    if (value.NS) return { NS: [...value.NS].sort() };
    if (value.B) return b(Buffer.from(value.B).toString());
    if (value.L) return { L: value.L.map(sorted) };
    if (value.M) return { M: ordered(value.M) };
    return value;
  };
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, sorted(value)]));
}

export interface TableCase {
  readonly id: string;
  readonly title: string;
  readonly run: (table: TableBench) => Promise<void>;
}

/** Cases that need one table each and nothing but DynamoDB. */
export function tableCases(doc: string, cases: readonly TableCase[]): Behaviour[] {
  return behavioursOf(
    "dynamodb",
    doc,
    cases.map(({ id, title, run }) => ({
      id,
      title,
      dynamodbOnly: true,
      run: async (probe: Probe) => run(await TableBench.open(probe)),
    })),
  );
}

/** Values as titles show them, binaries as text. */
export function shown(values: object): string {
  return JSON.stringify(values, (_, value: unknown) => {
    const { type, data } = (value ?? {}) as { type?: string; data?: number[] };
    return type === "Buffer" && data ? Buffer.from(data).toString() : value;
  });
}

/** Ids of rows: their place in the table, so that a row is found again. */
export function rowId(group: string, index: number): string {
  return `${group}/${String(index + 1).padStart(2, "0")}`;
}
