import type {
  DecryptRequest,
  DescribeKeyRequest,
  DisableKeyRequest,
  EnableKeyRequest,
  EncryptRequest,
  GenerateDataKeyRequest,
  GenerateDataKeyWithoutPlaintextRequest,
  GetKeyPolicyRequest,
  GetKeyRotationStatusRequest,
  ListAliasesRequest,
  ListKeysRequest,
} from "@aws-sdk/client-kms";
import { formatArn } from "../../kernel/arn";
import { AwsError, Unsupported } from "../../kernel/errors";
import { operation, type Access, type CallContext, type Operation } from "../../kernel/service";
import { requireUsable, useAccess } from "./access";
import { keyIdOf, type Cipher, type EncryptionContext } from "./cipher";
import { samePlace, type Key, type KeyTable } from "./store";

interface Cryptographic {
  readonly KeyId?: string | undefined;
  readonly EncryptionContext?: Record<string, string> | undefined;
  readonly EncryptionAlgorithm?: string | undefined;
  readonly GrantTokens?: string[] | undefined;
  readonly DryRun?: boolean | undefined;
  readonly Recipient?: object | undefined;
}

/** Bytes of plaintext that Encrypt takes: https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html */
const longestPlaintext = 4096;

export function operations(table: KeyTable, cipher: Cipher): Record<string, Operation> {
  return { ...encryption(table, cipher), ...decryption(table, cipher), ...management(table) };
}

function encryption(table: KeyTable, cipher: Cipher): Record<string, Operation> {
  const use = (name: string) => (input: Cryptographic, context: CallContext) => {
    refuseUnmodelled(name, input, context);
    return useAccess(table.find(input.KeyId ?? "", context.place), name, context.call, contextOf(input));
  };
  const usable = (input: Cryptographic, { place }: CallContext): Key => {
    const key = table.find(input.KeyId ?? "", place);
    requireUsable(key, "kms");
    return key;
  };
  const dataKey = (input: GenerateDataKeyRequest, context: CallContext) => {
    const key = usable(input, context);
    const plaintext = cipher.bytes(keyLength(input));
    return { key, plaintext, ciphertext: cipher.encrypt(key, plaintext, contextOf(input)) };
  };
  return {
    Encrypt: operation<EncryptRequest>(use("Encrypt"), (input, context) => {
      const key = usable(input, context);
      const plaintext = input.Plaintext ?? new Uint8Array();
      if (plaintext.length === 0 || plaintext.length > longestPlaintext) {
        throw new AwsError(
          "ValidationException",
          `Plaintext has ${plaintext.length} bytes; 1 to ${longestPlaintext} go.`,
        );
      }
      const blob = cipher.encrypt(key, plaintext, contextOf(input));
      return { CiphertextBlob: blob, KeyId: key.arn, EncryptionAlgorithm: "SYMMETRIC_DEFAULT" };
    }),
    GenerateDataKey: operation<GenerateDataKeyRequest>(use("GenerateDataKey"), (input, context) => {
      const { key, plaintext, ciphertext } = dataKey(input, context);
      return { KeyId: key.arn, Plaintext: plaintext, CiphertextBlob: ciphertext };
    }),
    GenerateDataKeyWithoutPlaintext: operation<GenerateDataKeyWithoutPlaintextRequest>(
      use("GenerateDataKeyWithoutPlaintext"),
      (input, context) => {
        const { key, ciphertext } = dataKey(input, context);
        return { KeyId: key.arn, CiphertextBlob: ciphertext };
      },
    ),
  };
}

function decryption(table: KeyTable, cipher: Cipher): Record<string, Operation> {
  return {
    Decrypt: operation<DecryptRequest>(
      (input, context) => {
        refuseUnmodelled("Decrypt", input, context);
        return useAccess(decryptionKey(table, input, context), "Decrypt", context.call, contextOf(input));
      },
      (input, context) => {
        const key = decryptionKey(table, input, context);
        requireUsable(key, "kms");
        const plaintext = cipher.decrypt(input.CiphertextBlob ?? new Uint8Array(), contextOf(input));
        return { Plaintext: plaintext, KeyId: key.arn, EncryptionAlgorithm: "SYMMETRIC_DEFAULT" };
      },
    ),
  };
}

