import { expect } from "chai";
import { Bucket, EncryptionKey, type Grant, jsonOf } from "../../../components/shared";
import { record } from "../../support/recording";
import * as pulumi from "@pulumi/pulumi";

const place = { stack: "dev", account: "222222222222", region: "ap-south-1" };
const ARN = "arn:aws:s3:::huut-dev-raw-222222222222-ap-south-1";

/** Grants with their outputs resolved. */
function plain(grants: readonly Grant[]): Promise<Grant[]> {
  const text = pulumi.output(jsonOf(grants));
  return new Promise((resolve) => void text.apply((json) => resolve(JSON.parse(json) as Grant[])));
}

describe("Bucket", () => {
  async function raw(): Promise<Bucket> {
    const made = await record("dev", () => {
      const encryption = new EncryptionKey("k", { place, description: "test" });
      const bucket = new Bucket("raw", { place, part: "raw", encryption, lifecycle: [] });
      bucket.notify({ id: "new", prefix: "in/", events: ["s3:ObjectCreated:*"], queueArn: "arn:q" });
      bucket.finalize();
      return bucket;
    });
    expect(made.inputs("aws:s3/bucketNotification:BucketNotification", "raw-notifications")["queues"]).to.deep.equal([
      { id: "new", queueArn: "arn:q", events: ["s3:ObjectCreated:*"], filterPrefix: "in/" },
    ]);
    return made.result;
  }

  it("grants objects below a prefix, their listing, and the key through S3 only", async () => {
    const bucket = await raw();
    expect(await plain(bucket.grantOn(["quarantine/"], "s3:GetObject", "s3:ListBucket"))).to.deep.equal([
      { actions: ["s3:GetObject"], resources: [`${ARN}/quarantine/*`] },
      {
        actions: ["s3:ListBucket"],
        resources: [ARN],
        conditions: { StringLike: { "s3:prefix": ["quarantine/*"] } },
      },
      {
        actions: ["kms:Decrypt"],
        resources: ["arn:aws:mock:::Key/k"],
        conditions: { StringEquals: { "kms:ViaService": "s3.ap-south-1.amazonaws.com" } },
      },
    ]);
  });

  it("grants no use of the key for operations that make none", async () => {
    const bucket = await raw();
    expect(await plain(bucket.grant("s3:DeleteObject"))).to.deep.equal([
      { actions: ["s3:DeleteObject"], resources: [`${ARN}/*`] },
    ]);
  });

  it("takes neither statement nor notification once it is final", async () => {
    const bucket = await raw();
    expect(() => bucket.notify({ id: "x", events: [], queueArn: "q" })).to.throw("does not take a notification");
  });
});
