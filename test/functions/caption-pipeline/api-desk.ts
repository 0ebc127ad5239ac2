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
import { integrationEvent } from "../../../sandbox/services/apigateway/payload";
import { matchRoute, parseRouteKey } from "../../../sandbox/services/apigateway/routing";
import { Desk, packaged, type DeskPlan } from "./desk";

const TABLES = {
  captions: { partition: "postId", sort: "language" },
  posts: { partition: "postId" },
  requests: { partition: "requestId" },
} as const;

type Queue = "media" | "translations";

const PLAN: DeskPlan<keyof typeof TABLES, Queue> = {
  seed: 5,
  start: Date.UTC(2026, 10, 2, 8),
  tables: TABLES,
  queues: ["media", "translations"],
  buckets: ["curated", "published"],
  operations: {
    dynamodb: ["BatchGetItem", "GetItem", "Query", "TransactWriteItems", "UpdateItem"],
    s3: ["GetObject", "PutObject"],
    sqs: ["SendMessageBatch"],
  },
};

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

const ROUTES = [
  ...CAPTION_ROUTES.map(({ key }) => ({ make: makeCaptionsApi, pattern: parseRouteKey(key) })),
  ...CORRECTION_ROUTES.map(({ key }) => ({ make: makeCorrectCaptions, pattern: parseRouteKey(key) })),
];

/** captions-api and correct-captions from their packages, behind routes, over modelled tables, buckets and queues. */
export class ApiDesk extends Desk<keyof typeof TABLES, Queue> {
  constructor() {
    super(PLAN);
  }

  async open(): Promise<void> {
    await this.setUp(() => ({
      CAPTIONS_TABLE: "captions",
      POSTS_TABLE: "posts",
      REQUESTS_TABLE: "requests",
      CURATED_BUCKET: "curated",
      PUBLISHED_BUCKET: "published",
      MEDIA_QUEUE_URL: this.queueUrls.media ?? "",
      TRANSLATIONS_QUEUE_URL: this.queueUrls.translations ?? "",
    }));
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

  /** Calls the API. @returns nothing where no route leads */
  async tryCall(call: ApiCall): Promise<ApiReply | undefined> {
    return this.inTime(this.#answered(call));
  }

  async call(call: ApiCall): Promise<ApiReply> {
    const reply = await this.tryCall(call);
    if (reply === undefined) throw new Error(`No route leads to ${call.method} ${call.target}`);
    return reply;
  }

  /** Calls the API several times at once. */
  callAll(calls: readonly ApiCall[]): Promise<readonly (ApiReply | undefined)[]> {
    return this.inTime(Promise.all(calls.map((call) => this.#answered(call))));
  }

  async #answered(call: ApiCall): Promise<ApiReply | undefined> {
    const [path = "", rawQuery = ""] = call.target.split("?");
    const match = matchRoute(ROUTES, call.method, path);
    if (match === undefined) return undefined;
    const handler = await packaged(match.route.make);
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
      account: "222222222222",
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
}
