import type * as aws from "@pulumi/aws";
import { type Case, type Outcome, type Sketch } from "../specimen";
import { type PropsOf } from "./buckets";

export const KEY = "aws:kms/key:Key";
export const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
export const ACCOUNT = "222222222222";

/** Lets the account administer the key: without it nobody could. */
export const ADMINISTERS = {
  Sid: "AccountAdministers",
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: "kms:*",
  Resource: "*",
} as const;

export function key(props: PropsOf<aws.kms.KeyArgs>, type = KEY): Sketch {
  return { type, name: "lake", props };
}

/** A case with one resource. */
export function of(title: string, is: Outcome, sketch: Sketch, rest: Partial<Case> = {}): Case {
  return { title, is, resources: [sketch], ...rest };
}

/** A policy that a resource carries, as text, for cases and for broken programs. */
export function withStatement(text: unknown, ...added: readonly object[]): string {
  const document = JSON.parse(text as string) as { readonly Statement: readonly object[] };
  return JSON.stringify({ ...document, Statement: [...document.Statement, ...added] });
}
