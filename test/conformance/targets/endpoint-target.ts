import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { As, Behaviour, Credentials, Probe } from "../behaviour";
import { creators } from "./endpoint";
import type { Creator, Making } from "./endpoint/creator";
import { ProbeBase, randomSuffix } from "./probe-base";
import type { Target, TargetName } from "./target";

export interface EndpointOptions {
  readonly name: TargetName;
  /** Absent: AWS itself, with the SDK's own settings. */
  readonly url?: string;
  /** The probe's own account and a second one, asked for each behaviour. */
  readonly accounts: (behaviour: Behaviour) => readonly [string, string];
  /** Credentials of an account; absent: the SDK finds its own. */
  readonly credentials?: (account: string) => Credentials;
  /** The domain under which it serves HTTP APIs, when it is not AWS's. */
  readonly apiDomain?: string;
  readonly width: number;
  takes(behaviour: Behaviour): boolean;
}

/** A real endpoint: resources by the services' own calls, time as it passes. */
export function endpointTarget(options: EndpointOptions): Target {
  return {
    name: options.name,
    width: options.width,
    takes: (behaviour) => options.takes(behaviour),
    with: async (behaviour, action) => {
      const probe = new EndpointProbe(options, options.accounts(behaviour));
      try {
        await action(probe);
      } finally {
        await probe.close();
      }
    },
  };
}

class EndpointProbe extends ProbeBase implements Probe {
  readonly account: string;
  readonly otherAccount: string;
  protected readonly pollEvery = 500;
  private readonly suffix = randomSuffix();
  private count = 0;
  private readonly removals: (() => Promise<unknown>)[] = [];

  constructor(
    private readonly options: EndpointOptions,
    [account, otherAccount]: readonly [string, string],
  ) {
    super();
    [this.account, this.otherAccount] = [account, otherAccount];
  }

  protected get endpoint(): string | undefined {
    return this.options.url;
  }

  protected override apiHost(apiId: string): string {
    const { apiDomain } = this.options;
    return apiDomain === undefined ? super.apiHost(apiId) : `${apiId}.${apiDomain}`;
  }

  now(): number {
    return Date.now();
  }

  name(base: string): string {
    return `${base}-${++this.count}-${this.suffix}`;
  }

  protected credentials(account: string): Credentials | undefined {
    if (!this.options.credentials && account !== this.account) {
      throw new Error(`there are no credentials of the account ${account} here`);
    }
    return this.options.credentials?.(account);
  }

  async create<O extends object>(type: string, inputs: Readonly<Record<string, unknown>>, as: As = {}) {
    const creator = creators[type] as Creator<Readonly<Record<string, unknown>>> | undefined;
    if (!creator) throw new Error(`no creator makes ${type} at an endpoint`);
    const making: Making = {
      account: as.account ?? this.account,
      region: this.region,
      client: (Client) => this.client(Client, as),
      undo: (remove) => void this.removals.unshift(remove),
    };
    return { ...inputs, ...(await creator(inputs, making)) } as unknown as O & { readonly id: string };
  }

  /** New roles and policies take seconds to be known everywhere on AWS. */
  async assume(RoleArn: string, RoleSessionName = "probe"): Promise<Credentials> {
    const sts = this.client(STSClient, { account: RoleArn.split(":")[4] as string });
    const { Credentials: got } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName }));
    return {
      accessKeyId: got?.AccessKeyId as string,
      secretAccessKey: got?.SecretAccessKey as string,
      sessionToken: got?.SessionToken as string,
    };
  }

  pass(milliseconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
  }

  /** Takes away what was made, the newest first; what is gone already is no failure. */
  async close(): Promise<void> {
    for (const remove of this.removals) await remove().catch(() => undefined);
    this.destroyClients();
  }
}
