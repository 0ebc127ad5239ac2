import {
  BatchGetItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  ChangeMessageVisibilityCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { TranslateClient, TranslateTextCommand } from "@aws-sdk/client-translate";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { CaptionItem, CorrectionItem, MediaItem, StoredTranscript, TranslateMessage } from "@huut/domain";
import { correctionKey, transcriptKey } from "@huut/domain";
import type { SQSBatchResponse } from "aws-lambda";
import { makePlanTranslations } from "../../../functions/caption-pipeline/plan-translations";
import { makeTranslateCaptions } from "../../../functions/caption-pipeline/translate-captions";
import { clientFor } from "../../../sandbox/kernel/client";
import { Cloud } from "../../../sandbox/kernel/cloud";
import { World } from "../../../sandbox/world/world";
import { createResource } from "../../support/resource";
import { loadPackage, QUIET, withEnvironment, type AnyHandler, type Call } from "../packaged";

const place = { account: "222222222222", region: "ap-south-1" };

/** Tables by name: partition key, sort key. */
const TABLES = {
  captions: ["postId", "language"],
  requests: ["requestId"],
  cache: ["digest"],
  usage: ["day", "entry"],
} as const;
type TableName = keyof typeof TABLES;

/** Which client a call goes to. */
const SERVICES = {
  dynamodb: [
    BatchGetItemCommand,
    GetItemCommand,
    PutItemCommand,
    QueryCommand,
    TransactWriteItemsCommand,
    UpdateItemCommand,
  ],
  s3: [DeleteObjectCommand, DeleteObjectsCommand, GetObjectCommand, PutObjectCommand],
  sqs: [ChangeMessageVisibilityCommand, SendMessageBatchCommand],
  translate: [TranslateTextCommand],
} as const;

/** What a test does to a call: throws before it has its effect, asks to throw after it, or answers in the service's place. */
export type Interfere = (call: Call) => undefined | { readonly after: Error } | { readonly answer: unknown };

/** Handlers loaded from their packages: once, for that takes a while. What they call, the desk answers that is open. */
const HANDLERS = { plan: makePlanTranslations, translate: makeTranslateCaptions } as const;
const loaded = new Map<keyof typeof HANDLERS, Promise<AnyHandler>>();
let current: TranslationDesk | undefined;

function opened(desk: TranslationDesk): void {
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

/** plan-translations and translate-captions from their packages, over modelled tables, buckets, queue and translator. */
export class TranslationDesk {
  readonly world = new World({ seed: 3, start: Date.UTC(2026, 10, 3, 5) });
  /** Every call, in order. */
  readonly calls: Call[] = [];
  interfere: Interfere = () => undefined;
  /** Milliseconds that the function thinks it has left. */
  timeLeft = 600_000;
  #clients: { readonly [service in keyof typeof SERVICES]: { send(command: never): Promise<unknown> } } | undefined;
  #queueUrl = "";
  #restore: () => void = () => undefined;

  async open(settings: { readonly daily?: number; readonly eager?: string } = {}): Promise<void> {
    const cloud = new Cloud(this.world);
    this.world.open();
    opened(this);
    const make = <Made extends object = object>(type: string, name: string, inputs: Record<string, unknown>) =>
      createResource<Made>(cloud, `aws:${type}`, name, inputs, place);
    for (const [name, [hashKey, rangeKey]] of Object.entries(TABLES)) {
      const attributes = [hashKey, rangeKey].flatMap((each) => (each === undefined ? [] : [{ name: each, type: "S" }]));
      const key = rangeKey === undefined ? { hashKey } : { hashKey, rangeKey };
      await make("dynamodb/table:Table", name, { name, billingMode: "PAY_PER_REQUEST", attributes, ...key });
    }
    for (const bucket of ["curated", "published"]) {
      await make("s3/bucket:Bucket", bucket, { bucket });
      const versioning = { bucket, versioningConfiguration: { status: "Enabled" } };
      await make("s3/bucketVersioning:BucketVersioning", bucket, versioning);
    }
    this.#queueUrl = (await make<{ url: string }>("sqs/queue:Queue", "translations", { name: "translations" })).url;
    const caller = { principal: { kind: "root", account: place.account } as const, account: place.account };
    const client = <C>(Client: new (config: never) => C, service: string) =>
      clientFor(cloud, Client, service, caller, place.region);
    this.#clients = {
      dynamodb: client(DynamoDBClient, "dynamodb"),
      s3: client(S3Client, "s3"),
      sqs: client(SQSClient, "sqs"),
      translate: client(TranslateClient, "translate"),
    };
    this.#restore = withEnvironment({
      ...QUIET,
      CAPTIONS_TABLE: "captions",
      REQUESTS_TABLE: "requests",
      CACHE_TABLE: "cache",
      USAGE_TABLE: "usage",
      CURATED_BUCKET: "curated",
      PUBLISHED_BUCKET: "published",
      TRANSLATIONS_QUEUE_URL: this.#queueUrl,
      EAGER_LANGUAGES: settings.eager ?? "hi,en,ta,or",
      DAILY_CHARACTERS: String(settings.daily ?? 100_000),
    });
  }

  close(): void {
    this.#restore();
    this.world.close();
  }

  /** A post whose speech was transcribed, as complete-transcription leaves it. */
  async transcribed(stored: StoredTranscript, change: Partial<MediaItem> = {}): Promise<MediaItem> {
    const { postId, mediaVersion, jobName } = stored;
    const media: MediaItem = {
      postId,
      language: "media",
      postVersion: 1,
      mediaVersion,
      updatedAt: "2026-11-03T04:59:00.000Z",
      state: "transcribed",
      userId: "u-1",
      mediaKey: "audio/u-1/p-1.mp3",
      jobName,
      beganAt: "2026-11-03T04:58:00.000Z",
      attempts: 1,
      spokenLanguage: stored.language,
      ...change,
    };
    await this.put("captions", media);
    await this.write("curated", transcriptKey(postId, mediaVersion), JSON.stringify(stored));
    return media;
  }

  /** A correction by the post's author, as correct-captions writes it. */
  async corrected(stored: StoredTranscript, language: string, cue: number, text: string, revision = 1): Promise<void> {
    const { postId, mediaVersion } = stored;
    const correctedAt = new Date(this.world.now()).toISOString();
    const key = { postId, language: correctionKey(language, cue), mediaVersion, cue };
    const item: CorrectionItem = { ...key, text, revision, correctedBy: "u-1", correctedAt };
    await this.put("captions", item);
  }

  put(table: TableName, item: object): Promise<unknown> {
    const Item = marshall(item, { removeUndefinedValues: true });
    return this.#send("dynamodb", new PutItemCommand({ TableName: table, Item }));
  }

  write(bucket: string, key: string, body: string): Promise<unknown> {
    return this.#send("s3", new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  }

  async items(table: TableName): Promise<Record<string, unknown>[]> {
    const { Items } = (await this.#send("dynamodb", new ScanCommand({ TableName: table }))) as {
      Items?: Record<string, never>[];
    };
    return (Items ?? []).map((item) => unmarshall(item));
  }

  /** The captions of a language, if there are any. */
  async captions(language: string): Promise<CaptionItem | undefined> {
    const items = (await this.items("captions")) as unknown as CaptionItem[];
    return items.find((item) => item.language === language);
  }

  /** Keys of a bucket's current objects. */
  async keys(bucket: string): Promise<string[]> {
    const { Contents } = (await this.#send("s3", new ListObjectsV2Command({ Bucket: bucket }))) as {
      Contents?: { Key: string }[];
    };
    return (Contents ?? []).map(({ Key }) => Key);
  }

  async read(bucket: string, key: string) {
    const object = (await this.#send("s3", new GetObjectCommand({ Bucket: bucket, Key: key }))) as {
      Body: { transformToString(): Promise<string> };
      ContentType?: string;
      ContentLanguage?: string;
      CacheControl?: string;
    };
    const { ContentType, ContentLanguage, CacheControl } = object;
    return { body: await object.Body.transformToString(), ContentType, ContentLanguage, CacheControl };
  }

  /** Messages that wait in the queue of translations. */
  async messages(): Promise<TranslateMessage[]> {
    const found: TranslateMessage[] = [];
    for (;;) {
      const input = { QueueUrl: this.#queueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 3600 };
      const { Messages = [] } = (await this.#send("sqs", new ReceiveMessageCommand(input))) as {
        Messages?: { Body: string }[];
      };
      if (Messages.length === 0) return found;
      found.push(...Messages.map(({ Body }) => JSON.parse(Body) as TranslateMessage));
    }
  }

  /** Hands an S3 event on. @returns whether the message is done */
  plan(...keys: readonly string[]): Promise<boolean> {
    const Records = keys.map((key) => ({ s3: { object: { key } } }));
    return this.#handle("plan", JSON.stringify({ Records }));
  }

  /** Hands a message on. @returns whether it is done */
  translate({ postId, mediaVersion }: StoredTranscript, language: string, receives = 1): Promise<boolean> {
    const message: TranslateMessage = { kind: "translate", postId, mediaVersion, language };
    return this.#handle("translate", JSON.stringify(message), receives);
  }

  /** Texts that the translator was asked for since the beginning. */
  asked(): string[] {
    return this.calls
      .filter(({ operation }) => operation === "TranslateText")
      .map(({ input }) => String(input["Text"]));
  }

  /** Answers a call of a handler. */
  async answer(call: Call): Promise<unknown> {
    this.calls.push(call);
    const instead = this.interfere(call);
    if (instead !== undefined && "answer" in instead) return instead.answer;
    const answer = await this.#forward(call);
    if (instead !== undefined) throw instead.after;
    return answer;
  }

  async #handle(name: keyof typeof HANDLERS, body: string, receives = 1): Promise<boolean> {
    const handler = await handlerOf(name);
    const Records = [
      { messageId: "m", receiptHandle: "handle", body, attributes: { ApproximateReceiveCount: String(receives) } },
    ];
    const context = { getRemainingTimeInMillis: () => this.timeLeft };
    const { batchItemFailures } = (await this.#inTime(handler({ Records }, context))) as SQSBatchResponse;
    return batchItemFailures.length === 0;
  }

  #forward({ operation, command }: Call): Promise<unknown> {
    for (const [service, commands] of Object.entries(SERVICES)) {
      const known = commands.some(({ name }) => name === `${operation}Command`);
      if (known) return this.#send(service as keyof typeof SERVICES, command as object);
    }
    throw new Error(`No test expects ${operation}`);
  }

  #send(service: keyof typeof SERVICES, command: object): Promise<unknown> {
    if (this.#clients === undefined) throw new Error("open() comes first");
    return this.#inTime(this.#clients[service].send(command as never));
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
