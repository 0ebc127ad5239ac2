import { expect } from "chai";
import { policiesDiffer } from "../../../cli/policy/same-findings";
import { type GraphResource, type StackGraph } from "../../../sandbox";

const type = "aws:kinesis/stream:Stream";
const urn = `urn:pulumi:dev::huut::${type}::changes`;
const key = "arn:aws:kms:ap-south-1:222222222222:key/mrk-1";

/** A stream that keeps every rule but, perhaps, that about its key. */
function streamOf(kmsKeyId: unknown): Partial<GraphResource> {
  const inputs = { encryptionType: "KMS", kmsKeyId, retentionPeriod: 168, region: "ap-south-1" };
  const rest = { outputs: {}, propertyDependencies: {}, protect: true, retainOnDelete: true, ignoreChanges: [] };
  return { urn, type, name: "changes", inputs, ...rest };
}

function differ(declared: unknown, deployed: unknown): readonly string[] {
  const graph = { stack: "dev", resources: [streamOf(declared)] } as unknown as StackGraph;
  return policiesDiffer(graph, JSON.stringify({ deployment: { resources: [streamOf(deployed)] } }));
}

describe("cli: rules on a program and on what was deployed", () => {
  it("say the same of the same", () => {
    expect(differ(key, key)).to.deep.equal([]);
    expect(differ("", "")).to.deep.equal([]);
  });

  it("are told apart where they do not", () => {
    const finding = `violation kinesis-stream-encrypted: ${urn}`;
    expect(differ(key, "alias/aws/kinesis")).to.deep.equal([`a rule says of the state only: ${finding}`]);
    expect(differ("alias/aws/kinesis", key)).to.deep.equal([`a rule says of the program only: ${finding}`]);
  });
});
