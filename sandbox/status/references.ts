import type { GraphResource } from "../engine/graph";
import type { EdgeKind } from "./edges";
import type { MapNode } from "./nodes";

/** A call that a role's policy permits to who holds the role. */
export interface Permission {
  readonly holder: string;
  readonly target: string;
  readonly kind: EdgeKind;
}

/** Actions by which work is handed on or looked up; the rest (describing, marking as done) says nothing of a flow. */
const handedOn: Readonly<Record<string, EdgeKind>> = {
  "dynamodb:BatchWriteItem": "writes",
  "dynamodb:DeleteItem": "writes",
  "dynamodb:PutItem": "writes",
  "dynamodb:UpdateItem": "writes",
  "dynamodb:BatchGetItem": "reads",
  "dynamodb:GetItem": "reads",
  "dynamodb:Query": "reads",
  "dynamodb:Scan": "reads",
  "firehose:PutRecord": "writes",
  "firehose:PutRecordBatch": "writes",
  "kinesis:PutRecord": "writes",
  "kinesis:PutRecords": "writes",
  "lambda:InvokeFunction": "calls",
  "s3:GetObject": "reads",
  "s3:PutObject": "writes",
  "sns:Publish": "writes",
  "sqs:SendMessage": "writes",
};

interface Statement {
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
}

/** Finds nodes by what resources call them: an ARN, or a kind and a name. */
export class References {
  private readonly byReference = new Map<string, string>();
  /** Nodes by account and name of the role that they act as. */
  private readonly holders = new Map<string, string[]>();

  constructor(nodes: readonly (readonly [GraphResource, MapNode])[]) {
    for (const [{ inputs, outputs, id: resourceId, account }, { id, kind }] of nodes) {
      this.byReference.set(id, id);
      this.byReference.set(`${kind} ${resourceId}`, id);
      const name = inputs["name"] ?? inputs["bucket"] ?? outputs["name"];
      if (typeof name === "string") this.byReference.set(this.local(`${kind} ${name}`, account), id);
      if (kind === "bucket") this.byReference.set(`bucket ${String(inputs["bucket"])}`, id);
      if (kind === "function" || kind === "job" || kind === "crawler") {
        const role = String(inputs["role"] ?? inputs["roleArn"])
          .split("/")
          .at(-1) as string;
        const key = this.local(role, account);
        this.holders.set(key, [...(this.holders.get(key) ?? []), id]);
      }
    }
  }

  /** The node's id; undefined for what is none. A version of a function is the function. */
  resolve(reference: unknown, { account }: GraphResource): string | undefined {
    if (typeof reference !== "string") return undefined;
    const origin = /^origin (.+)\.s3[.-].*amazonaws\.com$/.exec(reference);
    if (origin) return this.byReference.get(`bucket ${origin[1]}`);
    const plain = reference.replace(/:\$LATEST$/, "");
    return this.byReference.get(plain) ?? this.byReference.get(this.local(plain, account));
  }

  /** What a role's policy lets its holders do with other nodes. */
  permissions({ type, inputs, account }: GraphResource): Permission[] {
    if (type !== "aws:iam/rolePolicy:RolePolicy") return [];
    const holders = this.holders.get(this.local(String(inputs["role"]), account)) ?? [];
    const { Statement = [] } = JSON.parse(String(inputs["policy"])) as { Statement?: Statement | Statement[] };
    const allowed = [Statement].flat().filter(({ Effect }) => Effect === "Allow");
    return allowed.flatMap(({ Action = [], Resource = [] }) => {
      const kinds = new Set([Action].flat().flatMap((action) => handedOn[action] ?? []));
      const targets = new Set([Resource].flat().flatMap((arn) => this.byReference.get(ownerOf(arn)) ?? []));
      return holders.flatMap((holder) =>
        [...targets].flatMap((target) => [...kinds].map((kind) => ({ holder, target, kind }))),
      );
    });
  }

  private local(reference: string, account: string | undefined): string {
    return `${account ?? ""}/${reference}`;
  }
}

/** Of an object its bucket, of an index its table. */
function ownerOf(arn: string): string {
  if (arn.startsWith("arn:aws:s3:::")) return arn.split("/")[0] as string;
  return arn.replace(/:\$LATEST$/, "").replace(/(:table\/[^/]+)\/.*$/, "$1");
}
