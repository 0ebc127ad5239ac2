import * as v from "valibot";
import { formatArn } from "../../kernel/arn";
import { resourceModel, type ResourceModel } from "../../kernel/service";
import type { DynamoDbService } from "./service";
import type { KeySchema, TableSchema } from "./table";

const tags = v.optional(v.record(v.string(), v.string()));

const tableInputs = v.strictObject({
  name: v.optional(v.string()),
  region: v.optional(v.string()),
  billingMode: v.literal("PAY_PER_REQUEST"),
  tableClass: v.optional(v.picklist(["STANDARD", "STANDARD_INFREQUENT_ACCESS"])),
  hashKey: v.string(),
  rangeKey: v.optional(v.string()),
  attributes: v.array(v.strictObject({ name: v.string(), type: v.picklist(["S", "N", "B"]) })),
  globalSecondaryIndexes: v.optional(
    v.array(
      v.strictObject({
        name: v.string(),
        keySchemas: v.pipe(
          v.array(v.strictObject({ attributeName: v.string(), keyType: v.picklist(["HASH", "RANGE"]) })),
          // Keys of several attributes exist since 2025; nobody here needs them.
          v.check((keys) => keys.filter(({ keyType }) => keyType === "HASH").length === 1, "expected one HASH key"),
          v.maxLength(2),
        ),
        projectionType: v.picklist(["ALL", "KEYS_ONLY", "INCLUDE"]),
        nonKeyAttributes: v.optional(v.array(v.string())),
      }),
    ),
  ),
  ttl: v.optional(v.strictObject({ attributeName: v.string(), enabled: v.optional(v.boolean()) })),
  pointInTimeRecovery: v.optional(
    v.strictObject({
      enabled: v.boolean(),
      recoveryPeriodInDays: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(35))),
    }),
  ),
  serverSideEncryption: v.optional(v.strictObject({ enabled: v.boolean(), kmsKeyArn: v.optional(v.string()) })),
  deletionProtectionEnabled: v.optional(v.boolean()),
  streamEnabled: v.optional(v.boolean()),
  streamViewType: v.optional(v.picklist(["NEW_AND_OLD_IMAGES", "NEW_IMAGE", "OLD_IMAGE", "KEYS_ONLY"])),
  tags,
});

export function resources(service: DynamoDbService): Record<string, ResourceModel> {
  return {
    "aws:dynamodb/table:Table": resourceModel({
      inputs: tableInputs,
      outputs: ({ inputs, place, physicalName }) => {
        const name = inputs.name ?? physicalName;
        const arn = formatArn({ service: "dynamodb", ...place, resource: `table/${name}` });
        // A stream's label is the time of its creation; the graph knows no time, so it is the first one there is.
        const label = "1970-01-01T00:00:00.000";
        const stream = inputs.streamEnabled ? { streamArn: `${arn}/stream/${label}`, streamLabel: label } : {};
        return { id: name, name, arn, ...stream };
      },
      create: ({ inputs, outputs, place }) => {
        service.createTable({
          name: outputs.name,
          arn: outputs.arn,
          place,
          key: { hash: inputs.hashKey, ...(inputs.rangeKey && { range: inputs.rangeKey }) },
          attributes: attributesOf(inputs),
          indexes: (inputs.globalSecondaryIndexes ?? []).map((index) => ({
            name: index.name,
            ...keysOf(index.keySchemas),
            projection: index.projectionType,
            include: index.nonKeyAttributes ?? [],
          })),
          ...(inputs.serverSideEncryption?.kmsKeyArn && { kmsKey: inputs.serverSideEncryption.kmsKeyArn }),
          ...(inputs.ttl && inputs.ttl.enabled !== false && { ttlAttribute: inputs.ttl.attributeName }),
          deletionProtection: inputs.deletionProtectionEnabled ?? false,
        });
      },
    }),
    "aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination": resourceModel({
      inputs: v.strictObject({
        tableName: v.string(),
        streamArn: v.string(),
        region: v.optional(v.string()),
        approximateCreationDateTimePrecision: v.optional(v.picklist(["MILLISECOND", "MICROSECOND"])),
      }),
      outputs: ({ inputs }) => ({ id: `${inputs.tableName},${inputs.streamArn}` }),
      create: ({ inputs, place }) => {
        service.streaming.enable({
          tableArn: service.table(inputs.tableName, place).schema.arn,
          streamArn: inputs.streamArn,
          precision: inputs.approximateCreationDateTimePrecision ?? "MILLISECOND",
        });
      },
      remove: ({ inputs, place }) => {
        service.streaming.disable(service.table(inputs.tableName, place).schema.arn, inputs.streamArn);
      },
    }),
  };
}

function keysOf(keys: readonly { readonly attributeName: string; readonly keyType: "HASH" | "RANGE" }[]): KeySchema {
  const named = (type: string) => keys.find(({ keyType }) => keyType === type)?.attributeName;
  const range = named("RANGE");
  return { hash: named("HASH") as string, ...(range !== undefined && { range }) };
}

/** As the API does, it refuses attributes that no key uses, and keys that no attribute defines. */
function attributesOf(inputs: v.InferOutput<typeof tableInputs>): TableSchema["attributes"] {
  const attributes = Object.fromEntries(inputs.attributes.map(({ name, type }) => [name, type]));
  const indexes = inputs.globalSecondaryIndexes ?? [];
  const keys = [
    inputs.hashKey,
    inputs.rangeKey,
    ...indexes.flatMap(({ keySchemas }) => keySchemas.map((key) => key.attributeName)),
  ];
  const used = new Set(keys.filter((key) => key !== undefined));
  const undefinedKey = [...used].find((key) => !(key in attributes));
  const unusedAttribute = Object.keys(attributes).find((name) => !used.has(name));
  if (undefinedKey) throw new Error(`Table "${inputs.name}": the key "${undefinedKey}" is not among its attributes.`);
  if (unusedAttribute)
    throw new Error(`Table "${inputs.name}": the attribute "${unusedAttribute}" is in no key; remove it.`);
  return attributes;
}
