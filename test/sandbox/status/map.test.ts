import { expect } from "chai";
import type { GraphResource, StackGraph } from "../../../sandbox/engine/graph";
import { flowMap } from "../../../sandbox/status/map";

const account = "222222222222";
const region = "ap-south-1";
const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;

function resource(
  type: string,
  name: string,
  inputs: object,
  outputs: object = {},
  parent = "component",
): GraphResource {
  return {
    urn: `urn::${type}::${name}`,
    type,
    name,
    stack: "dev",
    parent,
    custom: true,
    account,
    region,
    id: name,
    inputs: inputs as Record<string, unknown>,
    outputs: outputs as Record<string, unknown>,
    dependencies: [],
    propertyDependencies: {},
    protect: false,
    retainOnDelete: false,
    deleteBeforeReplace: false,
    ignoreChanges: [],
    replaceOnChanges: [],
    additionalSecretOutputs: [],
    aliases: [],
  };
}

const component = { ...resource("huut:thing:Thing", "thing", {}, {}, "stack"), urn: "component", custom: false };
const stack = { ...resource("pulumi:pulumi:Stack", "dev", {}, {}, ""), urn: "stack", custom: false };
const role = `arn:aws:iam::${account}:role/worker`;

const graph: StackGraph = {
  project: "p",
  stack: "dev",
  outputs: {},
  resources: [
    stack,
    component,
    resource("aws:sqs/queue:Queue", "dead", { name: "dead" }, { arn: arn("sqs", "dead") }),
    resource(
      "aws:sqs/queue:Queue",
      "work",
      { name: "work", redrivePolicy: JSON.stringify({ deadLetterTargetArn: arn("sqs", "dead"), maxReceiveCount: 3 }) },
      { arn: arn("sqs", "work") },
    ),
    resource(
      "aws:lambda/function:Function",
      "worker",
      { name: "worker", role },
      { arn: arn("lambda", "function:worker") },
    ),
    resource("aws:dynamodb/table:Table", "items", { name: "items" }, { arn: arn("dynamodb", "table/items") }),
    resource("aws:s3/bucket:Bucket", "files", { bucket: "files" }, { arn: "arn:aws:s3:::files" }),
    resource("aws:lambda/eventSourceMapping:EventSourceMapping", "mapping", {
      eventSourceArn: arn("sqs", "work"),
      functionName: "worker",
    }),
    resource("aws:iam/rolePolicy:RolePolicy", "policy", {
      role: "worker",
      policy: JSON.stringify({
        Statement: [
          {
            Effect: "Allow",
            Action: ["dynamodb:PutItem", "dynamodb:Query"],
            Resource: [`${arn("dynamodb", "table/items")}/index/by-day`],
          },
          { Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::files/made/*" },
          { Effect: "Deny", Action: "sqs:SendMessage", Resource: "*" },
        ],
      }),
    }),
  ],
};

describe("the map of what a program registered", () => {
  const { nodes, edges } = flowMap([graph]);

  it("has what work flows through, with its component", () => {
    expect(nodes.map(({ kind, name, group }) => `${group}: ${kind} ${name}`)).to.deep.equal([
      "thing: queue dead",
      "thing: queue work",
      "thing: function worker",
      "thing: table items",
      "thing: bucket files",
    ]);
  });

  it("says how work gets from one to another, by what connects and by what roles may do", () => {
    const names = new Map(nodes.map(({ id, name }) => [id, name]));
    const told = edges.map(({ from, to, kind }) => `${names.get(from)} ${kind} ${names.get(to)}`);
    expect(told.sort()).to.deep.equal([
      "work dead-letters dead",
      "work feeds worker",
      "worker reads items",
      "worker writes files",
      "worker writes items",
    ]);
  });
});
