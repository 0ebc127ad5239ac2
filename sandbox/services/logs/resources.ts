import * as v from "valibot";
import { AwsError } from "../../kernel/errors";
import { resourceModel, type ResourceModel } from "../../kernel/service";
import { policyDocument, policyInput, policyText } from "../iam/documents";
import { groupArn, groupName, groupNameRule, newGroup, type LogGroup, type LogTable } from "./store";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const retentionDays = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

const groupInputs = v.strictObject({
  name: v.optional(v.pipe(v.string(), v.regex(groupName, `is no log group name (${groupNameRule})`))),
  namePrefix: v.optional(v.string()),
  kmsKeyId: v.optional(v.string()),
  retentionInDays: v.optional(v.picklist(retentionDays)),
  logGroupClass: v.optional(v.picklist(["STANDARD", "INFREQUENT_ACCESS"])),
  skipDestroy: v.optional(v.boolean()),
  deletionProtectionEnabled: v.optional(v.boolean()),
  region: v.optional(v.string()),
  tags: v.optional(v.record(v.string(), v.string())),
});

const streamInputs = v.strictObject({
  name: v.optional(v.string()),
  logGroupName: v.string(),
  region: v.optional(v.string()),
});

const policyInputs = v.strictObject({
  policyName: v.string(),
  policyDocument: policyInput,
  region: v.optional(v.string()),
});

/**
 * @param admit checks that the service may use the group's key; throws when not
 * @see https://www.pulumi.com/registry/packages/aws/api-docs/cloudwatch/loggroup/
 */
export function resources(
  table: LogTable,
  now: () => number,
  admit: (group: LogGroup) => void,
): Record<string, ResourceModel> {
  return {
    "aws:cloudwatch/logGroup:LogGroup": groupModel(table, now, admit),
    "aws:cloudwatch/logStream:LogStream": streamModel(table, now),
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": policyModel(table),
  };
}

function groupModel(table: LogTable, now: () => number, admit: (group: LogGroup) => void): ResourceModel {
  return resourceModel({
    inputs: groupInputs,
    outputs: ({ inputs, place, id, physicalName }) => {
      const name = inputs.name ?? (inputs.namePrefix ? `${inputs.namePrefix}${id(26)}` : physicalName);
      return {
        id: name,
        name,
        arn: groupArn(place, name),
        logGroupClass: inputs.logGroupClass ?? "STANDARD",
        retentionInDays: inputs.retentionInDays ?? 0,
        deletionProtectionEnabled: inputs.deletionProtectionEnabled ?? false,
      };
    },
    create: ({ inputs, outputs, place }) => {
      const { kmsKeyId, tags = {} } = inputs;
      const { logGroupClass, retentionInDays } = outputs;
      const group = newGroup(place, outputs.name, now(), { kmsKeyId, logGroupClass, tags, retentionInDays });
      admit(group);
      table.addGroup(group);
    },
    remove: ({ inputs, outputs }) => {
      if (inputs.deletionProtectionEnabled) {
        throw new AwsError("ValidationException", `The log group ${outputs.name} is protected from deletion.`);
      }
      if (!inputs.skipDestroy) table.removeGroup(outputs.arn);
    },
  });
}

function streamModel(table: LogTable, now: () => number): ResourceModel {
  return resourceModel({
    inputs: streamInputs,
    outputs: ({ inputs, place, physicalName }) => {
      const name = inputs.name ?? physicalName;
      return { id: name, name, arn: `${groupArn(place, inputs.logGroupName)}:log-stream:${name}` };
    },
    create: ({ inputs, outputs, place }) => {
      table.addStream(table.group(place, inputs.logGroupName), outputs.name, now());
    },
    remove: ({ inputs, outputs, place }) => {
      table.find(place, inputs.logGroupName)?.streams.delete(outputs.name);
    },
  });
}

function policyModel(table: LogTable): ResourceModel {
  return resourceModel({
    inputs: policyInputs,
    outputs: ({ inputs }) => ({ id: inputs.policyName, policyDocument: policyText(inputs.policyDocument) }),
    create: ({ inputs, outputs, place }) => {
      const what = `The resource policy ${inputs.policyName}`;
      const document = policyDocument(outputs.policyDocument, "resource", what, "InvalidParameterException");
      table.setPolicy(place, inputs.policyName, document);
    },
    remove: ({ inputs, place }) => table.removePolicy(place, inputs.policyName),
  });
}
