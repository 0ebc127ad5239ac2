import { GenerateDataKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { CASES, type Case } from "../../sandbox/iam/cases";
import { AWAY, HOME } from "../../sandbox/iam/cases/case";
import { behavioursOf, type Behaviour, type Credentials, type Policy, type Probe } from "../behaviour";

const GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide";

/** Keys that every real request carries with values of its own, or that no request can be given. */
const notOurs =
  /aws:(CurrentTime|EpochTime|SourceIp|SecureTransport|TokenIssueTime|MultiFactorAuth|UserAgent|PrincipalTag|ResourceTag|TagKeys|userid|username|PrincipalType)|kms:ViaService|a:x|app:key|dynamodb:/i;

/** AWS's page says only that these may deny: it depends on the service what is looked at first. */
const unsettled = new Set(["NotPrincipal without the account", "NotPrincipal without the session"]);

/** What a case becomes as a real call. */
interface Call {
  /** Makes the resource and gives the call. */
  prepare(probe: Probe, one: Case, rewrite: Rewrite): Promise<(credentials: Credentials) => Promise<unknown>>;
  /** Changes the policies of the case, so that they speak of the call. */
  readonly wording?: readonly (readonly [from: string, to: string])[];
}
type Rewrite = (document: object) => string;

const sendMessage: Call = {
  prepare: async (probe, { given, when }, rewrite) => {
    const account = accountOf(probe, when.resourceAccount);
    const name = when.resource.split(":").at(-1) as string;
    const queue = await probe.create<{ url: string }>("aws:sqs/queue:Queue", { name }, { account });
    if (given.resource) {
      const inputs = { queueUrl: queue.url, policy: rewrite(given.resource) };
      await probe.create("aws:sqs/queuePolicy:QueuePolicy", inputs, { account });
    }
    return (credentials) =>
      probe.client(SQSClient, { credentials }).send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: "m" }));
  },
};

/** Condition tables are about operators: any key does, and a list's prefix is one that a caller sets freely. */
const listBucket: Call = {
  wording: [
    ["sqs:SendMessage", "s3:ListBucket"],
    ["aws:SourceVpc", "s3:prefix"],
    ["AWS:sourcevpc", "S3:Prefix"],
  ],
  prepare: async (probe, { when: { context } }) => {
    const Bucket = probe.name("huut-listed");
    await probe.create("aws:s3/bucket:Bucket", { bucket: Bucket });
    const Prefix = (context["aws:SourceVpc"] ?? context["s3:prefix"]) as string | undefined;
    const max = context["s3:max-keys"] as string | undefined;
    return (credentials) =>
      probe
        .client(S3Client, { credentials })
        .send(new ListObjectsV2Command({ Bucket, Prefix, ...(max !== undefined && { MaxKeys: Number(max) }) }));
  },
};

const getObject: Call = {
  prepare: async (probe, { when }, rewrite) => {
    const [Bucket, ...rest] =
      (JSON.parse(rewrite([when.resource])) as string[])[0]?.slice("arn:aws:s3:::".length).split("/") ?? [];
    const Key = rest.join("/");
    await probe.create("aws:s3/bucket:Bucket", { bucket: Bucket });
    await probe.client(S3Client).send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
    return (credentials) => probe.client(S3Client, { credentials }).send(new GetObjectCommand({ Bucket, Key }));
  },
};

const assumeRole: Call = {
  prepare: async (probe, { given, when }, rewrite) => {
    const account = accountOf(probe, when.resourceAccount);
    const name = when.resource.split("/").at(-1) as string;
    const trust = JSON.parse(rewrite(given.resource as object)) as Policy;
    const RoleArn = await probe.role({ name, account, trust });
    const ExternalId = when.context["sts:ExternalId"] as string | undefined;
    return (credentials) =>
      probe
        .client(STSClient, { credentials })
        .send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "probe", ...(ExternalId && { ExternalId }) }));
  },
};

