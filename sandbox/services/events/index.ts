import type { Cloud } from "../../kernel/cloud";
import { EventsService } from "./service";

export { EventsService } from "./service";
export type { Emitted } from "./rule";

export function create(cloud: Cloud): EventsService {
  return new EventsService(cloud);
}
