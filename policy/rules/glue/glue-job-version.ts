import { any, expect, not, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "glue-job-version",
  controls: ["Glue.4"],
  title: "A Spark job says which version of Glue runs it, one that is supported",
  why: "A version without support gets no security updates and ends up without a runtime; one that nobody names changes by itself.",
  cure: "Set glueVersion to a current version.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/glue/latest/dg/glue-version-support-policy.html"],
  options: {
    version: { type: "number", description: "The oldest version of Glue to run Spark on", default: 3, minimum: 3 },
  },
  types: ["aws:glue/job:Job"],
  check: (job, { version }) => {
    const glue = job.at("glueVersion");
    const spark = not(job.at("command.name").isOneOf(["pythonshell", "glueray"]));
    return expect(any(not(spark), glue.atLeast(Number(version))), `${glue}, and ${version} is wanted at least`);
  },
});
