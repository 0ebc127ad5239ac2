import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { AwsError, Unsupported } from "../../kernel/errors";

/** The checksum members of S3's requests that are modelled, and how each is computed over a body. */
const algorithms = {
  ChecksumCRC32: (body: Buffer) => base64OfInt(crc32(body)),
  ChecksumCRC32C: (body: Buffer) => base64OfInt(crc32c(body)),
  ChecksumSHA1: (body: Buffer) => createHash("sha1").update(body).digest("base64"),
  ChecksumSHA256: (body: Buffer) => createHash("sha256").update(body).digest("base64"),
} as const;

type Member = keyof typeof algorithms;

export interface ChecksumInput {
  readonly ContentMD5?: string | undefined;
  readonly ChecksumAlgorithm?: string | undefined;
  readonly ChecksumCRC32?: string | undefined;
  readonly ChecksumCRC32C?: string | undefined;
  readonly ChecksumSHA1?: string | undefined;
  readonly ChecksumSHA256?: string | undefined;
  readonly ChecksumCRC64NVME?: string | undefined;
}

/**
 * Checks the digests that came with a body and returns the checksums to keep with it.
 * @throws AwsError BadDigest; Unsupported for algorithms that are not modelled
 */
export function verifiedChecksums(input: ChecksumInput, body: Buffer): Record<string, string> {
  if (input.ContentMD5 !== undefined && createHash("md5").update(body).digest("base64") !== input.ContentMD5) {
    throw new AwsError("BadDigest", "The Content-MD5 you specified did not match what we received.");
  }
  const asked = input.ChecksumAlgorithm;
  if (input.ChecksumCRC64NVME !== undefined || asked === "CRC64NVME") throw new Unsupported("S3's CRC64NVME checksums");
  const kept: Record<string, string> = {};
  for (const member of Object.keys(algorithms) as Member[]) {
    const given = input[member];
    if (given === undefined && asked !== member.slice("Checksum".length)) continue;
    const computed = algorithms[member](body);
    if (given !== undefined && given !== computed) {
      throw new AwsError(
        "BadDigest",
        `The ${member.slice("Checksum".length)} you specified did not match the calculated checksum.`,
      );
    }
    kept[member] = computed;
  }
  return kept;
}

/** S3 shows an MD5 for what it encrypts with its own keys, and an opaque tag for what is encrypted by KMS. */
export function etagOf(body: Buffer, kms: boolean): string {
  const hash = createHash("md5").update(body);
  return `"${(kms ? hash.update("aws:kms") : hash).digest("hex")}"`;
}

function base64OfInt(value: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes.toString("base64");
}

/** CRC-32C (Castagnoli), reflected polynomial: RFC 3720, appendix B.4. */
function crc32c(body: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of body) crc = (castagnoli[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

const castagnoli = Array.from({ length: 256 }, (_, i) => {
  let value = i;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});
