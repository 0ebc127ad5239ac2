/** Where a resource lives. Plain strings, so that names and ARNs are known in every preview. */
export interface Place {
  /** The stack's name: `dev`, `prod`, `dr`. First part of every name. */
  readonly stack: string;
  /** The AWS account's id, 12 digits. */
  readonly account: string;
  /** The AWS region, such as `ap-south-1`. */
  readonly region: string;
  /** The AWS partition; the platform runs in the commercial one. */
  readonly partition?: "aws";
}

/**
 * The ARN of something at a place.
 *
 * @param resource what follows the account, such as `rule/huut-dev-athena` or `table/huut-dev-posts`
 */
export function arnOf(place: Place, service: string, resource: string): string {
  return `arn:${place.partition ?? "aws"}:${service}:${place.region}:${place.account}:${resource}`;
}

/** The ARN of an IAM entity of the place's account: IAM has no regions. */
export function iamArn(place: Place, resource: string): string {
  return `arn:${place.partition ?? "aws"}:iam::${place.account}:${resource}`;
}
