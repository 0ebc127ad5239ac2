import type { Cloud } from "../../kernel/cloud";
import { SnsService } from "./service";

export { SnsService } from "./service";

export function create(cloud: Cloud): SnsService {
  return new SnsService(cloud);
}
