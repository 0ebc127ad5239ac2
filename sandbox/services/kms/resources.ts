import * as v from "valibot";
import type { PolicyDocument } from "../../iam";
import { formatArn, parseArn } from "../../kernel/arn";
import { AwsError, Unsupported } from "../../kernel/errors";
import { resourceModel, type ResourceModel } from "../../kernel/service";
import { policyDocument } from "../iam/documents";
import { notFound, type Key, type KeyTable } from "./store";

const tags = v.optional(v.record(v.string(), v.string()));

/** Days: https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html */
const deletionWindow = v.optional(v.pipe(v.number(), v.minValue(7), v.maxValue(30)));
const defaultDeletionWindow = 30;

/** Days: https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html */
const rotationPeriod = v.optional(v.pipe(v.number(), v.minValue(90), v.maxValue(2560)));
const defaultRotationPeriod = 365;

const keyInputs = v.strictObject({
  description: v.optional(v.string()),
  policy: v.optional(v.string()),
  multiRegion: v.optional(v.boolean()),
  enableKeyRotation: v.optional(v.boolean()),
  rotationPeriodInDays: rotationPeriod,
  deletionWindowInDays: deletionWindow,
  isEnabled: v.optional(v.boolean()),
  keyUsage: v.optional(v.literal("ENCRYPT_DECRYPT")),
  customerMasterKeySpec: v.optional(v.literal("SYMMETRIC_DEFAULT")),
  bypassPolicyLockoutSafetyCheck: v.optional(v.boolean()),
  region: v.optional(v.string()),
  tags,
});

const replicaInputs = v.strictObject({
  primaryKeyArn: v.string(),
  description: v.optional(v.string()),
  policy: v.optional(v.string()),
  enabled: v.optional(v.boolean()),
  deletionWindowInDays: deletionWindow,
  bypassPolicyLockoutSafetyCheck: v.optional(v.boolean()),
  region: v.optional(v.string()),
  tags,
});

const aliasName = v.pipe(
  v.string(),
  v.regex(/^alias\/(?!aws\/)[\w/-]{1,250}$/, 'must be "alias/…" and not "alias/aws/…"'),
);

const aliasInputs = v.strictObject({
  name: v.optional(aliasName),
  namePrefix: v.optional(v.string()),
  targetKeyId: v.string(),
  region: v.optional(v.string()),
});

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/kms/ */
export function resources(table: KeyTable, now: () => number): Record<string, ResourceModel> {
  return {
    "aws:kms/key:Key": keyModel(table, now),
    "aws:kms/replicaKey:ReplicaKey": replicaModel(table, now),
    "aws:kms/alias:Alias": aliasModel(table, now),
  };
}

function keyModel(table: KeyTable, now: () => number): ResourceModel {
  return resourceModel({
    inputs: keyInputs,
    outputs: ({ inputs, place, id }) => {
      const keyId = inputs.multiRegion ? `mrk-${id(32)}` : uuid(id(32));
      return {
        id: keyId,
        keyId,
        arn: formatArn({ service: "kms", ...place, resource: `key/${keyId}` }),
        description: inputs.description ?? "",
        multiRegion: inputs.multiRegion ?? false,
        enableKeyRotation: inputs.enableKeyRotation ?? false,
        isEnabled: inputs.isEnabled ?? true,
        keyUsage: "ENCRYPT_DECRYPT",
        customerMasterKeySpec: "SYMMETRIC_DEFAULT",
        policy: inputs.policy ?? JSON.stringify(defaultPolicy(place.account)),
        rotationPeriodInDays: inputs.rotationPeriodInDays ?? (inputs.enableKeyRotation ? defaultRotationPeriod : 0),
      };
    },
    create: ({ inputs, outputs, place }) => {
      table.add({
        id: outputs.keyId,
        arn: outputs.arn,
        place,
        description: outputs.description,
        multiRegion: outputs.multiRegion,
        primary: undefined,
        created: now(),
        rotationDays: outputs.enableKeyRotation ? outputs.rotationPeriodInDays : undefined,
        tags: inputs.tags ?? {},
        policy: keyPolicy(outputs.policy, outputs.arn),
        state: outputs.isEnabled ? "Enabled" : "Disabled",
        deletion: undefined,
      });
    },
    remove: ({ inputs, outputs }) => scheduleDeletion(table, outputs.arn, inputs.deletionWindowInDays, now()),
  });
}

