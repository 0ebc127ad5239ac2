import type { Cloud } from "../../kernel/cloud";
import { SqsService } from "./service";

export { SqsService } from "./service";
export type { Message } from "./message";
export type { Depth } from "./queue";

export function create(cloud: Cloud): SqsService {
  return new SqsService(cloud);
}
