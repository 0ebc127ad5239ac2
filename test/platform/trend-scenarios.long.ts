import { parseFeedLine, type FeedEntry, type TrendItem } from "@huut/domain";
import { expect } from "chai";
import { insightsApiOf, mintToken } from "../../cli/start/api";
import { replay } from "../../cli/start/replay";
import type { Sandbox } from "../../sandbox";
import type { ApiGatewayService } from "../../sandbox/services/apigateway";
import { randomOf, textIn, type CrowdLanguage } from "../domain/trends/crowd";
import { graphOf } from "../support/platform";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A Monday; what is to be told apart happens eight days later, so that each hour of the week has been seen before. */
const FIRST = Date.UTC(2026, 10, 2);
const DAYS = 8;
/** Noon of the ninth day. */
const START = FIRST + DAYS * DAY + 12 * HOUR;

const [GREETING, ATTACK, SURGE] = ["#सुप्रभात", "#इनाम", "#भूकंप"] as const;

interface Written {
  readonly postId: string;
  readonly userId: string;
  readonly at: number;
  readonly tag: string;
  readonly language: CrowdLanguage;
  readonly text: string;
  /** When it is deleted, if it is. */
  readonly gone?: number;
}

const random = randomOf(11);
const iso = (at: number) => new Date(at).toISOString();

/** Fifteen people say good morning from five to six and fifteen from six to seven, each day. */
function greetings(): Written[] {
  return Array.from({ length: (DAYS + 1) * 30 }, (_, i) => {
    const [day, turn] = [Math.floor(i / 30), i % 30];
    const at = FIRST + day * DAY + (turn < 15 ? 5 : 6) * HOUR + Math.floor(random() * HOUR);
    const userId = `g-${turn}`;
    return { postId: `${userId}-${day}`, userId, at, tag: GREETING, language: "hi", text: textIn("hi", random) };
  });
}

/** A hundred accounts post one text within the hour, and delete it an hour later. */
function attack(): Written[] {
  return Array.from({ length: 100 }, (_, i) => {
    const at = START + Math.floor(random() * HOUR);
    const text = `सब लोग आज ही यह ऐप डाउनलोड करो और इनाम जीतो, मौका हाथ से न जाने दो ${i}`;
    return { postId: `a-${i}`, userId: `a-${i}`, at, tag: ATTACK, language: "hi", text, gone: at + HOUR };
  });
}

/** Forty people write about one thing for two hours, in three languages and each in words of their own. */
function surge(): Written[] {
  return Array.from({ length: 40 }, (_, i) => {
    const language = (["hi", "bn", "en"] as const)[i % 3]!;
    const at = START + Math.floor(random() * 2 * HOUR);
    return { postId: `s-${i}`, userId: `s-${i}`, at, tag: SURGE, language, text: textIn(language, random) };
  });
}

/** As the application publishes it. */
function feedOf(posts: readonly Written[]): FeedEntry[] {
  const event = (eventName: "INSERT" | "REMOVE", each: Written, at: number, version: number) => {
    const { postId, userId, tag, language, text } = each;
    const state = {
      createdAt: iso(each.at),
      updatedAt: iso(at),
      version,
      text: `${text} ${tag}`,
      tags: [tag],
      language,
    };
    const post = { postId, userId, ...state, likes: 0, heard: 0 };
    return { at, body: { eventId: `${postId}-${version}`, eventName, occurredAt: iso(at), post } };
  };
  return posts
    .flatMap((each) => [
      event("INSERT", each, each.at, 1),
      ...(each.gone === undefined ? [] : [event("REMOVE", each, each.gone, 2)]),
    ])
    .sort((a, b) => a.at - b.at)
    .map(({ body }, index) => parseFeedLine(JSON.stringify(body), index + 1) as FeedEntry);
}

/** Tags by the people who used them in so much time until then, whatever became of the posts. */
function plainCounts(posts: readonly Written[], until: number, hours: number): string[] {
  const recent = posts.filter(({ at }) => at <= until && at > until - hours * HOUR);
  const authors = (tag: string) => new Set(recent.filter((each) => each.tag === tag).map(({ userId }) => userId)).size;
  return [...new Set(recent.map(({ tag }) => tag))].sort((a, b) => authors(b) - authors(a));
}