function management(table: KeyTable): Record<string, Operation> {
  const on = (name: string) => (input: { KeyId?: string | undefined }, context: CallContext) =>
    useAccess(table.find(input.KeyId ?? "", context.place), name, context.call, {});
  const found = (input: { KeyId?: string | undefined }, { place }: CallContext) => table.find(input.KeyId ?? "", place);
  const switchTo = (state: "Enabled" | "Disabled") => (input: { KeyId: string | undefined }, context: CallContext) => {
    const key = found(input, context);
    if (key.state === "PendingDeletion") requireUsable(key, "kms");
    key.state = state;
  };
  const everywhere = (name: string) => (): Access => ({ action: `kms:${name}`, resource: "*" });
  return {
    DescribeKey: operation<DescribeKeyRequest>(on("DescribeKey"), (input, context) => ({
      KeyMetadata: metadata(found(input, context), table),
    })),
    EnableKey: operation<EnableKeyRequest>(on("EnableKey"), switchTo("Enabled")),
    DisableKey: operation<DisableKeyRequest>(on("DisableKey"), switchTo("Disabled")),
    GetKeyPolicy: operation<GetKeyPolicyRequest>(on("GetKeyPolicy"), (input, context) => ({
      Policy: JSON.stringify(found(input, context).policy),
      PolicyName: "default",
    })),
    GetKeyRotationStatus: operation<GetKeyRotationStatusRequest>(on("GetKeyRotationStatus"), (input, context) => {
      const { arn, rotationDays } = found(input, context);
      const period = rotationDays !== undefined && { RotationPeriodInDays: rotationDays };
      return { KeyId: arn, KeyRotationEnabled: rotationDays !== undefined, ...period };
    }),
    ListKeys: operation<ListKeysRequest>(everywhere("ListKeys"), (_, { place }) => ({
      Keys: table
        .keys()
        .filter((key) => samePlace(key.place, place))
        .map(({ id, arn }) => ({ KeyId: id, KeyArn: arn })),
      Truncated: false,
    })),
    ListAliases: operation<ListAliasesRequest>(everywhere("ListAliases"), (input, { place }) => {
      const of = input.KeyId === undefined ? undefined : table.find(input.KeyId, place);
      const aliases = table.aliasesIn(place).filter(({ target }) => of === undefined || target === of);
      return {
        Aliases: aliases.map(({ name, arn, target, created }) => ({
          AliasName: name,
          AliasArn: arn,
          TargetKeyId: target.id,
          CreationDate: new Date(created),
          LastUpdatedDate: new Date(created),
        })),
        Truncated: false,
      };
    }),
  };
}

/** The key of a ciphertext: its own, in the region that is asked; a named one must be it. */
function decryptionKey(table: KeyTable, input: DecryptRequest, { place, principal }: CallContext): Key {
  const id = keyIdOf(input.CiphertextBlob ?? new Uint8Array());
  if (input.KeyId !== undefined) {
    const named = table.find(input.KeyId, place);
    if (named.id === id) return named;
    throw new AwsError(
      "IncorrectKeyException",
      "The key ID in the request does not identify a CMK that can perform this operation.",
    );
  }
  const own = table.keys().filter((key) => key.id === id && key.place.region === place.region);
  const account = "account" in principal ? principal.account : undefined;
  const key = own.find((candidate) => candidate.place.account === account) ?? own[0];
  if (key) return key;
  return table.find(formatArn({ service: "kms", ...place, resource: `key/${id}` }), place);
}

function contextOf(input: Cryptographic): EncryptionContext {
  return input.EncryptionContext ?? {};
}

function keyLength({ KeySpec, NumberOfBytes }: GenerateDataKeyRequest): number {
  if ((KeySpec === undefined) === (NumberOfBytes === undefined)) {
    throw new AwsError("ValidationException", "Please specify either number of bytes or key spec.");
  }
  if (NumberOfBytes !== undefined) return NumberOfBytes;
  return KeySpec === "AES_128" ? 16 : 32;
}

function refuseUnmodelled(name: string, input: Cryptographic, { world }: CallContext): void {
  const parameter = (["GrantTokens", "DryRun", "Recipient"] as const).find((key) => input[key] !== undefined);
  const algorithm = input.EncryptionAlgorithm ?? "SYMMETRIC_DEFAULT";
  if (parameter === undefined && algorithm === "SYMMETRIC_DEFAULT") return;
  const error = new Unsupported(`kms:${name} with ${parameter ?? `the algorithm ${algorithm}`}`);
  world.fail(error);
  throw error;
}

function metadata(key: Key, table: KeyTable): object {
  const relatives = table.relatives(key);
  const primary = relatives.find((relative) => relative.primary === undefined);
  const regional = (relative: Key | undefined) => relative && { Arn: relative.arn, Region: relative.place.region };
  return {
    AWSAccountId: key.place.account,
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: new Date(key.created),
    Enabled: key.state === "Enabled",
    Description: key.description,
    KeyUsage: "ENCRYPT_DECRYPT",
    KeyState: key.state,
    ...(key.deletion !== undefined && { DeletionDate: new Date(key.deletion) }),
    Origin: "AWS_KMS",
    KeyManager: "CUSTOMER",
    CustomerMasterKeySpec: "SYMMETRIC_DEFAULT",
    KeySpec: "SYMMETRIC_DEFAULT",
    EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
    MultiRegion: key.multiRegion,
    ...(key.multiRegion && {
      MultiRegionConfiguration: {
        MultiRegionKeyType: key.primary === undefined ? "PRIMARY" : "REPLICA",
        PrimaryKey: regional(primary),
        ReplicaKeys: relatives.filter((relative) => relative !== primary).map(regional),
      },
    }),
  };
}
