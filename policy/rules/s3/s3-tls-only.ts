import {
  any,
  BUCKET,
  deniesPlainHttp,
  namesResource,
  policiesOf,
  someStatement,
  stackRule,
  type Statement,
  type Truth,
  UNKNOWN,
  type Value,
} from "../../model";

export const rule = stackRule({
  id: "s3-tls-only",
  controls: ["S3.5"],
  title: "A bucket refuses every request that does not come over TLS",
  why: "Over plain HTTP whoever sits in between reads and changes what passes.",
  cure: "Deny s3:* to everyone, on the bucket and its objects, where aws:SecureTransport is false.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit"],
  types: [BUCKET],
  check: (stack) =>
    stack.ofType(BUCKET).map((resource) => {
      const refuses = (statement: Statement): Truth =>
        deniesPlainHttp(statement, "s3") && coversAll(statement, resource.at("bucket"));
      const kept = any(...policiesOf(stack, resource).map((policy) => someStatement(policy, refuses, false)));
      return { resource, kept, message: "no statement of its policy denies plain HTTP to it and all of its objects" };
    }),
});

function coversAll(statement: Statement, name: Value): Truth {
  const text = name.text();
  if (typeof text !== "string") return UNKNOWN;
  const arn = `arn:aws:s3:::${text}`;
  return namesResource(statement, arn) && namesResource(statement, `${arn}/any/object`);
}
