import { all, any, expect, not, resourceRule } from "../../model";

/** An ARN that leaves its account open, or the resource: an API of any id, any bucket. */
const OPEN = /^(\*$|arn(:[^:]*){3}:(\*:|[^:]*:\*))/;

export const rule = resourceRule({
  id: "lambda-permission-names-source",
  title: "A permission for a service names the resource on whose behalf it calls",
  why: "A service acts for all its customers: without a source, somebody else's bucket, rule or API calls the function.",
  cure: "Set sourceArn to the calling resource; for S3, whose ARNs name no account, sourceAccount as well.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html"],
  types: ["aws:lambda/permission:Permission"],
  check: (permission) => {
    const principal = permission.at("principal");
    const source = permission.at("sourceArn");
    const account = permission.at("sourceAccount");
    const named = all(source.present(), not(source.matches(OPEN)));
    const owned = any(not(principal.is("s3.amazonaws.com")), account.present());
    const service = principal.matches(/\.amazonaws\.com$/);
    return expect(any(not(service), all(named, owned)), `${principal}, ${source}, ${account}`);
  },
});
