import type * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { grant, roleFor } from "../shared";
import { type LakePart } from "./args";

/**
 * Encrypts the Glue catalog of the account and region: there is one, so that one stack may own this.
 *
 * Glue uses the key with a role of its own, so that readers of the catalog need no right to the key.
 * https://docs.aws.amazon.com/glue/latest/dg/encrypt-glue-data-catalog.html
 */
export function encryptCatalog(lake: LakePart, parent: pulumi.Resource): aws.glue.DataCatalogEncryptionSettings {
  const { role, policy } = roleFor(
    "catalog-encryption",
    {
      place: lake.place,
      service: "glue.amazonaws.com",
      anySource: true,
      description: "Lets the Glue catalog use its key",
      grants: [grant(["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"], [lake.key.arn])],
    },
    { parent },
  );
  return new aws.glue.DataCatalogEncryptionSettings(
    "catalog-encryption",
    {
      catalogId: lake.place.account,
      dataCatalogEncryptionSettings: {
        encryptionAtRest: {
          catalogEncryptionMode: "SSE-KMS-WITH-SERVICE-ROLE",
          catalogEncryptionServiceRole: role.arn,
          sseAwsKmsKeyId: lake.key.arn,
        },
        connectionPasswordEncryption: { returnConnectionPasswordEncrypted: true, awsKmsKeyId: lake.key.arn },
      },
    },
    { parent, dependsOn: [policy] },
  );
}
