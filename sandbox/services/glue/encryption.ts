import type { Place } from "../../kernel/arn";
import type { KeyStore } from "../../kernel/cloud";
import type { CallContext, KeyUse } from "../../kernel/service";
import type { StsService } from "../sts";

/** How the catalog of an account and region is encrypted. */
export interface CatalogEncryption {
  readonly mode: "DISABLED" | "SSE-KMS" | "SSE-KMS-WITH-SERVICE-ROLE";
  readonly keyArn?: string | undefined;
  readonly serviceRole?: string | undefined;
}

const uses: Readonly<Record<"read" | "write", readonly KeyUse[]>> = {
  read: ["Decrypt"],
  write: ["GenerateDataKey", "Encrypt"],
};

/**
 * Uses the catalog's key: the caller's right to it, or that of the service role.
 * https://docs.aws.amazon.com/glue/latest/dg/encrypt-glue-data-catalog.html
 */
export class CatalogKeys {
  private readonly settings = new Map<string, CatalogEncryption>();

  set(place: Place, encryption: CatalogEncryption | undefined): void {
    if (encryption) this.settings.set(keyOf(place), encryption);
    else this.settings.delete(keyOf(place));
  }

  of(place: Place): CatalogEncryption {
    return this.settings.get(keyOf(place)) ?? { mode: "DISABLED" };
  }

  use(purpose: "read" | "write", context: CallContext): void {
    const { mode, keyArn, serviceRole } = this.of(context.place);
    if (mode === "DISABLED") return;
    if (mode === "SSE-KMS") {
      for (const use of uses[purpose]) context.useKey(keyArn, use);
      return;
    }
    const { cloud, place } = context;
    const principal = cloud.service<StsService>("sts").assumeForService(serviceRole ?? "", "glue.amazonaws.com", {
      sessionName: "GlueDataCatalog",
    });
    const asRole: CallContext = { ...context, principal, call: { ...context.call, principal, place } };
    for (const use of uses[purpose]) {
      cloud.require(cloud.service<KeyStore>("kms").useOf(keyArn ?? "", use, asRole, {}), asRole);
    }
  }
}

function keyOf({ account, region }: Place): string {
  return `${account}/${region}`;
}
