import * as dynamodb from "@aws-sdk/client-dynamodb";
import * as s3 from "@aws-sdk/client-s3";
import * as sqs from "@aws-sdk/client-sqs";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import {
  spokenFiles,
  transcriptKey,
  translatedFiles,
  type CaptionItem,
  type MediaItem,
  type PublishedFile,
  type StoredTranscript,
} from "@huut/domain";
import { CAPTION_ROUTES, CORRECTION_ROUTES } from "../../../components/caption-pipeline/api";
import { makeCaptionsApi } from "../../../functions/caption-pipeline/captions-api";
import { makeCorrectCaptions } from "../../../functions/caption-pipeline/correct-captions";
import { clientFor } from "../../../sandbox/kernel/client";
import { Cloud } from "../../../sandbox/kernel/cloud";
import { integrationEvent } from "../../../sandbox/services/apigateway/payload";
import { matchRoute, parseRouteKey } from "../../../sandbox/services/apigateway/routing";
import { World } from "../../../sandbox/world/world";
import { createResource } from "../../support/resource";
import { loadPackage, QUIET, withEnvironment, type AnyHandler, type Call } from "../packaged";

const place = { account: "222222222222", region: "ap-south-1" };

/** Tables by name: partition key, sort key. */
const TABLES = { captions: ["postId", "language"], posts: ["postId"], requests: ["requestId"] } as const;
type TableName = keyof typeof TABLES;

/** Which client a call goes to. */
const SERVICES: Readonly<Record<string, readonly string[]>> = {
  dynamodb: ["BatchGetItem", "GetItem", "Query", "TransactWriteItems", "UpdateItem"],
  s3: ["GetObject", "PutObject"],
  sqs: ["SendMessageBatch"],
};

const QUEUES = ["media", "translations"] as const;

/** A call of the API, as a browser makes it. */
export interface ApiCall {
  readonly method: string;
  /** With the query, as it stands in a URL. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | object;
  /** Whose token it carries; without one of scopes, with both. */
  readonly subject?: string;
  readonly scopes?: readonly string[];
}

export interface ApiReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body, where it is JSON. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** Handlers loaded from their packages: once, for that takes a while. What they call, the desk answers that is open. */
const HANDLERS = { captions: makeCaptionsApi, correct: makeCorrectCaptions } as const;
const ROUTES = [
  ...CAPTION_ROUTES.map(({ key }) => ({ handler: "captions" as const, pattern: parseRouteKey(key) })),
  ...CORRECTION_ROUTES.map(({ key }) => ({ handler: "correct" as const, pattern: parseRouteKey(key) })),
];
const loaded = new Map<keyof typeof HANDLERS, Promise<AnyHandler>>();
let current: ApiDesk | undefined;

function opened(desk: ApiDesk): void {
  current = desk;
}

function handlerOf(name: keyof typeof HANDLERS): Promise<AnyHandler> {
  let handler = loaded.get(name);
  if (handler === undefined) {
    handler = loadPackage<AnyHandler>(HANDLERS[name](), async (call) => current?.answer(call));
    loaded.set(name, handler);
  }
  return handler;
}

/** captions-api and correct-captions from their packages, behind routes, over modelled tables, buckets and queues. */
export class ApiDesk {
  readonly world = new World({ seed: 5, start: Date.UTC(2026, 10, 2, 8) });
  /** Every call of a service, in order. */
  readonly calls: Call[] = [];
  /** What a test does before a call has its effect: it may throw, or do what somebody else would do meanwhile. */
  before: (call: Call) => unknown = () => undefined;
  /** What a test does once a call has had its effect. */
  after: (call: Call) => unknown = () => undefined;
  #clients: Readonly<Record<string, { send(command: never): Promise<unknown> }>> = {};
  readonly #queueUrls: Record<string, string> = {};
  #restore: () => void = () => undefined;

