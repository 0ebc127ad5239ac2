import { resourceRule, type Truth, UNKNOWN, type Value } from "../../model";

/** Names of what is secret by itself. */
const SECRET = /(^|_)(SECRET|PASSWORD|PASSWD|TOKEN|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY|CREDENTIALS?|WEBHOOK)(_|$)/i;
/** Names of what only says where a secret lies, or counts something. */
const POINTER = /_(ARN|ID|NAME|PATH|PARAMETER|TABLE|BUCKET|QUEUE|ISSUER|LIMIT|SECONDS|COUNT)$/i;
/** Texts that give themselves away: access key ids, private keys, tokens, Slack's webhooks, passwords in URLs. */
const TELLTALE =
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----|\bxox[abprs]-|\bgh[pousr]_\w{36}|hooks\.slack\.com\/services\/|:\/\/[^/\s:@]+:[^/\s@]+@|\beyJ[\w-]+\.eyJ/;

export const rule = resourceRule({
  id: "lambda-environment-no-secrets",
  title: "A function's environment holds no secrets",
  why: "Everyone who may describe the function reads its environment, and it stays in the state file and in old versions.",
  cure: "Keep the secret in Secrets Manager, hand the function its ARN, and read it in the first call.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html"],
  types: ["aws:lambda/function:Function"],
  check: (lambda) => {
    const variables = lambda.at("environment.variables");
    if (variables.isUnknown) return [{ kept: UNKNOWN, message: String(variables) }];
    return variables
      .entries()
      .map(([name, value]) => ({ kept: harmless(name, value), message: `${value.path} looks like a secret` }));
  },
});

function harmless(name: string, value: Value): Truth {
  const secret = SECRET.test(name) && !POINTER.test(name);
  // What the cloud makes (ARNs, URLs, names) is unknown in a preview, so an unknown value is suspect by its name only.
  if (value.isUnknown) return secret ? UNKNOWN : true;
  if (value.matches(TELLTALE) === true) return false;
  return !secret || value.present() === false || value.matches(/^arn:/) === true;
}
