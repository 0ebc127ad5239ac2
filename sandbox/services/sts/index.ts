import type { Place } from "../../kernel/arn";
import type { Caller, SessionStore } from "../../kernel/client";
import type { Cloud } from "../../kernel/cloud";
import type { Call, Operation, Service } from "../../kernel/service";
import type { IamService } from "../iam";
import { assumption, operations, roleToAssume, session } from "./operations";
import { type AccessKey, type RolePrincipal, Sessions, rootKey } from "./sessions";

export type { AccessKey, RolePrincipal } from "./sessions";

export function create(cloud: Cloud): StsService {
  return new StsService(cloud);
}

/** On whose behalf a service assumes a role, and under which session name. */
export interface ServiceAssumption {
  readonly sessionName: string;
  /** `aws:SourceArn` and `aws:SourceAccount`, where the service sends them. */
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
  /** `sts:ExternalId`, where the service sends one. */
  readonly externalId?: string;
}

/** STS: sessions of roles and whose access key is whose. */
export class StsService implements SessionStore {
  readonly name = "sts";
  readonly sdk = "@aws-sdk/client-sts";
  readonly denial = { code: "AccessDenied", statusCode: 403 };
  readonly throttling = { code: "Throttling", statusCode: 400 };
  readonly operations: Readonly<Record<string, Operation>>;
  readonly functions: Service["functions"] = {
    "aws:index/getCallerIdentity:getCallerIdentity": (_, place: Place) => ({
      id: place.account,
      accountId: place.account,
      arn: `arn:aws:iam::${place.account}:root`,
      userId: place.account,
    }),
  };
  private readonly sessions: Sessions;
  private readonly admitted = new Set<string>();
  private admittedVersion = -1;

  constructor(private readonly cloud: Cloud) {
    this.sessions = new Sessions(cloud.world);
    this.operations = operations(this.sessions);
  }

  callerOf(accessKeyId: string): Caller | undefined {
    return this.sessions.callerOf(accessKeyId);
  }

  /** What a signature is checked with; undefined for a key nobody holds. */
  credentials(accessKeyId: string): ReturnType<Sessions["credentials"]> {
    return this.sessions.credentials(accessKeyId);
  }

  /** The access key of an account's root, the same in every sandbox. */
  rootKey(account: string): AccessKey {
    return rootKey(account);
  }

  /**
   * The session in which an AWS service acts with a role that it was given.
   * @param servicePrincipal e.g. `lambda.amazonaws.com`
   * @throws AccessDenied when the role's trust policy does not admit the service, or there is no such role
   */
  assumeForService(roleArn: string, servicePrincipal: string, options: ServiceAssumption): RolePrincipal {
    const call: Call = {
      principal: { kind: "service", service: servicePrincipal },
      place: { account: options.sourceAccount ?? "", region: "us-east-1" },
      service: "sts",
      operation: "AssumeRole",
      input: {},
      ...(options.sourceArn !== undefined && { sourceArn: options.sourceArn }),
      ...(options.sourceAccount !== undefined && { sourceAccount: options.sourceAccount }),
    };
    const role = roleToAssume(this.cloud, call, roleArn);
    const principal = session(role, options.sessionName);
    // Services keep their sessions for hours; what admitted one is asked again only when a role changed.
    const { version } = this.cloud.service<IamService>("iam");
    if (version !== this.admittedVersion) this.admitted.clear();
    this.admittedVersion = version;
    const { sourceArn, sourceAccount, sessionName, externalId } = options;
    const key = [roleArn, servicePrincipal, sourceArn, sourceAccount, sessionName, externalId].join("\n");
    if (!this.admitted.has(key)) {
      this.cloud.require(assumption(role, sessionName, externalId), { call });
      this.admitted.add(key);
    }
    role.lastUsed = { time: this.cloud.world.now(), region: call.place.region };
    return principal;
  }

  summary(): object {
    return { sessions: this.sessions.size };
  }
}
