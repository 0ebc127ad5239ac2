import { formatArn, type Place } from "../../kernel/arn";

export function scheduleArn(name: string, group: string, place: Place): string {
  return formatArn({ service: "scheduler", ...place, resource: `schedule/${group}/${name}` });
}

export function groupArn(name: string, place: Place): string {
  return formatArn({ service: "scheduler", ...place, resource: `schedule-group/${name}` });
}
