/** How a figure is read and shown. */
export interface Figure {
  /** Column of the query's result. */
  readonly column: string;
  readonly type: "integer" | "decimal";
  /** What the figure counts, for the API's document. */
  readonly meaning: string;
}

export type Granularity = "day";

/** One insight: a query in `etl/insights/<name>.sql` and the series it makes. */
export interface InsightDefinition {
  readonly name: string;
  readonly title: string;
  readonly granularities: readonly Granularity[];
  /** Column that holds the day of a row, `YYYY-MM-DD`. */
  readonly dateColumn: string;
  /** By the name under which the API answers each. */
  readonly figures: Readonly<Record<string, Figure>>;
  /** Days that each run computes anew, its own being the last: late events still find their day. */
  readonly lookbackDays: number;
}

const DAILY_ACTIVITY: InsightDefinition = {
  name: "daily-activity",
  title: "Active users and engagement by day",
  granularities: ["day"],
  dateColumn: "activity_date",
  lookbackDays: 35,
  figures: {
    activeUsers: {
      column: "active_users",
      type: "integer",
      meaning: "people who published at least one post that day",
    },
    posts: { column: "posts", type: "integer", meaning: "posts published that day and not removed since" },
    likes: { column: "likes", type: "integer", meaning: "likes that those posts have had so far" },
    heard: { column: "heard", type: "integer", meaning: "times that those posts were heard so far" },
    engagementPerUser: {
      column: "engagement_per_user",
      type: "decimal",
      meaning: "likes and times heard, divided by active users; two decimals",
    },
  },
};

/** Every insight by name. */
export const INSIGHTS: ReadonlyMap<string, InsightDefinition> = new Map([[DAILY_ACTIVITY.name, DAILY_ACTIVITY]]);

/** @throws Error that lists the known names. */
export function insightOf(name: string): InsightDefinition {
  const definition = INSIGHTS.get(name);
  if (definition === undefined) {
    throw new Error(`There is no insight "${name}"; there are: ${[...INSIGHTS.keys()].join(", ")}`);
  }
  return definition;
}
