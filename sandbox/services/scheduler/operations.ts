import type { GetScheduleInput, ListSchedulesInput } from "@aws-sdk/client-scheduler";
import { operation, type Operation } from "../../kernel/service";
import { scheduleArn } from "./arns";
import type { Schedule } from "./schedule";
import type { SchedulerService } from "./service";

export function operations(scheduler: SchedulerService): Record<string, Operation> {
  return {
    GetSchedule: operation<GetScheduleInput>(
      ({ Name = "", GroupName = "default" }, { place }) => ({
        action: "scheduler:GetSchedule",
        resource: scheduleArn(Name, GroupName, place),
      }),
      ({ Name, GroupName }, { place }) => described(scheduler.schedule(Name, GroupName, place)),
    ),
    ListSchedules: operation<ListSchedulesInput>(
      () => ({ action: "scheduler:ListSchedules", resource: "*" }),
      ({ GroupName, NamePrefix = "", State }, { place }) => ({
        Schedules: scheduler
          .schedulesOf(place)
          .filter(({ group }) => GroupName === undefined || group === GroupName)
          .filter(({ name }) => name.startsWith(NamePrefix))
          .filter((schedule) => State === undefined || stateOf(schedule) === State)
          .map(listed),
      }),
    ),
  };
}

function stateOf({ enabled }: Schedule): "ENABLED" | "DISABLED" {
  return enabled ? "ENABLED" : "DISABLED";
}

function listed(schedule: Schedule): object {
  const created = new Date(schedule.createdAt);
  return {
    Arn: schedule.arn,
    Name: schedule.name,
    GroupName: schedule.group,
    State: stateOf(schedule),
    CreationDate: created,
    LastModificationDate: created,
    Target: { Arn: schedule.target.arn },
  };
}

function described(schedule: Schedule): object {
  const { target, startDate, endDate, flexibleMinutes } = schedule;
  return {
    ...listed(schedule),
    ...(schedule.description !== undefined && { Description: schedule.description }),
    ScheduleExpression: schedule.expression,
    ScheduleExpressionTimezone: schedule.timezone,
    ...(startDate !== undefined && { StartDate: new Date(startDate) }),
    ...(endDate !== undefined && { EndDate: new Date(endDate) }),
    ActionAfterCompletion: schedule.deleteAfterCompletion ? "DELETE" : "NONE",
    FlexibleTimeWindow:
      flexibleMinutes > 0 ? { Mode: "FLEXIBLE", MaximumWindowInMinutes: flexibleMinutes } : { Mode: "OFF" },
    Target: {
      Arn: target.arn,
      RoleArn: target.roleArn,
      ...(target.input !== undefined && { Input: target.input }),
      ...(target.deadLetterArn && { DeadLetterConfig: { Arn: target.deadLetterArn } }),
      RetryPolicy: {
        MaximumRetryAttempts: target.retryPolicy.maximumRetryAttempts,
        MaximumEventAgeInSeconds: target.retryPolicy.maximumEventAgeInSeconds,
      },
    },
  };
}
