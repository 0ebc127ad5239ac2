import type { ConditionalWrite } from "../../conditional-write";
import { sha256 } from "../../digest";
import { problemAnswer, type HttpAnswer } from "../../http/answer";
import { problem } from "../../http/problem";
import { addDays, dayOf, secondsToTomorrow, type Instant } from "../../time";

/**
 * Drafts of one user in a UTC day. The longest ones cost about three US cents each where the text has to be translated first, so a user is at most
 * six dollars a day; 200 are fifty posts with four looks each.
 */
export const MAX_DRAFTS_A_DAY = 200;

/**
 * Counts a draft in the table of paid answers, by a digest that names nobody; refused when the day's are used up. It goes two days later.
 */
export function draftCount(subject: string, now: Instant): ConditionalWrite<"cache"> {
  const day = dayOf(now);
  return {
    table: "cache",
    key: { digest: sha256(JSON.stringify(["drafts/1", day, subject])) },
    update: "SET #expiresAt = :expiresAt ADD #drafts :one",
    condition: "attribute_not_exists(#drafts) OR #drafts < :most",
    names: { "#expiresAt": "expiresAt", "#drafts": "drafts" },
    values: {
      ":expiresAt": Date.parse(`${addDays(day, 2)}T00:00:00.000Z`) / 1000,
      ":one": 1,
      ":most": MAX_DRAFTS_A_DAY,
    },
  };
}

/** The answer to a user whose day is used up. */
export function draftsUsedUp(path: string, now: Instant): HttpAnswer {
  const cure = "ask again tomorrow (UTC)";
  const detail = `you have asked about ${MAX_DRAFTS_A_DAY} drafts today; ${cure}`;
  const refusal = problem("too-many-requests", path, detail, { cure });
  return problemAnswer(refusal, { "retry-after": String(secondsToTomorrow(now)) });
}
