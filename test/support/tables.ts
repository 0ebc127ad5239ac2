import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import * as dynamodb from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { ConditionalWrite } from "@huut/domain";
import { transact, type Dynamo } from "../../functions/shared/dynamo";
import { clientFor } from "../../sandbox/kernel/client";
import { Cloud } from "../../sandbox/kernel/cloud";
import { World } from "../../sandbox/world/world";
import { inTime } from "./in-time";
import { createResource } from "./resource";

const place = { account: "222222222222", region: "ap-south-1" };

/** Modelled tables that the domain's writes are made in, so that its expressions are read as DynamoDB reads them. */
export class Tables<Name extends string> {
  readonly world = new World({ seed: 1, start: Date.UTC(2026, 10, 3, 5) });
  #dynamo: Dynamo | undefined;

  /** @param keys partition key and sort key by table */
  constructor(readonly keys: Readonly<Record<Name, readonly [string, string?]>>) {}

  async open(): Promise<void> {
    const cloud = new Cloud(this.world);
    this.world.open();
    for (const [name, [hashKey, rangeKey]] of Object.entries<readonly [string, string?]>(this.keys)) {
      const attributes = [hashKey, rangeKey].flatMap((each) => (each === undefined ? [] : [{ name: each, type: "S" }]));
      const inputs = { name, billingMode: "PAY_PER_REQUEST", attributes, hashKey, ...(rangeKey && { rangeKey }) };
      await createResource(cloud, "aws:dynamodb/table:Table", name, inputs, place);
    }
    const caller = { principal: { kind: "root", account: place.account } as const, account: place.account };
    const client = clientFor(cloud, DynamoDBClient, "dynamodb", caller, place.region);
    this.#dynamo = { sdk: dynamodb, marshall, unmarshall, client } as unknown as Dynamo;
  }

  close(): void {
    this.world.close();
  }

  /** Makes all writes or none. @returns which conditions did not hold; nothing when they were made */
  async make(...writes: readonly ConditionalWrite<Name>[]): Promise<readonly string[] | undefined> {
    const names = Object.fromEntries(Object.keys(this.keys).map((name) => [name, name])) as Record<Name, string>;
    const reasons = await inTime(this.world, transact(this.#opened(), writes, names));
    return reasons?.map(({ code }) => code);
  }

  async items(table: Name): Promise<Record<string, unknown>[]> {
    const { Items = [] } = await inTime(this.world, this.#opened().client.send(new ScanCommand({ TableName: table })));
    return Items.map((item) => unmarshall(item));
  }

  #opened(): Dynamo {
    if (this.#dynamo === undefined) throw new Error("open() comes first");
    return this.#dynamo;
  }
}