/** What the API answers while the feed goes on: the world is not let run for it. */
async function get<Answer>(sandbox: Sandbox, path: string, rawQuery = ""): Promise<Answer> {
  const api = insightsApiOf(sandbox, "dev");
  const headers = { authorization: `Bearer ${await mintToken(sandbox, api)}` };
  const request = { method: "GET", path, rawQuery, headers, body: new Uint8Array(), sourceIp: "127.0.0.1" };
  const { statusCode, body } = await sandbox.cloud.service<ApiGatewayService>("apigateway").serve(api.id, request);
  const text = Buffer.from(body).toString("utf8");
  expect(statusCode, text).to.equal(200);
  return JSON.parse(text) as Answer;
}

describe("Trends of the deployed program, asked of its API", function () {
  this.timeout(900_000);
  const posts = [...greetings(), ...attack(), ...surge()];
  /** Tags of a list that the API answers, by when and how it was asked. */
  const answers = new Map<string, readonly string[]>();
  let held: readonly { readonly tag: string; readonly reason: string }[] = [];

  const windows = ["hour", "day"] as const;
  const top = (at: number, window: string, scope = "global") => answers.get(`${iso(at)} ${window} ${scope}`) ?? [];

  async function ask(sandbox: Sandbox, at: number): Promise<void> {
    for (const window of windows) {
      for (const scope of ["global", "lang#hi", "lang#bn"]) {
        const query = `scope=${encodeURIComponent(scope)}&window=${window}&limit=10`;
        const { trends } = await get<Pick<TrendItem, "trends">>(sandbox, "/v1/trends", query);
        const tags = trends.map(({ tag }) => tag);
        answers.set(`${iso(at)} ${window} ${scope}`, tags);
      }
    }
  }

  /** Two minutes after runs of `compute-trends`. */
  const afterStart = [17, 32, 62, 92, 122, 182].map((minutes) => START + minutes * MINUTE);
  const mornings = [FIRST + 7 * HOUR, FIRST + DAYS * DAY + 6 * HOUR, FIRST + DAYS * DAY + 7 * HOUR].map(
    (at) => at + 2 * MINUTE,
  );

  before(async () => {
    const onDeployed = (sandbox: Sandbox) => {
      for (const at of [...mornings, ...afterStart]) sandbox.world.at(at, () => ask(sandbox, at));
      sandbox.world.at(START + 63 * MINUTE, async () => {
        ({ held } = await get<{ held: typeof held }>(sandbox, "/v1/trends/reviews"));
      });
    };
    const until = START + 184 * MINUTE;
    const run = await replay({ graphs: await graphOf("dev"), seed: 1, feed: feedOf(posts), until, onDeployed });
    expect(run.refused).to.deep.equal([]);
    run.sandbox.close();
  });

  it("never have an attack among the first ten, which plain counts have first", () => {
    for (const at of afterStart) {
      for (const window of windows) {
        for (const scope of ["global", "lang#hi"]) expect(top(at, window, scope), iso(at)).to.not.include(ATTACK);
      }
    }
    expect(plainCounts(posts, START + HOUR, 1)[0]).to.equal(ATTACK);
    expect(plainCounts(posts, START + 2 * HOUR, 24)[0]).to.equal(ATTACK);
    const reason = held.find(({ tag }) => tag === ATTACK)?.reason;
    expect(reason, "what a moderator is told").to.match(/wrote nearly the same text/);
  });

  it("have a surge of people on their own within two hours, which plain counts have below the attack", () => {
    const within = START + 122 * MINUTE;
    for (const window of windows) expect(top(within, window)[0]).to.equal(SURGE);
    expect(top(within, "day", "lang#bn")).to.include(SURGE);
    expect(plainCounts(posts, within, 24).indexOf(SURGE)).to.be.greaterThan(
      plainCounts(posts, within, 24).indexOf(ATTACK),
    );
  });

  it("have no evergreen tag, which plain counts have first each morning", () => {
    const [first = 0, ...last] = mornings;
    expect(top(first, "hour"), "on a first day nothing is known to be usual").to.include(GREETING);
    for (const at of last) {
      for (const window of windows) expect(top(at, window), iso(at)).to.not.include(GREETING);
      expect(plainCounts(posts, at, 2)[0]).to.equal(GREETING);
    }
  });
});
