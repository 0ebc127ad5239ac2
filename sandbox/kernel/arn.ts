/** The parts of an Amazon Resource Name. */
export interface Arn {
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** Everything behind the fifth colon. */
  readonly resource: string;
}

export function formatArn({ service, region, account, resource }: Arn): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}

/** @throws when the text is no ARN. */
export function parseArn(text: string): Arn {
  const [arn, , service, region, account, ...rest] = text.split(":");
  if (arn !== "arn" || service === undefined || region === undefined || account === undefined || rest.length === 0) {
    throw new Error(`"${text}" is not an ARN (arn:partition:service:region:account:resource).`);
  }
  return { service, region, account, resource: rest.join(":") };
}

/** An account and a region: where a resource lives and a call is made. */
export interface Place {
  readonly account: string;
  readonly region: string;
}
