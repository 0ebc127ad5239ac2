import {
  accountsOf,
  type Resource,
  type Stack,
  stackRule,
  statementsOf,
  type Truth,
  UNKNOWN,
  type Value,
} from "../../model";

/** Where resources say who may use them. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  "aws:iam/role:Role": "assumeRolePolicy",
  "aws:kms/key:Key": "policy",
  "aws:kms/replicaKey:ReplicaKey": "policy",
  "aws:s3/bucket:Bucket": "policy",
  "aws:s3/bucketPolicy:BucketPolicy": "policy",
  "aws:secretsmanager/secret:Secret": "policy",
  "aws:secretsmanager/secretPolicy:SecretPolicy": "policy",
  "aws:sns/topic:Topic": "policy",
  "aws:sns/topicPolicy:TopicPolicy": "policy",
  "aws:sqs/queue:Queue": "policy",
  "aws:sqs/queuePolicy:QueuePolicy": "policy",
};

export const rule = stackRule({
  id: "external-accounts-known",
  title: "Only the platform's own accounts are admitted from outside",
  why: "An account that nobody meant to admit reads or writes as it likes, and nothing here records it.",
  cure: "Take the account out of the policy, or add it to the rule's options with a reason beside it.",
  severity: "critical",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-concepts.html"],
  options: {
    accounts: {
      type: "array",
      items: { type: "string", pattern: "^\\d{12}$" },
      description: "Accounts to admit beside those that the stack's providers are for",
      default: [],
    },
  },
  types: Object.keys(DOCUMENTS),
  check: (stack, { accounts }) => {
    const known = new Set([...(accounts as readonly string[]), ...ownAccounts(stack)]);
    return stack.ofType(...Object.keys(DOCUMENTS)).map((resource) => {
      const document = resource.at(DOCUMENTS[resource.type] as string);
      const strangers = strangersOf(document, known);
      return strangers === UNKNOWN
        ? { resource, kept: UNKNOWN as Truth, message: String(document) }
        : { resource, kept: strangers.length === 0, message: `admits ${strangers.join(", ")}` };
    });
  },
});

/** The accounts that the providers of a stack work in. */
function ownAccounts(stack: Stack): readonly string[] {
  return stack.resources.flatMap(({ provider }: Resource) => {
    const allowed = provider.at("allowedAccountIds").items();
    return allowed.map((account) => String(account.raw));
  });
}

function strangersOf(document: Value, known: ReadonlySet<string>): readonly string[] | typeof UNKNOWN {
  const statements = statementsOf(document);
  if (statements === UNKNOWN) return UNKNOWN;
  if (statements === "malformed") return ["whoever its unreadable policy names"];
  const admitted = statements.filter(({ allows }) => allows).flatMap(accountsOf);
  return [...new Set(admitted)].filter((account) => /^\d{12}$/.test(account) && !known.has(account));
}
