import { DeleteObjectCommand, ListObjectVersionsCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { deleteLeftovers } from "../../engine/leftovers";
import type { GraphResource, StackGraph } from "../../sandbox";
import { clientFor } from "../../sandbox/kernel/client";
import { Bench, place, root } from "../sandbox/services/lambda/support";

/** A stack of one bucket, and of one object that it declares. */
function graphWith(bucket: string, key: string): StackGraph {
  const resource = (type: string, inputs: object) =>
    ({ urn: `urn:pulumi:dev::p::${type}::it`, type, name: "it", inputs, ...place }) as unknown as GraphResource;
  const resources = [
    resource("aws:s3/bucket:Bucket", { bucket }),
    resource("aws:s3/bucketObjectv2:BucketObjectv2", { bucket, key }),
  ];
  return { project: "p", stack: "dev", resources, outputs: {} };
}

describe("engine: what a stack leaves in its buckets", () => {
  it("goes in every version, and what the stack declares stays for the engine", async () => {
    const bench = new Bench();
    try {
      await bench.resource("aws:s3/bucket:Bucket", "curated", { bucket: "curated" });
      const versioning = { bucket: "curated", versioningConfiguration: { status: "Enabled" } };
      await bench.resource("aws:s3/bucketVersioning:BucketVersioning", "curated", versioning);
      const client = clientFor(bench.cloud, S3Client, "s3", root, place.region);
      const put = (Key: string) => client.send(new PutObjectCommand({ Bucket: "curated", Key, Body: "x" }));
      for (const key of ["etl/posts.sql", "query-results/a.csv", "query-results/a.csv", "query-results/b.csv"])
        await put(key);
      await client.send(new DeleteObjectCommand({ Bucket: "curated", Key: "query-results/b.csv" }));

      const deleted = await deleteLeftovers(graphWith("curated", "etl/posts.sql"), () => client);

      expect(deleted).to.deep.equal(["curated/query-results/a.csv", "curated/query-results/b.csv"]);
      const { Versions = [], DeleteMarkers = [] } = await client.send(
        new ListObjectVersionsCommand({ Bucket: "curated" }),
      );
      expect([...Versions, ...DeleteMarkers].map(({ Key }) => Key)).to.deep.equal(["etl/posts.sql"]);
    } finally {
      bench.close();
    }
  });
});
