import { ComprehendClient } from "@aws-sdk/client-comprehend";
import * as dynamodb from "@aws-sdk/client-dynamodb";
import { GlueClient } from "@aws-sdk/client-glue";
import * as s3 from "@aws-sdk/client-s3";
import * as sqs from "@aws-sdk/client-sqs";
import { TranscribeClient } from "@aws-sdk/client-transcribe";
import { TranslateClient } from "@aws-sdk/client-translate";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { CaptionItem } from "@huut/domain";
import { clientFor } from "../../../sandbox/kernel/client";
import { Cloud } from "../../../sandbox/kernel/cloud";
import { World } from "../../../sandbox/world/world";
import { inTime } from "../../support/in-time";
import { createResource } from "../../support/resource";
import { loadPackage, QUIET, withEnvironment, type AnyHandler, type Call } from "../packaged";

const place = { account: "222222222222", region: "ap-south-1" };

const CLIENTS = {
  comprehend: ComprehendClient,
  dynamodb: dynamodb.DynamoDBClient,
  glue: GlueClient,
  s3: s3.S3Client,
  sqs: sqs.SQSClient,
  transcribe: TranscribeClient,
  translate: TranslateClient,
} as const;
type Service = keyof typeof CLIENTS;

/** Keys of a table, and an index with its own. */
export interface TableKeys {
  readonly partition: string;
  readonly sort?: string;
  readonly index?: { readonly name: string; readonly partition: string; readonly sort: string };
}

/** What stands on a desk. */
export interface DeskPlan<Table extends string, Queue extends string> {
  /** Of the world: what chance and clock begin with. */
  readonly seed: number;
  readonly start: number;
  readonly tables: Readonly<Record<Table, TableKeys>>;
  readonly queues: readonly Queue[];
  readonly buckets: readonly string[];
  /** Operations that handlers are expected to call, by service. Every other one is refused. */
  readonly operations: Readonly<Partial<Record<Service, readonly string[]>>>;
}

/** A call that is answered in the service's place. */
interface Instead {
  readonly answer: unknown;
}

/** Handlers loaded from their packages: once, for that takes a while. What they call, the desk answers that is open. */
const loaded = new Map<() => AnyHandler, Promise<AnyHandler>>();
let current: { answer(call: Call): Promise<unknown> } | undefined;

function opened(desk: { answer(call: Call): Promise<unknown> }): void {
  current = desk;
}

/** A handler from its package; what it calls goes to the open desk. */
export function packaged(make: () => AnyHandler): Promise<AnyHandler> {
  let handler = loaded.get(make);
  if (handler === undefined) {
    handler = loadPackage<AnyHandler>(make(), async (call) => current?.answer(call));
    loaded.set(make, handler);
  }
  return handler;
}

/** Modelled tables, buckets and queues for handlers, and a hand in what happens between them. */
export class Desk<Table extends string, Queue extends string> {
  readonly world: World;
  /** Every call of a handler, in order. */
  readonly calls: Call[] = [];
  /** Before a call has its effect: throws, does what somebody else would do meanwhile, or answers in the service's place. */
  before: (call: Call) => unknown = () => undefined;
  /** Once a call has had its effect. */
  after: (call: Call) => unknown = () => undefined;
  protected readonly queueUrls: Partial<Record<Queue, string>> = {};
  readonly #plan: DeskPlan<Table, Queue>;
  #cloud: Cloud | undefined;
  #clients: Partial<Record<Service, { send(command: never): Promise<unknown> }>> = {};
  #restore: () => void = () => undefined;

  constructor(plan: DeskPlan<Table, Queue>) {
    this.#plan = plan;
    this.world = new World({ seed: plan.seed, start: plan.start });
  }

