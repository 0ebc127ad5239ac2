/** Services that the platform relies on; a behaviour belongs to one of them. */
export type ServiceName =
  | "apigateway"
  | "cloudfront"
  | "comprehend"
  | "dynamodb"
  | "events"
  | "firehose"
  | "iam"
  | "kinesis"
  | "kms"
  | "lambda"
  | "s3"
  | "scheduler"
  | "sns"
  | "sqs"
  | "transcribe"
  | "translate";

/** One behaviour of AWS, stated so that it can be held against any endpoint. */
export interface Behaviour {
  /** Unique and stable: differences are explained by it. `sqs/redrive`. */
  readonly id: string;
  readonly service: ServiceName;
  /** A sentence about AWS. */
  readonly title: string;
  /** The page of AWS's documentation that says so. */
  readonly doc: string;
  /** Runs by itself at an endpoint that keeps its state, because it uses names that others use too. */
  readonly exclusive?: boolean;
  /** Whether DynamoDB alone is enough to try it, so that DynamoDB Local can be asked. */
  readonly dynamodbOnly?: boolean;
  /** @throws what is wrong, when the endpoint behaves otherwise */
  run(probe: Probe): Promise<void>;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Who a client calls as; the target's own account when not given. */
export interface As {
  readonly account?: string;
  readonly credentials?: Credentials;
}

export interface HttpRequest {
  readonly method?: string;
  /** With its query string. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A viewer's request to a distribution. */
export interface ViewRequest extends HttpRequest {
  /** https when not given. */
  readonly protocol?: "http" | "https";
}

export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Policy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly object[];
}

export interface RoleOptions {
  readonly name?: string;
  readonly path?: string;
  readonly account?: string;
  readonly policy?: Policy | undefined;
  readonly trust?: Policy;
}

/** What a behaviour may ask of the endpoint that it is held against. */
export interface Probe {
  readonly account: string;
  /** A second account, for what crosses accounts. */
  readonly otherAccount: string;
  readonly region: string;
  /** Epoch milliseconds at the endpoint: virtual in a sandbox. */
  now(): number;
  /** A name that no other behaviour and no other run uses: lower case, valid for every service. */
  name(base: string): string;
  /** An SDK client that calls the endpoint over its port. It does not retry. */
  client<C>(Client: new (config: never) => C, as?: As): C;
  /**
   * Makes a resource from inputs of its Pulumi type, as a deployment would.
   * @returns inputs and outputs together
   */
  create<O extends object = Readonly<Record<string, string>>>(
    type: string,
    inputs: Readonly<Record<string, unknown>>,
    as?: As,
  ): Promise<O & { readonly id: string }>;
  /** A role; anyone in its account may assume it unless its trust policy says otherwise. @returns its ARN */
  role(options?: RoleOptions): Promise<string>;
  /** A session of a role, assumed by an operator of the role's account. */
  assume(roleArn: string, sessionName?: string): Promise<Credentials>;
  /** A Lambda function from source text that sets `exports.handler`. @returns name and ARN */
  fn(source: string, more?: FunctionOptions): Promise<{ readonly name: string; readonly arn: string }>;
  /** What a function printed, parsed: every line that is a JSON object with a `probe` member. */
  printed<T>(functionName: string): Promise<T[]>;
  /** Calls an HTTP API's default stage. */
  http(apiId: string, request: HttpRequest): Promise<HttpReply>;
  /** Asks a distribution by its domain name. */
  view(domainName: string, request: ViewRequest): Promise<HttpReply>;
  /** Lets time pass at the endpoint. */
  pass(milliseconds: number): Promise<void>;
  /** Asks until there is an answer. @throws after `within` milliseconds of the endpoint's time */
  eventually<T>(within: number, read: () => Promise<T | undefined>): Promise<T>;
}

export interface FunctionOptions {
  readonly statements?: readonly object[];
  readonly timeout?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Declares the behaviours of one service; ids get its name in front. */
export function behavioursOf(
  service: ServiceName,
  doc: string,
  list: readonly (Omit<Behaviour, "service" | "doc"> & { readonly doc?: string })[],
): Behaviour[] {
  return list.map((each) => ({ doc, ...each, service, id: `${service}/${each.id}` }));
}

/** The error that a call ends in. @throws when it succeeds */
export async function failureOf(call: Promise<unknown>): Promise<ServiceError> {
  let answer: unknown;
  try {
    answer = await call;
  } catch (error) {
    return error as ServiceError;
  }
  throw new Error(`the call succeeded: ${JSON.stringify(answer).slice(0, 300)}`);
}

export type ServiceError = Error & {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly Item?: object;
  readonly CancellationReasons?: readonly {
    readonly Code?: string;
    readonly Item?: object;
    readonly Message?: string;
  }[];
};
