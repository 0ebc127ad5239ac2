import type { Cloud } from "../../kernel/cloud";
import { TranscribeService } from "./service";

export { TranscribeService } from "./service";

export function create(cloud: Cloud): TranscribeService {
  return new TranscribeService(cloud);
}
