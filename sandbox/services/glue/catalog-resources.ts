import type { TableInput } from "@aws-sdk/client-glue";
import { Unsupported } from "../../kernel/errors";
import { parseHiveType } from "../../kernel/hive-types";
import { resourceModel, type ResourceModel } from "../../kernel/service";
import { databaseArn, tableArn } from "./catalog";
import type { GlueService } from ".";
import { catalogEncryptionInputs, databaseInputs, tableInputs, type TableInputs } from "./inputs";

export function catalogResources(service: GlueService): Record<string, ResourceModel> {
  const { catalogs, keys, cloud } = service;
  return {
    "aws:glue/catalogDatabase:CatalogDatabase": resourceModel({
      inputs: databaseInputs,
      outputs: ({ inputs, place, physicalName }) => {
        const name = inputs.name ?? physicalName;
        return { id: `${place.account}:${name}`, name, arn: databaseArn(place, name), catalogId: place.account };
      },
      create: ({ inputs, outputs, place }) => {
        catalogs.addDatabase(
          {
            Name: outputs.name,
            ...(inputs.description !== undefined && { Description: inputs.description }),
            ...(inputs.locationUri !== undefined && { LocationUri: inputs.locationUri }),
            ...(inputs.parameters && { Parameters: inputs.parameters }),
          },
          place,
          cloud.world.now(),
        );
      },
      remove: ({ outputs, place }) => catalogs.removeDatabase(outputs.name, place),
    }),
    "aws:glue/catalogTable:CatalogTable": resourceModel({
      inputs: tableInputs,
      outputs: ({ inputs, place, physicalName }) => {
        const name = inputs.name ?? physicalName;
        return {
          id: `${place.account}:${inputs.databaseName}:${name}`,
          name,
          arn: tableArn(place, inputs.databaseName, name),
          catalogId: place.account,
        };
      },
      create: ({ inputs, outputs, place }) => {
        const database = catalogs.database(inputs.databaseName, place);
        catalogs.addTable(database, tableInputOf(outputs.name, inputs), cloud.world.now());
      },
      remove: ({ inputs, outputs, place }) => {
        catalogs.database(inputs.databaseName, place).tables.delete(outputs.name);
      },
    }),
    "aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings": resourceModel({
      inputs: catalogEncryptionInputs,
      outputs: ({ inputs, place }) => {
        const catalogId = inputs.catalogId ?? place.account;
        return { id: catalogId, catalogId };
      },
      create: ({ inputs, place }) => {
        const { encryptionAtRest: rest } = inputs.dataCatalogEncryptionSettings;
        const mode = rest.catalogEncryptionMode;
        if (mode !== "DISABLED" && rest.sseAwsKmsKeyId === undefined)
          throw new Unsupported("a Glue catalog under the key of AWS: name sseAwsKmsKeyId");
        if (mode === "SSE-KMS-WITH-SERVICE-ROLE" && rest.catalogEncryptionServiceRole === undefined)
          throw new Error(
            "DataCatalogEncryptionSettings: SSE-KMS-WITH-SERVICE-ROLE needs catalogEncryptionServiceRole.",
          );
        keys.set(place, { mode, keyArn: rest.sseAwsKmsKeyId, serviceRole: rest.catalogEncryptionServiceRole });
      },
      remove: ({ place }) => keys.set(place, undefined),
    }),
  };
}

interface ColumnInput {
  readonly name: string;
  readonly type?: string | undefined;
  readonly comment?: string | undefined;
  readonly parameters?: Record<string, string> | undefined;
}

function columnOf({ name, type = "string", comment, parameters }: ColumnInput) {
  parseHiveType(type);
  return {
    Name: name,
    Type: type,
    ...(comment !== undefined && { Comment: comment }),
    ...(parameters && { Parameters: parameters }),
  };
}

function tableInputOf(name: string, inputs: TableInputs): TableInput {
  const storage = inputs.storageDescriptor;
  const serde = storage?.serDeInfo;
  return {
    Name: name,
    ...(inputs.description !== undefined && { Description: inputs.description }),
    ...(inputs.owner !== undefined && { Owner: inputs.owner }),
    ...(inputs.retention !== undefined && { Retention: inputs.retention }),
    ...(inputs.tableType !== undefined && { TableType: inputs.tableType }),
    ...(inputs.parameters && { Parameters: inputs.parameters }),
    PartitionKeys: (inputs.partitionKeys ?? []).map(columnOf),
    StorageDescriptor: {
      Columns: (storage?.columns ?? []).map(columnOf),
      ...(storage?.location !== undefined && { Location: storage.location }),
      ...(storage?.inputFormat !== undefined && { InputFormat: storage.inputFormat }),
      ...(storage?.outputFormat !== undefined && { OutputFormat: storage.outputFormat }),
      ...(storage?.compressed !== undefined && { Compressed: storage.compressed }),
      ...(storage?.numberOfBuckets !== undefined && { NumberOfBuckets: storage.numberOfBuckets }),
      ...(storage?.bucketColumns && { BucketColumns: storage.bucketColumns }),
      ...(storage?.parameters && { Parameters: storage.parameters }),
      ...(storage?.storedAsSubDirectories !== undefined && { StoredAsSubDirectories: storage.storedAsSubDirectories }),
      ...(serde && {
        SerdeInfo: {
          ...(serde.name !== undefined && { Name: serde.name }),
          ...(serde.serializationLibrary !== undefined && { SerializationLibrary: serde.serializationLibrary }),
          ...(serde.parameters && { Parameters: serde.parameters }),
        },
      }),
    },
  };
}
