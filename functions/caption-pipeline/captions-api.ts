import type * as HuutDomain from "@huut/domain";
import type {
  PostOfMedia,
  CaptionsChoice,
  CaptionsOrder,
  CaptionsQuery,
  FoundCaptions,
  HttpAnswer,
  HttpCall,
  RequestItem,
} from "@huut/domain";
import { loadDynamo, transactInTurn, type Dynamo } from "../shared/dynamo";
import { environment } from "../shared/environment";
import { lazily } from "../shared/lazily";
import { loadSqs, sendAll, type Sqs } from "../shared/queues";
import { loadS3, type S3 } from "../shared/s3";
import { answerCall, loadLogger, type ApiEvent, type ApiResult } from "../shared/api-call";
import { readFile } from "./api-files";
import { readCaptions, readCorrections, readRequest } from "./api-tables";
import { readPost } from "./items";

/** What the routes work with. */
interface Tools {
  readonly domain: typeof HuutDomain;
  readonly dynamo: Dynamo;
  readonly s3: () => Promise<S3>;
  readonly sqs: () => Promise<Sqs>;
  readonly tables: { readonly captions: string; readonly posts: string; readonly requests: string };
  readonly bucket: string;
  readonly queues: { readonly media: string; readonly translations: string };
  readonly publicUrl: string | undefined;
  readonly now: string;
}

/** `GET /v1/posts/{id}/captions` */
async function getCaptions(tools: Tools, call: HttpCall): Promise<HttpAnswer> {
  const { domain, dynamo, tables } = tools;
  const query = domain.parseGetCaptions(call);
  if (!query.ok) return domain.problemAnswer(query.problem);
  const { postId } = query.value;
  // A file that the table tells of and that is gone was withdrawn meanwhile: the table then says so.
  for (const consistent of [false, true]) {
    const found = await readCaptions(dynamo, tables.captions, postId, consistent);
    const post = found.media === undefined ? await readPost(dynamo, tables.posts, postId) : undefined;
    const choice = domain.chooseCaptions(query.value, { ...tools, found, post });
    const answer = await contentOf(tools, query.value, found, choice);
    if (answer !== undefined) return answer;
  }
  throw new Error(`A file of the captions of post ${postId} is not there, or may not be read`);
}

/** @returns nothing when a file is not there */
async function contentOf(
  tools: Tools,
  query: CaptionsQuery,
  found: FoundCaptions,
  choice: CaptionsChoice,
): Promise<HttpAnswer | undefined> {
  const { domain, dynamo, tables, bucket, publicUrl } = tools;
  if (choice.kind === "answer") return choice.answer;
  const s3 = await tools.s3();
  const { item } = choice;
  if (choice.kind === "file") {
    const file = await readFile(s3, { bucket, key: domain.fileKey(item, choice.format) });
    return file && domain.fileAnswer(query, item, choice.format, file);
  }
  const cuesOf = async (each: typeof item) => {
    const file = await readFile(s3, { bucket, key: domain.fileKey(each, "srt") });
    return file && domain.fromSrt(file.text);
  };
  const spokenItem = found.captions.find(({ source }) => source === "transcribed") ?? item;
  const { postId, language } = item;
  const [cues, spoken, corrections] = await Promise.all([
    cuesOf(item),
    spokenItem === item ? undefined : cuesOf(spokenItem),
    readCorrections(dynamo, tables.captions, { postId, language, consistent: false }),
  ]);
  if (cues === undefined || (spokenItem !== item && spoken === undefined)) return undefined;
  const content = { item, cues, spoken: spoken ?? cues, corrections };
  return domain.documentAnswer(query, item, domain.captionsDocument(found, content, { path: query.path, publicUrl }));
}

/** `POST /v1/captions` */
async function orderCaptions(tools: Tools, call: HttpCall): Promise<HttpAnswer> {
  const { domain, dynamo, tables, now } = tools;
  const order = domain.parseOrder(call);
  if (!order.ok) return domain.problemAnswer(order.problem);
  const before = await readRequest(dynamo, tables.requests, order.value.requestId);
  if (before !== undefined && !domain.isGone(before, now)) return repeatOrder(tools, order.value, before);
  const post = await readPost(dynamo, tables.posts, order.value.postId);
  const refusal = domain.orderProblem(order.value, post);
  if (post === undefined || refusal !== undefined) return domain.problemAnswer(refusal as HuutDomain.Problem);
  const request = domain.requestItem(order.value, now);
  // Requests of one subject, or for one post, that come at the same time wait for each other.
  const outcome = domain.orderOutcome(await transactInTurn(dynamo, domain.orderWrites(request, now), tables));
  switch (outcome.kind) {
    case "there":
      return repeatOrder(tools, order.value, outcome.request);
    case "used-up":
      return usedUp(tools, call.path);
    case "made":
      return carryOut(tools, request, post);
  }
}

