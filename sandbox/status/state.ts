import type { Cloud } from "../kernel/cloud";
import type { AlarmStatus, ResourceStatus } from "../kernel/service";

/** How a world stands at one moment of its time. */
export interface WorldState {
  /** Virtual time, ISO 8601. */
  readonly now: string;
  /** By ARN, event-source mappings included; what a service keeps no figures of is left out. */
  readonly resources: Readonly<Record<string, ResourceStatus>>;
  readonly alarms: readonly AlarmStatus[];
}

export function worldState(cloud: Cloud): WorldState {
  const services = cloud.all();
  return {
    now: new Date(cloud.world.now()).toISOString(),
    resources: Object.assign({}, ...services.map((service) => service.status?.() ?? {})) as WorldState["resources"],
    alarms: services.flatMap((service) => service.alarms?.() ?? []),
  };
}
