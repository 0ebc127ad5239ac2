import { jsonAnswer, type HttpAnswer } from "../http/answer";
import { accept, invalid, refuse, strangeParameter, wholeNumber, type Checked, type HttpCall } from "../http/call";
import { hourOf, TREND_WINDOWS, type TrendWindow } from "./hours";
import { TREND_PARAMETERS } from "./parameters";
import { parseScope, type TrendScope } from "./scopes";
import type { Instant } from "../time";
import { trendKey, type TrendItem } from "./trend-items";

/** The scope that reading trends, and tags of posts, takes. */
export const HASHTAGS_READ_SCOPE = "hashtags/read";

/** What `GET /v1/trends` asks for. */
export interface TrendsQuery {
  readonly scope: TrendScope;
  readonly window: TrendWindow;
  readonly limit: number;
}

const DEFAULTS = { scope: "global", window: "hour", limit: "10" } as const;

/** Checks a call for trends. */
export function parseGetTrends(call: HttpCall): Checked<TrendsQuery> {
  const { path, query } = call;
  const stranger = strangeParameter(call, ["scope", "window", "limit"]);
  if (stranger !== undefined) return refuse(stranger);
  const scope = parseScope(query["scope"] ?? DEFAULTS.scope);
  if (!scope.ok) {
    const cure = "give global, lang#hi or region#IN-TN, with %23 for # in a URL";
    return refuse(invalid(path, "scope", scope.reason.replace(/\.$/, ""), cure));
  }
  const asked = query["window"] ?? DEFAULTS.window;
  const window = TREND_WINDOWS.find((each) => each === asked);
  if (window === undefined) {
    return refuse(invalid(path, "window", `"${asked}" is no window`, `use one of: ${TREND_WINDOWS.join(", ")}`));
  }
  const limit = wholeNumber(call, "limit", DEFAULTS.limit, TREND_PARAMETERS.listed);
  return limit.ok ? accept({ scope: scope.scope, window, limit: limit.value }) : limit;
}

/** Keys of the lists of a scope and window up to an instant: the last one is the newest. */
export function trendRange({ scope, window }: TrendsQuery, now: Instant): readonly [from: string, to: string] {
  return [`${window}#`, trendKey(scope, window, hourOf(now)).windowStart];
}

/** What a list says to readers. What is held for review is for moderators. Of a scope that nobody posts in, there is no list. */
export function trendsAnswer({ scope, window, limit }: TrendsQuery, list: TrendItem | undefined): HttpAnswer {
  const { start, asOf, placedBy, trends = [] } = list ?? {};
  const about = { scope, window, ...(list && { start, asOf }), ...(placedBy && { placedBy }) };
  return jsonAnswer(200, { ...about, trends: trends.slice(0, limit) }, { "cache-control": "private, max-age=60" });
}
