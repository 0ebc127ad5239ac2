import { expect } from "chai";
import { EncryptionKey, Table } from "../../../components/shared";
import { record } from "../../support/recording";

const place = { stack: "dev", account: "222222222222", region: "ap-south-1" };

describe("Table", () => {
  it("is on demand, encrypted, recoverable, and protected where asked for", async () => {
    const made = await record("dev", () => {
      const key = new EncryptionKey("k", { place, description: "test" });
      return new Table("trends", {
        place,
        key,
        attributes: { scope: "S", window: "S", day: "S" },
        partitionKey: "scope",
        sortKey: "window",
        indexes: [{ name: "by-day", partitionKey: "day", projection: { include: ["score"] } }],
        expiresAt: "expiresAt",
        protect: true,
      });
    });
    expect(made.inputs("aws:dynamodb/table:Table", "trends")).to.deep.equal({
      name: "huut-dev-trends",
      billingMode: "PAY_PER_REQUEST",
      attributes: [
        { name: "scope", type: "S" },
        { name: "window", type: "S" },
        { name: "day", type: "S" },
      ],
      hashKey: "scope",
      rangeKey: "window",
      globalSecondaryIndexes: [
        {
          name: "by-day",
          keySchemas: [{ attributeName: "day", keyType: "HASH" }],
          projectionType: "INCLUDE",
          nonKeyAttributes: ["score"],
        },
      ],
      ttl: { attributeName: "expiresAt", enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn: "arn:aws:mock:::Key/k" },
      pointInTimeRecovery: { enabled: true },
      deletionProtectionEnabled: true,
    });
    expect(() => made.result.grant("s3:GetObject")).to.throw('A table cannot grant "s3:GetObject"');
    expect(made.result.grantIndex("by-day", "dynamodb:Query").map((each) => each.actions)).to.deep.equal([
      ["dynamodb:Query"],
      ["kms:Decrypt"],
    ]);
  });
});
