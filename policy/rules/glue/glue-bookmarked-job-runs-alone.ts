import { any, expect, not, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "glue-bookmarked-job-runs-alone",
  title: "A job with a bookmark runs once at a time",
  why: "Two runs at once start from the same bookmark: both read the same rows, and the later commit forgets what the other read.",
  cure: "Leave executionProperty.maxConcurrentRuns at 1, or turn the bookmark off.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/glue/latest/dg/monitor-continuations.html"],
  types: ["aws:glue/job:Job"],
  check: (job) => {
    const runs = job.at("executionProperty.maxConcurrentRuns");
    const alone = any(not(runs.present()), runs.atMost(1));
    const bookmarked = job.at("defaultArguments.--job-bookmark-option").is("job-bookmark-enable");
    return expect(any(not(bookmarked), alone), `has a bookmark, and ${runs}`);
  },
});
