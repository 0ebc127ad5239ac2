import { METRICS_NAMESPACE, type Signal, countAbove } from "../shared";

const common = { namespace: METRICS_NAMESPACE, runbook: "captions.md" } as const;

/** What is abnormal about captions. */
export function captionSignals(): Signal[] {
  return [
    countAbove({
      ...common,
      name: "captions-late",
      metric: "OldestPendingMinutes",
      dimensions: { service: "sweep-captions" },
      statistic: "Maximum",
      threshold: 360,
      period: 900,
      periods: 2,
      severity: "ticket",
      why: "A post has waited for its captions for over six hours, though nothing has parked it.",
    }),
    countAbove({
      ...common,
      name: "start-transcription-parked",
      metric: "Parked",
      dimensions: { service: "start-transcription" },
      severity: "ticket",
      why: "The day's limit of transcribed minutes is used up: new media waits until tomorrow.",
    }),
    ...["start-transcription", "complete-transcription", "sweep-captions"].map((service) =>
      countAbove({
        ...common,
        name: `${service}-gave-up`,
        metric: "TranscriptionsFailed",
        dimensions: { service },
        period: 3600,
        // A broken recording now and then is an author's; many at once are ours.
        threshold: service === "sweep-captions" ? 0 : 20,
        severity: "ticket",
        why: "Media of posts could not be transcribed for good; their items in captions say why.",
      }),
    ),
    countAbove({
      ...common,
      name: "complete-transcription-below-gate",
      metric: "BelowGate",
      dimensions: { service: "complete-transcription" },
      period: 3600,
      threshold: 20,
      severity: "ticket",
      why: "Captions of the spoken language miss the quality gate: low confidence, mostly, or speech too fast to be read.",
    }),
  ];
}
