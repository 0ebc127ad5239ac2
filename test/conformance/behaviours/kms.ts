import {
  DecryptCommand,
  DisableKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  KMSClient,
} from "@aws-sdk/client-kms";
import { expect } from "chai";
import { behavioursOf, failureOf, type Probe } from "../behaviour";

const API = "https://docs.aws.amazon.com/kms/latest/APIReference";

async function key(probe: Probe) {
  const { arn } = await probe.create<{ arn: string }>("aws:kms/key:Key", { description: "probe" });
  return { KeyId: arn, kms: probe.client(KMSClient) };
}

export const kms = behavioursOf("kms", API, [
  {
    id: "round-trip",
    title: "Decrypt finds the key by the ciphertext, under the same encryption context only",
    doc: `${API}/API_Decrypt.html`,
    run: async (probe) => {
      const { KeyId, kms } = await key(probe);
      const EncryptionContext = { table: "posts" };
      const Plaintext = Buffer.from("नमस्ते");
      const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext, EncryptionContext }));
      const clear = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }));
      expect([Buffer.from(clear.Plaintext ?? []).toString(), clear.KeyId]).to.deep.equal(["नमस्ते", KeyId]);
      const wrong = new DecryptCommand({ CiphertextBlob, EncryptionContext: { table: "captions" } });
      expect((await failureOf(kms.send(wrong))).name).to.equal("InvalidCiphertextException");
      expect((await failureOf(kms.send(new DecryptCommand({ CiphertextBlob })))).name).to.equal(
        "InvalidCiphertextException",
      );
    },
  },
  {
    id: "data-key",
    title: "a data key comes in the clear and encrypted, 32 bytes for AES_256",
    doc: `${API}/API_GenerateDataKey.html`,
    run: async (probe) => {
      const { KeyId, kms } = await key(probe);
      const made = await kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: "AES_256" }));
      expect(made.Plaintext).to.have.length(32);
      const clear = await kms.send(new DecryptCommand({ CiphertextBlob: made.CiphertextBlob }));
      expect(Buffer.from(clear.Plaintext ?? []).equals(Buffer.from(made.Plaintext ?? []))).to.equal(true);
    },
  },
  {
    id: "disabled",
    title: "a disabled key neither encrypts nor decrypts",
    doc: "https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html",
    run: async (probe) => {
      const { KeyId, kms } = await key(probe);
      const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from("x") }));
      await kms.send(new DisableKeyCommand({ KeyId }));
      expect((await failureOf(kms.send(new DecryptCommand({ CiphertextBlob })))).name).to.equal("DisabledException");
      const again = new EncryptCommand({ KeyId, Plaintext: Buffer.from("x") });
      expect((await failureOf(kms.send(again))).name).to.equal("DisabledException");
    },
  },
  {
    id: "missing",
    title: "a key that is not there is NotFoundException",
    doc: `${API}/API_Encrypt.html`,
    run: async (probe) => {
      const { KeyId, kms } = await key(probe);
      const other = KeyId.replace(/[^/]+$/, "00000000-0000-4000-8000-000000000000");
      const encrypt = new EncryptCommand({ KeyId: other, Plaintext: Buffer.from("x") });
      expect((await failureOf(kms.send(encrypt))).name).to.equal("NotFoundException");
    },
  },
]);
