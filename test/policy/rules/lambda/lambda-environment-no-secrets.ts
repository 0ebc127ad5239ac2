import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/lambda/lambda-environment-no-secrets";
import { casesAbout } from "../../support/one";
import { type Case, type Outcome, type Specimen } from "../../support/specimen";

const type = "aws:lambda/function:Function";
const lambda = casesAbout(type);

function variable(is: Outcome, name: string, value: unknown, rest: Partial<Case> = {}): Case {
  const shown = value === UNKNOWN ? "not known yet" : JSON.stringify(value);
  return lambda(`${name} is ${shown}`, is, { environment: { variables: { [name]: value } } }, rest);
}

// Put together here, so that nobody's scanner takes them for real ones.
const accessKey = ["AKIA", "IOSFODNN7EXAMPLE"].join("");
const temporaryKey = ["ASIA", "IOSFODNN7EXAMPLE"].join("");
const privateKey = ["-----BEGIN RSA", "PRIVATE KEY-----"].join(" ");
const gitToken = ["gh", "p_", "a".repeat(36)].join("");
const webhook = ["https://hooks.slack.com", "services", "T0/B0/x"].join("/");
const jwt = ["eyJhbGciOi", "eyJzdWIiOi", "x"].join(".");

export const specimen: Specimen = {
  rule,
  cases: [
    lambda("no environment", "good", {}),
    lambda("no variables", "good", { environment: {} }),
    variable("good", "POSTS_TABLE", "huut-prod-posts"),
    variable("good", "QUEUE_URL", "https://sqs.ap-south-1.amazonaws.com/222222222222/huut:events@x"),
    variable("good", "SLACK_WEBHOOK_SECRET_ARN", "huut-slack"),
    variable("good", "WEBHOOK_SECRET", "arn:aws:secretsmanager:ap-south-1:222222222222:secret:slack"),
    variable("good", "PASSWORD", ""),
    variable("good", "TOKENS", "5"),
    variable("good", "TOKENIZER", "icu"),
    variable("good", "SECRETARY", "asha"),
    ...["ID", "NAME", "PATH", "PARAMETER", "TABLE", "BUCKET", "QUEUE", "ISSUER", "LIMIT", "SECONDS", "COUNT"].map(
      (end) => variable("good", `TOKEN_${end}`, "7"),
    ),
    variable("bad", "DB_PASSWORD", "hunter2", { says: /^environment\.variables\.DB_PASSWORD looks like a secret$/ }),
    ...["SECRET", "PASSWD", "token", "API_KEY", "APIKEY", "PRIVATE_KEY", "PRIVATEKEY", "ACCESS_KEY", "ACCESSKEY"].map(
      (name) => variable("bad", name, "hunter2"),
    ),
    ...["CREDENTIAL", "CREDENTIALS", "WEBHOOK", "PASSWORD", "MY_TOKEN", "TOKEN_OF_ID_X", "SECRET_IDS"].map((name) =>
      variable("bad", name, "x"),
    ),
    variable("bad", "SECRET", "see arn:aws:secretsmanager:x"),
    variable("bad", "SECRET", 7),
    variable("bad", "NOTE", accessKey),
    variable("bad", "NOTE", temporaryKey),
    variable("good", "NOTE", `X${accessKey}`),
    variable("bad", "NOTE", privateKey),
    variable("bad", "NOTE", privateKey.replace("RSA ", "")),
    variable("bad", "NOTE", "xoxb-1"),
    variable("good", "NOTE", "xoxoxo-1"),
    variable("bad", "NOTE", gitToken),
    variable("good", "NOTE", gitToken.slice(0, -1)),
    variable("bad", "NOTE", webhook),
    variable("bad", "NOTE", jwt),
    variable("bad", "NOTE", "postgres://user:pass@host/db"),
    variable("good", "NOTE", "https://user@host:443/db"),
    variable("bad", "SECRET_ARN", accessKey),
    variable("undecided", "PASSWORD", UNKNOWN),
    variable("good", "TOKEN_TABLE", UNKNOWN),
    lambda("nothing known yet", "undecided", { environment: UNKNOWN }, { says: /not known yet/ }),
    lambda("variables that are not known yet", "undecided", { environment: { variables: UNKNOWN } }),
    lambda("one unknown, one bad", "bad", { environment: { variables: { PASSWORD: UNKNOWN, NOTE: accessKey } } }),
    lambda("one bad among good ones", "bad", { environment: { variables: { TABLE: "a", PASSWORD: "b", QUEUE: "c" } } }),
    lambda("as a list of one", "bad", { environment: [{ variables: { PASSWORD: "b" } }] }),
  ],
  mutation: {
    what: "hands a function a webhook",
    change: (program) =>
      program.set(type, "transform", ({ environment }) => {
        const { variables } = environment as { readonly variables: Readonly<Record<string, string>> };
        return { environment: { variables: { ...variables, SLACK_URL: webhook } } };
      }),
  },
};
