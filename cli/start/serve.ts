import type { Sandbox } from "../../sandbox";
import { Gateway } from "../../sandbox/gateway/gateway";
import { follow } from "../../sandbox/gateway/pace";
import { parseArn } from "../../sandbox/kernel/arn";
import type { StsService } from "../../sandbox/services/sts";
import { statusPages } from "../../sandbox/status/pages";
import { insightsApiOf, mintToken } from "./api";
import { captionsToShow } from "./captions";
import { consolePages, consoleUrl } from "./console";
import { portError } from "./port";
import { publicationOf } from "./publication";

/** Opens the port, with the console and what it reads of the world. @throws UserError when the port has been taken meanwhile */
export async function openPort(sandbox: Sandbox, stack: string, port: number): Promise<Gateway> {
  const pages = [consolePages(sandbox, stack), statusPages(sandbox.cloud, sandbox.stacks.values())];
  return Gateway.listen(sandbox.cloud, port, pages).catch((error: unknown) => {
    throw portError(error, port);
  });
}

/** How to call the API and the services by hand. */
export async function printAddresses(sandbox: Sandbox, stack: string, gateway: Gateway, call: string): Promise<void> {
  const outputs = sandbox.outputs(stack);
  const api = insightsApiOf(sandbox, stack);
  const url = gateway.apiUrl(api.id);
  const token = await mintToken(sandbox, api);
  const { account, region } = parseArn(String(outputs["topicArn"]));
  const data = parseArn(String(outputs["keyArn"])).account;
  const sts = sandbox.cloud.service<StsService>("sts");
  const postId = captionsToShow(sandbox, stack)?.postId;
  console.log(`
The console, to be opened in a browser, is at ${consoleUrl(gateway)}

The API is at ${url}

  export TOKEN=${token}
  curl -H "Authorization: Bearer $TOKEN" '${url}${call}'
${postId === undefined ? "" : captionCalls(url, postId)}
What CloudFront publishes as ${String(outputs["captionsUrl"])} is at ${gateway.distributionUrl(publicationOf(sandbox, stack))}

Every service is at ${gateway.url}. With the AWS CLI, in the data account:

  export AWS_DEFAULT_REGION=${region} AWS_REGION=${region} AWS_ENDPOINT_URL=${gateway.url}
  export AWS_ACCESS_KEY_ID=${sts.rootKey(data).accessKeyId} AWS_SECRET_ACCESS_KEY=${sts.rootKey(data).secretAccessKey}
  aws dynamodb scan --table-name ${String(outputs["insightsTable"])}
  aws s3 ls s3://${String(outputs["curatedBucket"])} --recursive
  aws sqs get-queue-attributes --endpoint-url ${gateway.url} --queue-url ${String(outputs["queueUrl"])} --attribute-names All

and in the application account (key ${sts.rootKey(account).accessKeyId}, secret ${sts.rootKey(account).secretAccessKey}):

  aws sns publish --topic-arn ${String(outputs["topicArn"])} --message 'no event' \\
    --message-attributes '{"schema":{"DataType":"String","StringValue":"post/1"}}'

which lands, with its reasons, in s3://${String(outputs["rawBucket"])}/quarantine/.
`);
}

/** Captions of a post in the language that a caller prefers, and captions in a language that nobody has asked for yet. */
function captionCalls(url: string, postId: string): string {
  const body = JSON.stringify({ postId, languages: ["si"] });
  return `  curl -H "Authorization: Bearer $TOKEN" -H 'Accept: text/vtt' -H 'Accept-Language: ta, en;q=0.5' '${url}/v1/posts/${postId}/captions'
  curl -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -H 'Idempotency-Key: 1' -d '${body}' '${url}/v1/captions'
`;
}

/** Serves until Ctrl-C; time goes on as it does outside. */
export async function serve(sandbox: Sandbox, gateway: Gateway): Promise<void> {
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  process.once("SIGTERM", () => stop.abort());
  console.log("Serving; Ctrl-C ends it.");
  await follow(sandbox.world, stop.signal, (error) => console.error(error));
  await gateway.close();
}
