import {
  DeleteRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { CreateScheduleCommand, DeleteScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import type { Creators } from "./creator";

interface TargetInputs {
  readonly rule: string;
  readonly arn: string;
  readonly targetId: string;
  readonly input?: string;
  readonly inputPath?: string;
  readonly inputTransformer?: { readonly inputPaths?: Record<string, string>; readonly inputTemplate: string };
}

interface ScheduleInputs {
  readonly name: string;
  readonly scheduleExpression: string;
  readonly scheduleExpressionTimezone?: string;
  readonly state?: "ENABLED" | "DISABLED";
  readonly target: { readonly arn: string; readonly roleArn: string; readonly input?: string };
}

export const events: Creators = {
  "aws:cloudwatch/eventRule:EventRule": async (inputs: { name: string; eventPattern?: string }, making) => {
    const client = making.client(EventBridgeClient);
    const command = new PutRuleCommand({ Name: inputs.name, EventPattern: inputs.eventPattern });
    const { RuleArn } = await client.send(command);
    making.undo(() => client.send(new DeleteRuleCommand({ Name: inputs.name })));
    return { id: inputs.name, name: inputs.name, arn: RuleArn };
  },
  "aws:cloudwatch/eventTarget:EventTarget": async (inputs: TargetInputs, making) => {
    const client = making.client(EventBridgeClient);
    const { inputTransformer: transformer } = inputs;
    const target = {
      Id: inputs.targetId,
      Arn: inputs.arn,
      Input: inputs.input,
      InputPath: inputs.inputPath,
      ...(transformer && {
        InputTransformer: { InputPathsMap: transformer.inputPaths, InputTemplate: transformer.inputTemplate },
      }),
    };
    await client.send(new PutTargetsCommand({ Rule: inputs.rule, Targets: [target] }));
    making.undo(() => client.send(new RemoveTargetsCommand({ Rule: inputs.rule, Ids: [inputs.targetId] })));
    return { id: inputs.targetId };
  },
  "aws:scheduler/schedule:Schedule": async (inputs: ScheduleInputs, making) => {
    const client = making.client(SchedulerClient);
    const { arn: Arn, roleArn: RoleArn, input: Input } = inputs.target;
    const { ScheduleArn } = await client.send(
      new CreateScheduleCommand({
        Name: inputs.name,
        ScheduleExpression: inputs.scheduleExpression,
        ScheduleExpressionTimezone: inputs.scheduleExpressionTimezone,
        State: inputs.state,
        FlexibleTimeWindow: { Mode: "OFF" },
        Target: { Arn, RoleArn, Input },
      }),
    );
    making.undo(() => client.send(new DeleteScheduleCommand({ Name: inputs.name })));
    return { id: `default/${inputs.name}`, name: inputs.name, arn: ScheduleArn };
  },
};
