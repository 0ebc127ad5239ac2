import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { type Action, grant } from "../../../components/shared/grants";
import { keyActionsOf } from "../../../components/shared/key-use";
import { jsonOf, policyOf, statementsOf } from "../../../components/shared/policies";

describe("grants", () => {
  const refused: readonly [string, readonly Action[], readonly string[], RegExp][] = [
    ["a whole service", ["s3:*"], ["arn:x"], /"s3:\*" is not one operation/],
    ["a prefix of operations", ["s3:Get*"], ["arn:x"], /is not one operation/],
    ["every resource", ["s3:GetObject"], ["*"], /granted on "\*"/],
    ["no operation", [], ["arn:x"], /at least one action/],
    ["no resource", ["s3:GetObject"], [], /at least one action and one resource/],
  ];
  for (const [what, actions, resources, message] of refused) {
    it(`refuse ${what}`, () => expect(() => grant(actions, resources)).to.throw(message));
  }

  it("allow every resource where AWS has no narrower one", () => {
    expect(grant(["xray:PutTraceSegments"], ["*"]).resources).to.deep.equal(["*"]);
  });

  const uses: readonly [readonly Action[], readonly Action[]][] = [
    [["s3:GetObject"], ["kms:Decrypt"]],
    [["s3:PutObject"], ["kms:GenerateDataKey"]],
    [["s3:ListBucket"], []],
    [
      ["s3:PutObject", "s3:GetObject"],
      ["kms:Decrypt", "kms:GenerateDataKey"],
    ],
    [["sqs:SendMessage"], ["kms:Decrypt", "kms:GenerateDataKey"]],
    [["sqs:DeleteMessage"], []],
    [["dynamodb:PutItem", "dynamodb:Query"], ["kms:Decrypt"]],
    [["dynamodb:DescribeTable"], []],
    [["kinesis:GetRecords"], ["kms:Decrypt"]],
  ];
  for (const [actions, expected] of uses) {
    it(`${actions.join(", ")} imply ${expected.join(", ") || "no use of the key"}`, () => {
      expect(keyActionsOf(actions)).to.deep.equal(expected);
    });
  }
});

describe("policies", () => {
  it("have one statement a grant, with ids that tell them apart", () => {
    const statements = statementsOf([
      grant(["s3:GetObject", "s3:PutObject"], ["a"]),
      grant(["s3:GetObject", "s3:PutObject"], ["b"]),
    ]);
    expect(statements.map((each) => each.Sid)).to.deep.equal(["S3GetObjectPutObject", "S3GetObjectPutObject2"]);
  });

  it("give each right once, where two resources share a key", () => {
    const key = pulumi.output("key");
    const via = (service: string) => ({ StringEquals: { "kms:ViaService": service } });
    const statements = statementsOf([
      grant(["kms:Decrypt"], [key], via("sqs")),
      grant(["kms:Decrypt", "kms:GenerateDataKey"], [key], via("sqs")),
      grant(["kms:Decrypt"], [key], via("sqs")),
      grant(["kms:Decrypt"], [key], via("s3")),
      grant(["kms:Decrypt"], [pulumi.output("key")], via("s3")),
    ]);
    const actions = statements.map(({ Action }) => Action);
    expect(actions).to.deep.equal([["kms:Decrypt"], ["kms:GenerateDataKey"], ["kms:Decrypt"], ["kms:Decrypt"]]);
  });

  it("are plain texts when nothing in them is an output", () => {
    expect(policyOf([{ Sid: "A", Effect: "Allow", Action: "s3:GetObject", Resource: "x" }])).to.equal(
      '{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Action":"s3:GetObject","Resource":"x"}]}',
    );
  });

  it("resolve outputs in their places", async () => {
    const text = jsonOf({ a: pulumi.output("x"), b: [pulumi.output("y"), { c: pulumi.output(3) }], d: null });
    const resolved = await new Promise((resolve) => pulumi.output(text).apply(resolve));
    expect(resolved).to.equal('{"a":"x","b":["y",{"c":3}],"d":null}');
  });
});
