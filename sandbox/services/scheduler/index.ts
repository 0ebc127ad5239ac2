import type { Cloud } from "../../kernel/cloud";
import { SchedulerService } from "./service";

export { SchedulerService } from "./service";

export function create(cloud: Cloud): SchedulerService {
  return new SchedulerService(cloud);
}
