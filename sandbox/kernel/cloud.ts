import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { evaluate, type NamedPolicy, type Principal } from "../iam";
import type { World } from "../world/world";
import { AccessDenied, AwsError, Unsupported } from "./errors";
import { Ledger } from "./ledger";
import { currentScope } from "./scope";
import type { Access, Call, CallContext, KeyUse, Service } from "./service";

/** What the kernel needs of the `iam` model: which policies a principal carries. */
export interface IdentityStore extends Service {
  /** The identity policies of a role or user. @throws when there is no such identity */
  identityPolicies(principal: Principal): readonly NamedPolicy[];
}

/** What the kernel needs of the `kms` model. */
export interface KeyStore extends Service {
  /** The access that using `key` takes. @throws AwsError when the key cannot be used (absent, disabled, being deleted) */
  useOf(
    key: string,
    use: KeyUse,
    context: Pick<CallContext, "call" | "place">,
    encryptionContext: Readonly<Record<string, string>>,
  ): Access;
}

const servicesFolder = join(__dirname, "..", "services");

/**
 * Every account and region of a world: finds the service models, and takes each call through faults, permissions and the
 * operation, in this order, as the real endpoints do.
 */
export class Cloud {
  readonly ledger = new Ledger();
  private readonly services = new Map<string, Service>();

  constructor(readonly world: World) {
    for (const folder of readdirSync(servicesFolder).sort()) {
      if (!existsSync(join(servicesFolder, folder, "index.ts"))) continue;
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- models are found, not listed
      const { create } = require(join(servicesFolder, folder)) as { create: (cloud: Cloud) => Service };
      const service = create(this);
      this.services.set(service.name, service);
    }
  }

  /** The model of a service, by signing name; `T` is its class. */
  service<T extends Service = Service>(name: string): T {
    const service = this.services.get(name);
    if (!service) throw new Unsupported(`the service "${name}"`);
    return service as T;
  }

  all(): readonly Service[] {
    return [...this.services.values()];
  }

  /**
   * Makes a call.
   * @throws AwsError what the service answers; Unsupported when the sandbox lacks the operation (which fails the run too)
   */
  async call<O = Record<string, unknown>>(call: Call): Promise<O> {
    try {
      return (await this.perform(call)) as O;
    } catch (error) {
      // A person at the port may ask for anything; what the platform itself calls has to be modelled.
      if (error instanceof Unsupported && call.principal.kind !== "root") this.world.fail(error);
      throw error;
    }
  }

  private async perform(call: Call): Promise<object> {
    const service = this.service(call.service);
    const operation = service.operations?.[call.operation];
    if (!operation) throw new Unsupported(`the operation ${call.service}:${call.operation}`);
    const context = this.context(call);
    const accesses = [operation.access(call.input as never, context)].flat() as Access[];
    this.strikeBefore(service, call, accesses);
    for (const access of accesses) this.require(access, context);
    const output = (await operation.run(call.input as never, context)) ?? {};
    this.ledger.count(call.service, call.operation);
    await this.strikeAfter(call, accesses);
    return output;
  }

  /** Checks one permission of a call. @throws AccessDenied in the service's own words */
  require(access: Access, context: Pick<CallContext, "call">): void {
    const { call } = context;
    const globalKeys = () => this.globalKeys(call);
    const decision = evaluate(
      {
        principal: call.principal,
        action: access.action,
        resource: access.resource,
        resourceAccount: access.owner ?? call.place.account,
        // Made when a condition asks for it, which few do.
        get context() {
          return { ...globalKeys(), ...access.context };
        },
      },
      {
        identity: this.service<IdentityStore>("iam").identityPolicies(call.principal),
        resource: access.policy?.document,
        resourceKind: access.policy?.kind,
      },
    );
    if (decision.allowed) return this.ledger.used(call.principal, decision.used);
    this.ledger.denied({ time: this.world.now(), principal: call.principal, access, message: decision.message });
    // Who may not pass a role is told so by the service that was to get it.
    const [prefix] = access.action === "iam:PassRole" ? [call.service] : access.action.split(":");
    const denial = this.services.get(prefix as string)?.denial ?? this.service(call.service).denial;
    throw new AccessDenied(decision.message, denial?.code, denial?.statusCode);
  }

  private context(call: Call): CallContext {
    const context: CallContext = {
      world: this.world,
      cloud: this,
      call,
      principal: call.principal,
      place: call.place,
      require: (access) => this.require(access, context),
      useKey: (key, use, encryptionContext = {}) => {
        if (key === undefined) return;
        this.require(this.service<KeyStore>("kms").useOf(key, use, context, encryptionContext), context);
      },
    };
    return context;
  }

  /** Global condition keys: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
  private globalKeys(call: Call): Record<string, string> {
    const keys: Record<string, string> = {
      "aws:RequestedRegion": call.place.region,
      "aws:SecureTransport": "true",
      "aws:CurrentTime": new Date(this.world.now()).toISOString(),
      "aws:EpochTime": String(Math.floor(this.world.now() / 1000)),
    };
    if (call.sourceArn) keys["aws:SourceArn"] = call.sourceArn;
    if (call.sourceAccount) keys["aws:SourceAccount"] = call.sourceAccount;
    if (call.via) {
      keys["aws:CalledVia"] = call.via;
      keys["aws:ViaAWSService"] = "true";
    }
    return keys;
  }

  private site(call: Call, accesses: readonly Access[]) {
    const resource = accesses.map((access) => access.resource).join(" ");
    const functionName = currentScope()?.functionName;
    return {
      service: call.service,
      operation: call.operation,
      resource,
      ...(functionName && { function: functionName }),
    };
  }

  /** Faults strike the platform's own calls only, never those of a test or of the person at the port. */
  private strikeBefore(service: Service, call: Call, accesses: readonly Access[]): void {
    if (!this.world.faults.any || call.principal.kind === "root") return;
    const fault = this.world.faults.strikes(["throttle", "error"], this.site(call, accesses));
    if (!fault) return;
    if (fault.kind === "error") throw new AwsError("InternalServerError", "Internal error, by the fault plan.", 500);
    const { code, statusCode } = service.throttling ?? { code: "ThrottlingException", statusCode: 400 };
    throw new AwsError(code, "Rate exceeded, by the fault plan.", statusCode);
  }

  private async strikeAfter(call: Call, accesses: readonly Access[]): Promise<void> {
    if (!this.world.faults.any || call.principal.kind === "root") return;
    const scope = currentScope();
    // A service loses answers as a function does; only a function dies.
    const kinds = scope ? (["crash", "lost-answer"] as const) : (["lost-answer"] as const);
    const fault = this.world.faults.strikes(kinds, this.site(call, accesses));
    if (scope && fault?.kind === "crash") {
      scope.crash(`after ${call.service}:${call.operation}, by the fault plan`);
      await new Promise(() => undefined);
    }
    if (fault) throw new AwsError("RequestTimeout", "The answer was lost, by the fault plan.", 500);
  }
}