function replicaModel(table: KeyTable, now: () => number): ResourceModel {
  return resourceModel({
    inputs: replicaInputs,
    outputs: ({ inputs, place }) => {
      const keyId = parseArn(inputs.primaryKeyArn).resource.replace(/^key\//, "");
      return {
        id: keyId,
        keyId,
        arn: formatArn({ service: "kms", ...place, resource: `key/${keyId}` }),
        description: inputs.description ?? "",
        enabled: inputs.enabled ?? true,
        keySpec: "SYMMETRIC_DEFAULT",
        keyUsage: "ENCRYPT_DECRYPT",
        policy: inputs.policy ?? JSON.stringify(defaultPolicy(place.account)),
      };
    },
    create: ({ inputs, outputs, place }) => {
      const primary = table.byKeyArn(inputs.primaryKeyArn);
      if (!primary) throw notFound(`Key '${inputs.primaryKeyArn}' does not exist`);
      requireReplicable(primary, outputs.arn);
      table.add({
        id: outputs.keyId,
        arn: outputs.arn,
        place,
        description: outputs.description,
        multiRegion: true,
        primary: primary.arn,
        created: primary.created,
        rotationDays: primary.rotationDays,
        tags: inputs.tags ?? {},
        policy: keyPolicy(outputs.policy, outputs.arn),
        state: outputs.enabled ? "Enabled" : "Disabled",
        deletion: undefined,
      });
    },
    remove: ({ inputs, outputs }) => scheduleDeletion(table, outputs.arn, inputs.deletionWindowInDays, now()),
  });
}

function aliasModel(table: KeyTable, now: () => number): ResourceModel {
  return resourceModel({
    inputs: aliasInputs,
    outputs: ({ inputs, place, id, physicalName }) => {
      const name = inputs.name ?? (inputs.namePrefix ? `${inputs.namePrefix}${id(26)}` : `alias/${physicalName}`);
      const keyId = inputs.targetKeyId.startsWith("arn:")
        ? parseArn(inputs.targetKeyId).resource.replace(/^key\//, "")
        : inputs.targetKeyId;
      return {
        id: name,
        name,
        arn: formatArn({ service: "kms", ...place, resource: name }),
        targetKeyArn: formatArn({ service: "kms", ...place, resource: `key/${keyId}` }),
      };
    },
    create: ({ outputs, place }) => {
      const target = table.find(outputs.targetKeyArn, place);
      table.addAlias({ name: outputs.name, arn: outputs.arn, place, target, created: now() });
    },
    remove: ({ outputs }) => table.removeAlias(outputs.arn),
  });
}

/** A key that nobody's program makes: it has an ARN before anything is deployed. */
export function existingKey(arn: string, policy: string | undefined, created: number): Key {
  const { account, region, resource } = parseArn(arn);
  const id = resource.replace(/^key\//, "");
  return {
    id,
    arn,
    place: { account, region },
    description: "",
    multiRegion: id.startsWith("mrk-"),
    primary: undefined,
    created,
    rotationDays: undefined,
    tags: {},
    policy: keyPolicy(policy ?? JSON.stringify(defaultPolicy(account)), arn),
    state: "Enabled",
    deletion: undefined,
  };
}

function requireReplicable(primary: Key, arn: string): void {
  if (!primary.multiRegion || primary.primary !== undefined) {
    throw new AwsError("UnsupportedOperationException", `${primary.arn} is not a multi-Region primary key.`);
  }
  const { account } = parseArn(arn);
  if (account !== primary.place.account) {
    throw new AwsError("UnsupportedOperationException", `${arn}: a replica lives in its primary's account.`);
  }
}

function scheduleDeletion(table: KeyTable, arn: string, days: number | undefined, now: number): void {
  const key = table.byKeyArn(arn);
  if (!key) return;
  if (key.primary === undefined && table.relatives(key).length > 1) {
    throw new Unsupported(`deleting the multi-region key ${arn} while it has replicas`);
  }
  key.state = "PendingDeletion";
  key.deletion = now + (days ?? defaultDeletionWindow) * 86_400_000;
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function defaultPolicy(account: string): PolicyDocument {
  return {
    Version: "2012-10-17",
    Id: "key-default-1",
    Statement: [
      {
        Sid: "Enable IAM User Permissions",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  };
}

function keyPolicy(text: string, arn: string): PolicyDocument {
  return policyDocument(text, "resource", `The policy of ${arn}`, "MalformedPolicyDocumentException");
}

function uuid(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
