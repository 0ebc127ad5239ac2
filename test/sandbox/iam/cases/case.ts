import type { PolicyDocument, Principal, ResourcePolicyKind, Statement } from "../../../../sandbox/iam";

/** One request under given policies, as data, so that the same table can be put to another implementation. */
export interface Case {
  readonly name: string;
  readonly given: {
    readonly principal: Principal;
    readonly identity?: PolicyDocument;
    readonly boundary?: PolicyDocument;
    readonly session?: PolicyDocument;
    readonly resource?: PolicyDocument;
    readonly resourceKind?: ResourcePolicyKind;
  };
  readonly when: {
    readonly action: string;
    readonly resource: string;
    readonly resourceAccount: string;
    readonly context: Readonly<Record<string, string | readonly string[]>>;
  };
  readonly then: "allow" | "deny";
  /** The page of AWS's documentation that says so. */
  readonly doc: string;
}

export const GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide";
export const HOME = "111122223333";
export const AWAY = "444455556666";

export const role: Principal = {
  kind: "role",
  account: HOME,
  roleArn: `arn:aws:iam::${HOME}:role/app/worker`,
  sessionArn: `arn:aws:sts::${HOME}:assumed-role/worker/run-1`,
  sessionName: "run-1",
};
export const user: Principal = { kind: "user", account: HOME, userArn: `arn:aws:iam::${HOME}:user/team/asha` };
export const root: Principal = { kind: "root", account: HOME };
export const anonymous: Principal = { kind: "anonymous" };
export const sns: Principal = { kind: "service", service: "sns.amazonaws.com" };

export const ROOT_ARN = `arn:aws:iam::${HOME}:root`;
export const ROLE_ARN = `arn:aws:iam::${HOME}:role/app/worker`;
export const SESSION_ARN = `arn:aws:sts::${HOME}:assumed-role/worker/run-1`;
export const USER_ARN = `arn:aws:iam::${HOME}:user/team/asha`;

export const QUEUE = `arn:aws:sqs:ap-south-1:${HOME}:posts`;
export const AWAY_QUEUE = `arn:aws:sqs:ap-south-1:${AWAY}:posts`;
export const OBJECT = "arn:aws:s3:::huut-raw/posts/2026/a.gz";

export function policy(...statements: Statement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

export function allow(
  Action: string | string[],
  Resource: string | string[] = "*",
  more: Partial<Statement> = {},
): Statement {
  return { Effect: "Allow", Action, Resource, ...more };
}

export function deny(
  Action: string | string[],
  Resource: string | string[] = "*",
  more: Partial<Statement> = {},
): Statement {
  return { Effect: "Deny", Action, Resource, ...more };
}

/** A call of sqs:SendMessage on the caller's own queue, unless said otherwise. */
export function calling(over: Partial<Case["when"]> = {}): Case["when"] {
  return { action: "sqs:SendMessage", resource: QUEUE, resourceAccount: HOME, context: {}, ...over };
}
