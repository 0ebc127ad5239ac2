import type { InvokeCommandOutput } from "@aws-sdk/client-lambda";
import type { EraseAnswer, EraseRequest } from "@huut/domain";
import { exitStatus, UserError } from "../shared";

const NO_ACCOUNT = `Neither an AWS account nor the sandbox is configured. To try it in the sandbox: run "npm start", wait until it serves, and
paste the "export AWS_…" lines for the data account that it prints into this terminal. For a real account: sign in to the data
account as a role that may invoke the function (aws sso login; export AWS_PROFILE=… AWS_REGION=…).`;

/** The function that erases users, in an account or in a served sandbox. */
export class EraseFunction {
  constructor(readonly name: string) {}

  /** @throws UserError when nothing is configured, nobody answers, or the function refuses */
  async invoke(request: EraseRequest): Promise<EraseAnswer> {
    const { LambdaClient, InvokeCommand } = await import("@aws-sdk/client-lambda");
    const client = new LambdaClient({ maxAttempts: 3 });
    const command = new InvokeCommand({ FunctionName: this.name, Payload: Buffer.from(JSON.stringify(request)) });
    let answer: InvokeCommandOutput;
    try {
      answer = await client.send(command);
    } catch (error) {
      throw this.#explained(error as Error & { code?: string });
    }
    const payload = Buffer.from(answer.Payload ?? []).toString("utf8");
    if (answer.FunctionError === undefined) return JSON.parse(payload) as EraseAnswer;
    const { errorMessage } = JSON.parse(payload) as { errorMessage?: string };
    throw new UserError(`${this.name}: ${errorMessage ?? payload}`, exitStatus.failed);
  }

  #explained(error: Error & { code?: string }): Error {
    const { name, message, code } = error;
    if (name === "CredentialsProviderError" || /region is missing/i.test(message)) return new UserError(NO_ACCOUNT);
    if (code === "ECONNREFUSED") {
      const at = process.env["AWS_ENDPOINT_URL"] ?? "the endpoint";
      return new UserError(`Nobody answers at ${at}: is "npm start" still serving?`, exitStatus.failed);
    }
    if (name === "ResourceNotFoundException") {
      const cure = "give the stack's name with --stack, or the function's with --function";
      return new UserError(`There is no function ${this.name} in this account and region: ${cure}.`);
    }
    return new UserError(`${this.name}: ${name}: ${message}`, exitStatus.failed);
  }
}
