import { readTemplates } from "../../components/insights-api/queries";
import { follow } from "../../sandbox/gateway/pace";
import { Gateway } from "../../sandbox/gateway/gateway";
import { insightsApiOf, mintToken } from "../../cli/start/api";
import { readTable } from "../../cli/start/evidence";
import { replay } from "../../cli/start/replay";
import { graphOf, mediaIn, sampleFeed } from "../support/platform";

/** A served platform in which the first hours of the samples have happened. */
export interface ServedApi {
  readonly url: string;
  /** Posts with captions first. */
  readonly posts: readonly string[];
  readonly insights: readonly string[];
  /** Of an author of a post that has captions, a different one for each number. */
  token(number: number): Promise<string>;
  /** What failed in the world meanwhile. */
  readonly errors: readonly unknown[];
  stop(): Promise<void>;
}

/** Events of the samples: a morning. */
const EVENTS = 120;
/** Until transcripts, translations and trends are there. */
const REST_MS = 2 * 3_600_000;

export async function serveApi(seed: number): Promise<ServedApi> {
  const feed = (await sampleFeed()).slice(0, EVENTS);
  const until = Date.parse(feed.at(-1)!.at) + REST_MS;
  const graphs = await graphOf("dev");
  const { sandbox, stack } = await replay({ graphs, seed, feed, media: mediaIn(feed), until });
  const items = (table: string) => readTable(sandbox, String(sandbox.outputs(stack)[table]));
  const media = items("captionsTable").filter(({ language, state }) => language === "media" && state === "transcribed");
  const captioned = media.map(({ postId }) => String(postId));
  const authors = [...new Set(media.map(({ userId }) => String(userId)))];
  const others = items("postsTable").map(({ postId }) => String(postId));
  const gateway = await Gateway.listen(sandbox.cloud, 0);
  const stop = new AbortController();
  const errors: unknown[] = [];
  const pace = follow(sandbox.world, stop.signal, (error) => errors.push(error));
  const api = insightsApiOf(sandbox, stack);
  return {
    url: gateway.apiUrl(api.id),
    posts: [...new Set([...captioned, ...others])].slice(0, 40),
    insights: Object.keys(readTemplates()),
    token: (number) => mintToken(sandbox, api, authors[number % authors.length]),
    errors,
    stop: async () => {
      stop.abort();
      await pace;
      await gateway.close();
      sandbox.close();
    },
  };
}