  /** Sets everything up. Called by `open` of the desk in question, with the environment of its handlers. */
  protected async setUp(
    environment: () => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>,
  ): Promise<void> {
    const cloud = (this.#cloud = new Cloud(this.world));
    this.world.open();
    opened(this);
    for (const [name, keys] of Object.entries<TableKeys>(this.#plan.tables)) {
      await this.make("dynamodb/table:Table", name, { name, billingMode: "PAY_PER_REQUEST", ...tableInputs(keys) });
    }
    for (const bucket of this.#plan.buckets) {
      await this.make("s3/bucket:Bucket", bucket, { bucket });
      const versioning = { bucket, versioningConfiguration: { status: "Enabled" } };
      await this.make("s3/bucketVersioning:BucketVersioning", bucket, versioning);
    }
    for (const name of this.#plan.queues)
      this.queueUrls[name] = (await this.make<{ url: string }>("sqs/queue:Queue", name, { name })).url;
    const caller = { principal: { kind: "root", account: place.account } as const, account: place.account };
    for (const service of Object.keys(CLIENTS) as Service[])
      this.#clients[service] = clientFor(cloud, CLIENTS[service] as never, service, caller, place.region);
    this.#restore = withEnvironment({ ...QUIET, ...(await environment()) });
  }

  /** Makes one more resource. */
  protected make<Made extends object = object>(type: string, name: string, inputs: Record<string, unknown>) {
    if (this.#cloud === undefined) throw new Error("setUp() comes first");
    return createResource<Made>(this.#cloud, `aws:${type}`, name, inputs, place);
  }

  close(): void {
    this.#restore();
    this.world.close();
  }

  put(table: Table, item: object): Promise<unknown> {
    const Item = marshall(item, { removeUndefinedValues: true });
    return this.send("dynamodb", new dynamodb.PutItemCommand({ TableName: table, Item }));
  }

  async items(table: Table): Promise<Record<string, unknown>[]> {
    const { Items } = (await this.send("dynamodb", new dynamodb.ScanCommand({ TableName: table }))) as {
      Items?: Record<string, never>[];
    };
    return (Items ?? []).map((item) => unmarshall(item));
  }

  /** An item of the table `captions`, by its sort key, if there is one. */
  async item<Item = CaptionItem>(language: string): Promise<Item | undefined> {
    const items = await this.items("captions" as Table);
    return items.find((each) => each["language"] === language) as Item | undefined;
  }

  write(bucket: string, key: string, body: string | Uint8Array): Promise<unknown> {
    return this.send("s3", new s3.PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  }

  remove(bucket: string, key: string): Promise<unknown> {
    return this.send("s3", new s3.DeleteObjectCommand({ Bucket: bucket, Key: key }));
  }

  /** An object with what it is sent with. */
  async object(bucket: string, key: string) {
    const found = (await this.send("s3", new s3.GetObjectCommand({ Bucket: bucket, Key: key }))) as {
      Body: { transformToString(): Promise<string> };
      ContentType?: string;
      ContentLanguage?: string;
      CacheControl?: string;
    };
    const { ContentType, ContentLanguage, CacheControl } = found;
    return { body: await found.Body.transformToString(), ContentType, ContentLanguage, CacheControl };
  }

  async read(bucket: string, key: string): Promise<string> {
    return (await this.object(bucket, key)).body;
  }

  /** Keys of a bucket's current objects. */
  async keys(bucket: string): Promise<string[]> {
    const { Contents } = (await this.send("s3", new s3.ListObjectsV2Command({ Bucket: bucket }))) as {
      Contents?: { Key: string }[];
    };
    return (Contents ?? []).map(({ Key }) => Key);
  }

  /** Takes the messages that wait in a queue. */
  async messages<Message = Record<string, unknown>>(queue: Queue): Promise<Message[]> {
    const found: Message[] = [];
    for (;;) {
      const input = { QueueUrl: this.queueUrls[queue], MaxNumberOfMessages: 10, VisibilityTimeout: 3600 };
      const { Messages = [] } = (await this.send("sqs", new sqs.ReceiveMessageCommand(input))) as {
        Messages?: { Body: string }[];
      };
      if (Messages.length === 0) return found;
      found.push(...Messages.map(({ Body }) => JSON.parse(Body) as Message));
    }
  }

  /** Answers a call of a handler. */
  async answer(call: Call): Promise<unknown> {
    this.calls.push(call);
    const instead = (await this.before(call)) as Instead | undefined;
    if (typeof instead === "object" && "answer" in instead) return instead.answer;
    const { operation } = call;
    const [service] = Object.entries(this.#plan.operations).find(([, known]) => known.includes(operation)) ?? [];
    if (service === undefined) throw new Error(`No test expects ${operation}`);
    const answer = await this.#clients[service as Service]?.send(call.command as never);
    await this.after(call);
    return answer;
  }

  protected send(service: Service, command: object): Promise<unknown> {
    const client = this.#clients[service];
    if (client === undefined) throw new Error("open() comes first");
    return this.inTime(client.send(command as never));
  }

  /** Lets virtual time pass until something is done. */
  protected inTime<Result>(work: Promise<Result>): Promise<Result> {
    return inTime(this.world, work);
  }
}

function tableInputs({ partition, sort, index }: TableKeys) {
  const names = [partition, sort, index?.partition, index?.sort].filter((name) => name !== undefined);
  const key = (attributeName: string, keyType: string) => ({ attributeName, keyType });
  const indexes = [index].flatMap((each) => {
    if (each === undefined) return [];
    const keySchemas = [key(each.partition, "HASH"), key(each.sort, "RANGE")];
    return [{ name: each.name, keySchemas, projectionType: "ALL" }];
  });
  return {
    hashKey: partition,
    ...(sort === undefined ? {} : { rangeKey: sort }),
    attributes: [...new Set(names)].map((name) => ({ name, type: "S" })),
    ...(indexes.length === 0 ? {} : { globalSecondaryIndexes: indexes }),
  };
}
