import { METRICS_NAMESPACE, type Signal, countAbove } from "../shared";

const common = { namespace: METRICS_NAMESPACE, runbook: "hashtags.md", severity: "ticket" } as const;

/** What is abnormal about analyses and tags. */
export function hashtagSignals(): Signal[] {
  return [
    countAbove({
      ...common,
      name: "texts-late",
      metric: "OldestTextMinutes",
      dimensions: { service: "sweep-texts" },
      statistic: "Maximum",
      threshold: 360,
      period: 900,
      periods: 2,
      why: "A post has waited for its analysis or its tags for over six hours.",
    }),
    countAbove({
      ...common,
      name: "texts-given-up",
      metric: "TextsGivenUp",
      dimensions: { service: "sweep-texts" },
      period: 3600,
      why: "Posts were sent on their way five times and got no further; their items in raw-text say which.",
    }),
    countAbove({
      ...common,
      name: "analyse-text-failing",
      metric: "TextsFailed",
      dimensions: { service: "analyse-text" },
      period: 900,
      // A throttled batch is 25 posts, and comes back a minute later.
      threshold: 250,
      periods: 2,
      why: "Comprehend, Translate or a table refuses texts again and again: tags come late, or not at all.",
    }),
    countAbove({
      ...common,
      name: "analyses-unkept",
      metric: "AnalysesUnkept",
      dimensions: { service: "analyse-text" },
      period: 3600,
      threshold: 100,
      why: "Answers of Comprehend and Translate do not get into the cache: what comes again is paid for again.",
    }),
  ];
}