const useKey: Call = {
  wording: [["kms:Decrypt", "kms:GenerateDataKey"]],
  prepare: async (probe, { given, when }, rewrite) => {
    const account = accountOf(probe, when.resourceAccount);
    const inputs = { policy: rewrite(given.resource as object), description: "probe" };
    const { arn: KeyId } = await probe.create<{ arn: string }>("aws:kms/key:Key", inputs, { account });
    const context = Object.entries(when.context).filter(([key]) => key.startsWith("kms:EncryptionContext:"));
    const EncryptionContext = Object.fromEntries(
      context.map(([key, value]) => [key.slice("kms:EncryptionContext:".length), value as string]),
    );
    const command = new GenerateDataKeyCommand({ KeyId, KeySpec: "AES_256", EncryptionContext });
    return (credentials) => probe.client(KMSClient, { credentials }).send(command);
  },
};

/** The call for a case, if a real call can stand for it. */
function callFor({ name, given, when }: Case): Call | undefined {
  if (unsettled.has(name)) return undefined;
  const { principal, identity, boundary, session, resource } = given;
  if (principal.kind !== "role" || boundary || session) return undefined;
  const policies = JSON.stringify([identity ?? {}, resource ?? {}]);
  if (notOurs.test(policies) || Object.keys(when.context).some((key) => notOurs.test(key))) return undefined;
  const keys = Object.keys(when.context);
  if (when.action === "sqs:SendMessage") {
    if (keys.length === 0) return /:posts$/.test(when.resource) ? sendMessage : undefined;
    const one = keys.length === 1 && ["aws:SourceVpc", "s3:prefix", "s3:max-keys"].includes(keys[0] as string);
    return one && typeof when.context[keys[0] as string] === "string" && !resource ? listed(when) : undefined;
  }
  if (when.action === "s3:GetObject" && keys.length === 0 && !resource) return getObject;
  if (when.action === "sts:AssumeRole" && resource && keys.every((key) => key === "sts:ExternalId")) return assumeRole;
  const encryption = keys.every((key) => key.startsWith("kms:EncryptionContext:"));
  return when.action === "kms:Decrypt" && resource && encryption ? useKey : undefined;
}

/** MaxKeys is a whole number on the wire. */
function listed({ context }: Case["when"]): Call | undefined {
  const max = context["s3:max-keys"];
  return max === undefined || /^\d+$/.test(max as string) ? listBucket : undefined;
}

function accountOf(probe: Probe, account: string): string {
  return account === AWAY ? probe.otherAccount : probe.account;
}

function rewriter(probe: Probe, { wording = [] }: Call, { when }: Case): Rewrite {
  const bucket = /^arn:aws:s3:::([^/]+)\//.exec(when.resource)?.[1];
  const ours =
    bucket === undefined ? [] : [[`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${probe.name(`huut-${bucket}`)}`] as const];
  const changes = [...wording, ...ours, [HOME, probe.account] as const, [AWAY, probe.otherAccount] as const];
  return (document) => changes.reduce((text, [from, to]) => text.replaceAll(from, to), JSON.stringify(document));
}

async function decide(probe: Probe, one: Case, call: Call): Promise<void> {
  const rewrite = rewriter(probe, call, one);
  const { identity, principal } = one.given;
  const account = accountOf(probe, principal.kind === "role" ? principal.account : HOME);
  const policy = identity && (JSON.parse(rewrite(identity)) as Policy);
  const worker = await probe.role({ name: "worker", path: "/app/", account, policy });
  const credentials = await probe.assume(worker, "run-1");
  const attempt = await call.prepare(probe, one, rewrite);
  let verdict: Case["then"] = "allow";
  try {
    await attempt(credentials);
  } catch (error) {
    const { name, message } = error as Error;
    if (!/AccessDenied|AuthorizationError|NotAuthorized/.test(name)) throw new Error(`${name}: ${message}`);
    verdict = "deny";
  }
  expect(verdict).to.equal(one.then);
}

/** Every case of the decision table that a real call can stand for: a role, its policies, a resource, a call. */
export const iam: readonly Behaviour[] = Object.entries(CASES).flatMap(([group, cases]) =>
  behavioursOf(
    "iam",
    GUIDE,
    cases.flatMap((one, i) => {
      const call = callFor(one);
      if (!call) return [];
      return {
        id: `${group.replaceAll(" ", "-")}/${String(i + 1).padStart(2, "0")}`,
        title: `${one.name}: ${one.then}`,
        doc: one.doc,
        exclusive: true,
        run: (probe: Probe) => decide(probe, one, call),
      };
    }),
  ),
);
