import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { Gateway } from "../../../sandbox/gateway/gateway";
import { clientFor } from "../../../sandbox/kernel/client";
import { Cloud } from "../../../sandbox/kernel/cloud";
import type { StsService } from "../../../sandbox/services/sts";
import { realTime } from "../../../sandbox/world/real-time";
import { World } from "../../../sandbox/world/world";
import { createResource } from "../../support/resource";
import type { As, Credentials, Probe } from "../behaviour";
import { ProbeBase, trusting } from "./probe-base";
import type { Target } from "./target";

/** Virtual milliseconds that pass with each real one while calls are under way. */
const haste = 5;

/** The sandbox: a fresh world for each behaviour, called over the gateway's port. */
export const sandbox: Target = {
  name: "sandbox",
  // One world is open in a process at a time.
  width: 1,
  takes: () => true,
  with: async (_, action) => {
    const probe = await SandboxProbe.open();
    try {
      await action(probe);
    } finally {
      await probe.close();
    }
  },
};

class SandboxProbe extends ProbeBase implements Probe {
  readonly account = "111122223333";
  readonly otherAccount = "444455556666";
  protected readonly pollEvery = 250;
  private readonly world: World;
  private readonly cloud: Cloud;
  private gateway: Gateway | undefined;
  private driven: Promise<void> = Promise.resolve();
  private stopped = false;
  private waiting: { readonly until: number; readonly arrived: (error?: unknown) => void } | undefined;
  private readonly operators = new Set<string>();
  private count = 0;

  private constructor() {
    super();
    this.world = new World({ seed: 7, start: Date.UTC(2026, 10, 2) });
    this.cloud = new Cloud(this.world);
  }

  static async open(): Promise<SandboxProbe> {
    const probe = new SandboxProbe();
    probe.world.open();
    probe.gateway = await Gateway.listen(probe.cloud, 0);
    probe.driven = probe.drive();
    return probe;
  }

  async close(): Promise<void> {
    this.stopped = true;
    await this.driven;
    this.destroyClients();
    await this.gateway?.close();
    this.world.close();
  }

  protected get endpoint(): string {
    return (this.gateway as Gateway).url;
  }

  now(): number {
    return this.world.now();
  }

  name(base: string): string {
    return `${base}-${++this.count}`;
  }

  protected credentials(account: string): Credentials {
    return this.cloud.service<StsService>("sts").rootKey(account);
  }

  create<O extends object>(type: string, inputs: Readonly<Record<string, unknown>>, as: As = {}) {
    const place = { account: as.account ?? this.account, region: this.region };
    return createResource<O>(this.cloud, type, `r${++this.count}`, inputs, place);
  }

  pass(milliseconds: number): Promise<void> {
    if (this.waiting) throw new Error("A behaviour waits for one thing at a time.");
    return new Promise((resolve, reject) => {
      const arrived = (error?: unknown) => (error === undefined ? resolve() : reject(error as Error));
      this.waiting = { until: this.now() + milliseconds, arrived };
    });
  }

  /** The first session comes from inside: root may assume no role, here as on AWS. */
  async assume(RoleArn: string, RoleSessionName = "probe"): Promise<Credentials> {
    const account = RoleArn.split(":")[4] as string;
    const operator = `arn:aws:iam::${account}:role/operator`;
    if (!this.operators.has(account)) {
      this.operators.add(account);
      const assumeAny = { Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" };
      const policy = { Version: "2012-10-17", Statement: [assumeAny] } as const;
      await this.role({ name: "operator", account, policy, trust: trusting(account) });
    }
    const sessionArn = `arn:aws:sts::${account}:assumed-role/operator/o`;
    const principal = { kind: "role" as const, account, roleArn: operator, sessionArn, sessionName: "o" };
    const sts = clientFor(this.cloud, STSClient, "sts", { principal, account }, this.region);
    const { Credentials: got } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName }));
    return {
      accessKeyId: got?.AccessKeyId as string,
      secretAccessKey: got?.SecretAccessKey as string,
      sessionToken: got?.SessionToken as string,
    };
  }

  /** Moves virtual time: by leaps for those who wait, else in haste, so that calls that take time come back. */
  private async drive(): Promise<void> {
    let last = realTime.now();
    while (!this.stopped) {
      const { waiting } = this;
      const now = realTime.now();
      const target = waiting?.until ?? this.world.now() + Math.max(1, Math.min(now - last, 20)) * haste;
      last = now;
      let failure: unknown;
      await this.world.runUntil(target).catch((error: unknown) => (failure = error));
      if (waiting) {
        this.waiting = undefined;
        waiting.arrived(failure);
      } else {
        if (failure !== undefined) console.error(failure);
        await realTime.sleep(1);
      }
    }
  }
}
