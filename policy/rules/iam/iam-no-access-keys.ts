import { expect, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "iam-no-access-keys",
  title: "Nobody has a key that works for ever",
  why: "An access key stays valid until somebody thinks of it, and this one lies in the state file as well.",
  cure: "Let people and programs assume a role; set status to Inactive until nobody needs the key any more.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html"],
  types: ["aws:iam/accessKey:AccessKey"],
  check: (key) => {
    const status = key.at("status");
    return expect(status.is("Inactive"), `${status}: it works`);
  },
});
