import { expect, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "glue-security-configuration",
  title: "Jobs, crawlers and development endpoints of Glue have a security configuration",
  why: "Without one, logs, bookmarks and what a job spills to S3 are not encrypted with the platform's key.",
  cure: "Set securityConfiguration.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/glue/latest/dg/encryption-security-configuration.html"],
  types: ["aws:glue/crawler:Crawler", "aws:glue/devEndpoint:DevEndpoint", "aws:glue/job:Job"],
  check: (worker) => {
    const configuration = worker.at("securityConfiguration");
    return expect(configuration.present(), String(configuration));
  },
});
