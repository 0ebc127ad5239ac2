import { event, type Stage } from "../../support/stage";
import { callApi } from "./edge";
import type { Scenario } from "./index";

const start = "2026-11-02T08:00:00Z";
const createdAt = "2026-11-02T08:00:00.000Z";

function feed(stage: Stage) {
  return callApi(stage, { method: "GET", path: "/v1/feed", scopes: ["feed/read"] });
}

function trends(stage: Stage) {
  return callApi(stage, { method: "GET", path: "/v1/trends", scopes: ["hashtags/read"] });
}

function reviews(stage: Stage) {
  return callApi(stage, { method: "GET", path: "/v1/trends/reviews", scopes: ["trends/moderate"] });
}

function decide(stage: Stage) {
  const body = { decision: "block", reason: "Spam.", revision: 0 };
  return callApi(stage, { method: "PUT", path: "/v1/trends/reviews/spam", scopes: ["trends/moderate"], body });
}

/** Two people write about one thing: one is led to the other's post. A moderator decides about a tag. */
export const feedCalls: Scenario = {
  name: "a feed and a decision about a tag by the API",
  start,
  async play(stage) {
    const post = { createdAt, text: "क्रिकेट का मैच", tags: ["#क्रिकेट"], language: "hi" };
    await stage.publish(
      event("INSERT", "e-1", createdAt, { ...post, postId: "p-1" }),
      event("INSERT", "e-2", createdAt, { ...post, postId: "p-2", userId: "u-2", text: "Cricket", tags: ["#cricket"] }),
    );
    await stage.pass(60);
    return { feed: await feed(stage), decided: await decide(stage), reviews: await reviews(stage) };
  },
};

/** DynamoDB does not answer: callers are told, and logs say why. */
export const brokenFeedCalls: Scenario = {
  name: "feeds, trends and moderation by the API while DynamoDB fails",
  start,
  faults: {
    faults: ["feed-api", "hashtags-api", "moderate-trends"].map(
      (caller) => ({ kind: "error", service: "dynamodb", function: caller }) as const,
    ),
  },
  async play(stage) {
    return { feed: await feed(stage), trends: await trends(stage), reviews: await reviews(stage) };
  },
};
