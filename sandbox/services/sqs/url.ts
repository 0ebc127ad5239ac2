import { parseArn } from "../../kernel/arn";

/** The address of a queue, by which callers name it. */
export function queueUrl(arn: string): string {
  const { region, account, resource } = parseArn(arn);
  return `https://sqs.${region}.amazonaws.com/${account}/${resource}`;
}
