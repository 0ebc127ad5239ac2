import { any, expect, not, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "secret-recovery-window",
  title: "A secret that is deleted can be brought back for a week",
  why: "Without a window a wrong rename destroys the only copy of a token that somebody else gave out.",
  cure: "Leave recoveryWindowInDays at 30, or set it to 7 at least.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html"],
  types: ["aws:secretsmanager/secret:Secret"],
  check: (secret) => {
    const days = secret.at("recoveryWindowInDays");
    return expect(any(not(days.present()), days.atLeast(7)), String(days));
  },
});