/** The same call again gets the same answer; what a crash kept from being sent is sent now. */
async function repeatOrder(tools: Tools, order: CaptionsOrder, request: RequestItem): Promise<HttpAnswer> {
  const { domain, dynamo, tables } = tools;
  if (request.digest !== order.digest) return domain.problemAnswer(domain.otherOrder(order));
  if (request.answered !== undefined) return domain.orderAnswer(request, request.answered);
  const post = await readPost(dynamo, tables.posts, order.postId);
  const refusal = domain.orderProblem(order, post);
  if (post === undefined || refusal !== undefined) return domain.problemAnswer(refusal as HuutDomain.Problem);
  return carryOut(tools, request, post);
}

async function carryOut(tools: Tools, request: RequestItem, post: PostOfMedia): Promise<HttpAnswer> {
  const { domain, dynamo, tables, queues } = tools;
  const found = await readCaptions(dynamo, tables.captions, post.postId, true);
  const { states, work } = domain.planOrder(request, post, found);
  for (const queue of ["media", "translations"] as const) {
    const messages = work.filter((each) => each.queue === queue).map(({ message }) => message);
    if (messages.length > 0) await sendAll(await tools.sqs(), queues[queue], messages);
  }
  const refused = await transactInTurn(dynamo, [domain.answeredWrite(request, states)], tables);
  if (refused !== undefined) throw new Error(`The request ${request.requestId} could not be marked as answered`);
  return domain.orderAnswer(request, states);
}

function usedUp({ domain, now }: Tools, path: string): HttpAnswer {
  const { refusal, seconds } = domain.allowanceRefusal(path, now);
  return domain.problemAnswer(refusal, { "retry-after": String(seconds) });
}

/** `GET /v1/requests/{id}` */
async function getRequest(tools: Tools, call: HttpCall): Promise<HttpAnswer> {
  const { domain, dynamo, tables, now } = tools;
  const asked = domain.parseGetRequest(call);
  if (!asked.ok) return domain.problemAnswer(asked.problem);
  const { requestId, subject } = asked.value;
  const request = await readRequest(dynamo, tables.requests, requestId);
  // Who did not make it is not told that there is one.
  if (request === undefined || request.requestedBy !== subject || domain.isGone(request, now)) {
    return domain.problemAnswer(domain.unknownRequest(call.path, requestId));
  }
  const found = await readCaptions(dynamo, tables.captions, request.postId, false);
  return domain.requestAnswer(request, found, now);
}

/** Makes the handler of the routes that read captions, ask for them, and tell how far they are. */
export function makeCaptionsApi() {
  const dynamo = lazily(loadDynamo);
  const s3 = lazily(loadS3);
  const sqs = lazily(loadSqs);
  const logger = lazily(loadLogger);

  return async (event: ApiEvent): Promise<ApiResult> => {
    const domain = await import("@huut/domain");
    const tools = async (now: string): Promise<Tools> => {
      const env = environment(
        "CAPTIONS_TABLE",
        "POSTS_TABLE",
        "REQUESTS_TABLE",
        "PUBLISHED_BUCKET",
        "MEDIA_QUEUE_URL",
        "TRANSLATIONS_QUEUE_URL",
      );
      return {
        domain,
        dynamo: await dynamo(),
        s3,
        sqs,
        tables: { captions: env.CAPTIONS_TABLE, posts: env.POSTS_TABLE, requests: env.REQUESTS_TABLE },
        bucket: env.PUBLISHED_BUCKET,
        queues: { media: env.MEDIA_QUEUE_URL, translations: env.TRANSLATIONS_QUEUE_URL },
        publicUrl: process.env["PUBLIC_URL"],
        now,
      };
    };
    const reading = domain.CAPTIONS_READ_SCOPE;
    const routes = {
      "GET /v1/posts/{id}/captions": {
        scope: reading,
        answer: async (call: HttpCall, now: string) => getCaptions(await tools(now), call),
      },
      "POST /v1/captions": {
        scope: domain.CAPTIONS_WRITE_SCOPE,
        answer: async (call: HttpCall, now: string) => orderCaptions(await tools(now), call),
      },
      "GET /v1/requests/{id}": {
        scope: reading,
        answer: async (call: HttpCall, now: string) => getRequest(await tools(now), call),
      },
    };
    return answerCall(event, routes, logger);
  };
}
