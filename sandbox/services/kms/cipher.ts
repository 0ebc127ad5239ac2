import { createCipheriv, createDecipheriv } from "node:crypto";
import { AwsError } from "../../kernel/errors";
import type { World } from "../../world/world";
import type { Random } from "../../world/random";
import { generation, type Key } from "./store";

export type EncryptionContext = Readonly<Record<string, string>>;

/**
 * Symmetric encryption with a key's material: AES-256-GCM, the encryption context as authenticated data. A ciphertext
 * names its key and the generation of the material: `id length, id, generation, 12 bytes of nonce, 16 of tag, text`.
 */
export class Cipher {
  private readonly materials = new Map<string, Buffer>();
  private random: Random | undefined;

  constructor(private readonly world: World) {}

  encrypt(key: Key, plaintext: Uint8Array, context: EncryptionContext): Uint8Array {
    const turn = generation(key, this.world.now());
    const nonce = this.bytes(12);
    const cipher = createCipheriv("aes-256-gcm", this.material(key.id, turn), nonce);
    cipher.setAAD(canonical(context));
    const text = Buffer.concat([cipher.update(plaintext), cipher.final()]);
    const header = Buffer.alloc(5);
    header.writeUInt8(key.id.length, 0);
    header.writeUInt32BE(turn, 1);
    return Buffer.concat([header, Buffer.from(key.id, "ascii"), nonce, cipher.getAuthTag(), text]);
  }

  /** @throws AwsError InvalidCiphertextException: it was altered, or the context is another one */
  decrypt(ciphertext: Uint8Array, context: EncryptionContext): Uint8Array {
    const blob = Buffer.from(ciphertext);
    const id = keyIdOf(blob);
    const start = 5 + id.length;
    try {
      const material = this.material(id, blob.readUInt32BE(1));
      const decipher = createDecipheriv("aes-256-gcm", material, blob.subarray(start, start + 12));
      decipher.setAAD(canonical(context));
      decipher.setAuthTag(blob.subarray(start + 12, start + 28));
      return Buffer.concat([decipher.update(blob.subarray(start + 28)), decipher.final()]);
    } catch {
      // Which of the two it was, KMS does not say; node:crypto cannot tell either.
      throw invalidCiphertext();
    }
  }

  /** A fresh data key. */
  bytes(count: number): Buffer {
    this.random ??= this.world.random.fork("kms");
    const bytes = Buffer.alloc(count);
    this.random.fill(bytes);
    return bytes;
  }

  /** Multi-region keys share their id and so their material. */
  private material(id: string, turn: number): Buffer {
    const name = `${id}/${turn}`;
    let material = this.materials.get(name);
    if (!material) {
      material = Buffer.alloc(32);
      this.world.random.fork(`kms/${name}`).fill(material);
      this.materials.set(name, material);
    }
    return material;
  }
}

/** The id of the key that made a ciphertext. @throws AwsError InvalidCiphertextException */
export function keyIdOf(ciphertext: Uint8Array): string {
  const blob = Buffer.from(ciphertext);
  const length = blob.length > 0 ? blob.readUInt8(0) : 0;
  if (length === 0 || blob.length < 5 + length + 28) throw invalidCiphertext();
  return blob.toString("ascii", 5, 5 + length);
}

function invalidCiphertext(): AwsError {
  return new AwsError("InvalidCiphertextException", "");
}

function canonical(context: EncryptionContext): Buffer {
  return Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))), "utf8");
}
