import type { Cloud, KeyStore } from "../../kernel/cloud";
import { AwsError, Unsupported } from "../../kernel/errors";
import type { Access, CallContext, KeyUse, Operation, ResourceModel } from "../../kernel/service";
import { requireUsable, unusable, useAccess } from "./access";
import { Cipher } from "./cipher";
import { operations } from "./operations";
import { existingKey, resources } from "./resources";
import { KeyTable, type Key } from "./store";

export type { Key } from "./store";

export function create(cloud: Cloud): KmsService {
  return new KmsService(cloud);
}

/** KMS: symmetric customer-managed keys, single- and multi-region, and their aliases. */
export class KmsService implements KeyStore {
  readonly name = "kms";
  readonly sdk = "@aws-sdk/client-kms";
  readonly operations: Readonly<Record<string, Operation>>;
  readonly resources: Readonly<Record<string, ResourceModel>>;
  private readonly table: KeyTable;

  constructor(private readonly cloud: Cloud) {
    const now = () => cloud.world.now();
    this.table = new KeyTable(now);
    this.operations = operations(this.table, new Cipher(cloud.world));
    this.resources = resources(this.table, now);
  }

  useOf(
    key: string,
    use: KeyUse,
    context: Pick<CallContext, "call" | "place">,
    encryptionContext: Readonly<Record<string, string>>,
  ): Access {
    const { call } = context;
    const found = this.find(key, context);
    requireUsable(found, call.service);
    return useAccess(found, use, call, encryptionContext);
  }

  /** A key by its ARN. */
  key(arn: string): Key | undefined {
    return this.table.byKeyArn(arn);
  }

  /** Takes in a key that is older than every deployment, under its ARN. @throws AwsError for its policy */
  adopt(arn: string, policy?: string): void {
    const key = existingKey(arn, policy, this.cloud.world.now());
    if (key.multiRegion && this.table.relatives(key).length > 0) throw new Unsupported(`replicas beforehand: ${arn}`);
    this.table.add(key);
  }

  summary(): object {
    const states = this.table.keys().map(({ arn, state }) => [arn, state] as const);
    return { keys: Object.fromEntries(states.sort(([a], [b]) => (a < b ? -1 : 1))) };
  }

  private find(key: string, { call, place }: Pick<CallContext, "call" | "place">): Key {
    try {
      return this.table.find(key, place);
    } catch (error) {
      if (error instanceof AwsError) throw unusable("NotFound", error.message, call.service);
      throw error;
    }
  }
}
