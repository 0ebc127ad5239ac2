import type * as v from "valibot";
import type { PolicyDocument, Principal } from "../iam";
import type { GraphResource } from "../engine/graph";
import type { World } from "../world/world";
import type { Place } from "./arn";
import type { Cloud } from "./cloud";

/**
 * A model of one AWS service. Each lives in a folder of its own under `services/`, whose `index.ts` exports
 * `create(cloud): Service`; the kernel finds it there, and nothing else has to be told.
 */
export interface Service {
  /** The signing name: `sqs`, `s3`, `dynamodb`, `monitoring`, … It is also the endpoint and the ARN's service. */
  readonly name: string;
  /** The SDK's client package, whose schemas are the wire protocol, e.g. `@aws-sdk/client-sqs`. Loaded at the first call. */
  readonly sdk?: string;
  /** Error code and status with which the service throttles. */
  readonly throttling?: { readonly code: string; readonly statusCode: number };
  /** Error code and status with which the service denies access; `AccessDeniedException`, 400 when not given. */
  readonly denial?: { readonly code: string; readonly statusCode: number };
  readonly operations?: Readonly<Record<string, Operation>>;
  /** Resource types, by Pulumi token, e.g. `aws:sqs/queue:Queue`. */
  readonly resources?: Readonly<Record<string, ResourceModel>>;
  /** Pulumi's data sources, by token, e.g. `aws:index/getRegion:getRegion`. */
  readonly functions?: Readonly<
    Record<string, (args: Record<string, unknown>, place: Place) => Record<string, unknown>>
  >;
  /** What a summary of the world says of this service: plain, small, sorted, the same for the same seed. */
  summary?(): unknown;
  /** How the service's resources stand now, by ARN: for somebody who watches. */
  status?(): Readonly<Record<string, ResourceStatus>>;
  /** Its alarms, if it is what keeps them. */
  alarms?(): readonly AlarmStatus[];
  /** Work that is on its way and not yet anywhere durable at its goal, for balances: messages in queues, retries, … */
  inFlight?(): number;
}

/** Figures of one resource by name: counts since it was made, but for `waiting`, `running` and `ageSeconds`, which are of now. */
export type ResourceStatus = Readonly<Record<string, number | boolean | string>>;

export interface AlarmStatus {
  readonly name: string;
  /** `OK`, `ALARM` or `INSUFFICIENT_DATA`. */
  readonly state: string;
  readonly reason?: string;
  readonly description?: string;
  /** ISO 8601. */
  readonly since?: string;
}

export interface Operation {
  /**
   * What the caller must be allowed to do: checked before `run`. Checks that depend on what `run` finds (a key, an item)
   * are made there by `context.require` and `context.useKey`.
   */
  readonly access: (input: never, context: CallContext) => Access | readonly Access[];
  readonly run: (input: never, context: CallContext) => object | void | Promise<object | void>;
}

/** Declares an operation with its input's type (a type of the SDK, e.g. `SendMessageRequest`). */
export function operation<I>(
  access: (input: I, context: CallContext) => Access | readonly Access[],
  run: (input: I, context: CallContext) => object | void | Promise<object | void>,
): Operation {
  return { access, run };
}

/** One permission that a call needs. */
export interface Access {
  /** e.g. `sqs:SendMessage`. */
  readonly action: string;
  /** The resource's ARN, or `*` where the action has no resource. */
  readonly resource: string;
  /** The account that owns the resource; the call's own account when not given. */
  readonly owner?: string;
  readonly policy?: ResourcePolicy | undefined;
  /** Condition keys beyond the global ones, e.g. `s3:prefix`. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** A policy attached to a resource. A `key` policy is the only door to its key; a `trust` policy is a role's. */
export interface ResourcePolicy {
  readonly kind: "plain" | "key" | "trust";
  readonly document: PolicyDocument;
}

/** A call to a service, from a handler, from another service, from the port or from a test. */
export interface Call {
  readonly principal: Principal;
  /** Where the called endpoint is: region of the endpoint, account of the caller. */
  readonly place: Place;
  readonly service: string;
  readonly operation: string;
  readonly input: object;
  /** For service principals and forwarded calls: the resource on whose behalf it is made. */
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
  /** The service through which a principal's own permission is used (forward access sessions): `athena.amazonaws.com`. */
  readonly via?: string;
}

/** What an operation sees of its call. */
export interface CallContext {
  readonly world: World;
  readonly cloud: Cloud;
  readonly call: Call;
  readonly principal: Principal;
  readonly place: Place;
  /** Checks a further permission of the caller. @throws AccessDenied */
  require(access: Access): void;
  /**
   * Uses a KMS key on the caller's behalf, as an encrypting service does: checks the caller's permission with
   * `kms:ViaService` and the key's state. Nothing to do where `key` is undefined.
   * @throws AccessDenied, KMS.DisabledException and the like
   */
  useKey(key: string | undefined, operation: KeyUse, encryptionContext?: Readonly<Record<string, string>>): void;
}

export type KeyUse = "Decrypt" | "GenerateDataKey" | "Encrypt" | "DescribeKey";

/** A model of one resource type. */
export interface ResourceModel {
  /** The inputs that are modelled: a valibot `strictObject`, so that anything else is refused by name. */
  readonly inputs: v.GenericSchema<unknown, unknown>;
  /**
   * Id and outputs beyond the inputs, AWS-shaped (ARNs, URLs, names). Pure: it is called while the program runs, in any
   * order, and must depend on nothing but the request.
   */
  readonly outputs: (request: never) => { readonly id: string } & Readonly<Record<string, unknown>>;
  /** Brings the resource into the world; called once per deployment, dependencies first, ties by URN. */
  readonly create: (resource: never) => void | Promise<void>;
  /** Takes it out again; resource types without it cannot be destroyed in the sandbox. */
  readonly remove?: (resource: never) => void | Promise<void>;
}

/** A resource as it is registered. */
export interface ResourceRequest<I> {
  readonly urn: string;
  readonly name: string;
  readonly inputs: I;
  readonly place: Place;
  /** The physical name that Pulumi would generate: name, dash, seven hex digits; derived from the URN. */
  readonly physicalName: string;
  /** Letters and digits derived from the URN, for ids that AWS makes up. */
  id(digits: number, alphabet?: string): string;
}

/** A resource as it is created. */
export interface CreatedResource<I, O> extends ResourceRequest<I> {
  readonly outputs: O & { readonly id: string };
  readonly resource: GraphResource;
}

/** Declares a resource model with its types inferred from the schema and from what `outputs` returns. */
export function resourceModel<S extends v.GenericSchema<unknown, unknown>, O extends { readonly id: string }>(model: {
  readonly inputs: S;
  readonly outputs: (request: ResourceRequest<v.InferOutput<S>>) => O;
  readonly create: (resource: CreatedResource<v.InferOutput<S>, O>) => void | Promise<void>;
  readonly remove?: (resource: CreatedResource<v.InferOutput<S>, O>) => void | Promise<void>;
}): ResourceModel {
  return model;
}