  async open(): Promise<void> {
    const cloud = new Cloud(this.world);
    this.world.open();
    opened(this);
    const make = <Made extends object = object>(type: string, name: string, inputs: Record<string, unknown>) =>
      createResource<Made>(cloud, `aws:${type}`, name, inputs, place);
    for (const [name, [hashKey, rangeKey]] of Object.entries<readonly [string, string?]>(TABLES)) {
      const attributes = [hashKey, rangeKey].flatMap((each) => (each === undefined ? [] : [{ name: each, type: "S" }]));
      const key = rangeKey === undefined ? { hashKey } : { hashKey, rangeKey };
      await make("dynamodb/table:Table", name, { name, billingMode: "PAY_PER_REQUEST", attributes, ...key });
    }
    for (const bucket of ["curated", "published"]) await make("s3/bucket:Bucket", bucket, { bucket });
    for (const name of QUEUES)
      this.#queueUrls[name] = (await make<{ url: string }>("sqs/queue:Queue", name, { name })).url;
    const caller = { principal: { kind: "root", account: place.account } as const, account: place.account };
    const client = <C>(Client: new (config: never) => C, service: string) =>
      clientFor(cloud, Client, service, caller, place.region);
    this.#clients = {
      dynamodb: client(dynamodb.DynamoDBClient, "dynamodb"),
      s3: client(s3.S3Client, "s3"),
      sqs: client(sqs.SQSClient, "sqs"),
    };
    this.#restore = withEnvironment({
      ...QUIET,
      CAPTIONS_TABLE: "captions",
      POSTS_TABLE: "posts",
      REQUESTS_TABLE: "requests",
      CURATED_BUCKET: "curated",
      PUBLISHED_BUCKET: "published",
      MEDIA_QUEUE_URL: this.#queueUrls["media"] ?? "",
      TRANSLATIONS_QUEUE_URL: this.#queueUrls["translations"] ?? "",
    });
  }

  close(): void {
    this.#restore();
    this.world.close();
  }

  /** Captions of the spoken language and of others, as the pipeline leaves them: translations say `<language> <number of the cue>`. */
  async published(media: MediaItem, stored: StoredTranscript, captions: readonly CaptionItem[]): Promise<void> {
    await this.put("captions", media);
    await this.write("curated", transcriptKey(stored.postId, stored.mediaVersion), JSON.stringify(stored));
    for (const item of captions) {
      await this.put("captions", item);
      const { language, source } = item;
      const cues = stored.cues.map((cue, index) => ({ ...cue, lines: [`${language} ${index + 1}`] }));
      const files =
        source === "transcribed"
          ? spokenFiles(stored, language)
          : translatedFiles(stored, { language }, { cues, corrected: 0 });
      await this.publish(files);
    }
  }

  async publish(files: readonly PublishedFile[]): Promise<void> {
    for (const { key, body } of files) await this.write("published", key, body);
  }

  put(table: TableName, item: object): Promise<unknown> {
    const Item = marshall(item, { removeUndefinedValues: true });
    return this.#send("dynamodb", new dynamodb.PutItemCommand({ TableName: table, Item }));
  }

  write(bucket: string, key: string, body: string): Promise<unknown> {
    return this.#send("s3", new s3.PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  }

  remove(bucket: string, key: string): Promise<unknown> {
    return this.#send("s3", new s3.DeleteObjectCommand({ Bucket: bucket, Key: key }));
  }

  async read(bucket: string, key: string): Promise<string> {
    const object = await this.#send("s3", new s3.GetObjectCommand({ Bucket: bucket, Key: key }));
    return (object as { Body: { transformToString(): Promise<string> } }).Body.transformToString();
  }

  async items(table: TableName): Promise<Record<string, unknown>[]> {
    const { Items } = (await this.#send("dynamodb", new dynamodb.ScanCommand({ TableName: table }))) as {
      Items?: Record<string, never>[];
    };
    return (Items ?? []).map((item) => unmarshall(item));
  }

  /** Takes the messages that wait in a queue. */
  async messages(queue: (typeof QUEUES)[number]): Promise<Record<string, unknown>[]> {
    const found: Record<string, unknown>[] = [];
    for (;;) {
      const input = { QueueUrl: this.#queueUrls[queue], MaxNumberOfMessages: 10, VisibilityTimeout: 3600 };
      const { Messages = [] } = (await this.#send("sqs", new sqs.ReceiveMessageCommand(input))) as {
        Messages?: { Body: string }[];
      };
      if (Messages.length === 0) return found;
      found.push(...Messages.map(({ Body }) => JSON.parse(Body) as Record<string, unknown>));
    }
  }

  /** Calls the API. @returns nothing where no route leads */
  async tryCall(call: ApiCall): Promise<ApiReply | undefined> {
    return this.#inTime(this.#answered(call));
  }

  async call(call: ApiCall): Promise<ApiReply> {
    const reply = await this.tryCall(call);
    if (reply === undefined) throw new Error(`No route leads to ${call.method} ${call.target}`);
    return reply;
  }

  /** Calls the API several times at once. */
  callAll(calls: readonly ApiCall[]): Promise<readonly (ApiReply | undefined)[]> {
    return this.#inTime(Promise.all(calls.map((call) => this.#answered(call))));
  }

  /** Answers a call of a handler. */
  async answer(call: Call): Promise<unknown> {
    this.calls.push(call);
    await this.before(call);
    const [service] = Object.entries(SERVICES).find(([, operations]) => operations.includes(call.operation)) ?? [];
    if (service === undefined) throw new Error(`No test expects ${call.operation}`);
    const answer = await this.#clients[service]?.send(call.command as never);
    await this.after(call);
    return answer;
  }

  async #answered(call: ApiCall): Promise<ApiReply | undefined> {
    const [path = "", rawQuery = ""] = call.target.split("?");
    const match = matchRoute(ROUTES, call.method, path);
    if (match === undefined) return undefined;
    const handler = await handlerOf(match.route.handler);
    const answer = (await handler(
      this.#event(call, path, rawQuery, match.pathParameters, match.route.pattern.key),
    )) as {
      statusCode: number;
      headers: Record<string, string>;
      body: string;
    };
    const { statusCode: status, headers, body } = answer;
    const isJson = /json/.test(headers["content-type"] ?? "");
    return { status, headers, body, json: isJson ? (JSON.parse(body) as Record<string, unknown>) : {} };
  }

  #event(
    { method, headers = {}, body, subject = "u-1", scopes = ["captions/read", "captions/write"] }: ApiCall,
    path: string,
    rawQuery: string,
    pathParameters: Readonly<Record<string, string>>,
    routeKey: string,
  ): object {
    const type: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
    const claims = { sub: subject, scope: scopes.join(" ") };
    const request = {
      method,
      path,
      rawQuery,
      headers: { ...type, ...headers },
      body: Buffer.from(typeof body === "object" ? JSON.stringify(body) : (body ?? "")),
      sourceIp: "192.0.2.7",
    };
    return integrationEvent(request, {
      account: place.account,
      apiId: "abcdefghij",
      domainName: "abcdefghij.execute-api.ap-south-1.amazonaws.com",
      stage: "$default",
      routeKey,
      requestId: "r",
      traceId: "Root=1-0-0",
      time: this.world.now(),
      pathParameters,
      stageVariables: {},
      authorizer: { jwt: { claims, scopes: null } },
    });
  }

  #send(service: string, command: object): Promise<unknown> {
    const client = this.#clients[service];
    if (client === undefined) throw new Error("open() comes first");
    return this.#inTime(client.send(command as never));
  }

  /** Lets virtual time pass until something is done. */
  async #inTime<Result>(work: Promise<Result>): Promise<Result> {
    let done = false;
    const end = work.finally(() => (done = true));
    end.catch(() => undefined);
    while (!done) {
      await this.world.settle();
      if (!done) await this.world.runFor(100);
    }
    return end;
  }
}
