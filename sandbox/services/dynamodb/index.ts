import type { Cloud } from "../../kernel/cloud";
import { DynamoDbService } from "./service";

export type { DynamoDbService } from "./service";

export function create(cloud: Cloud): DynamoDbService {
  return new DynamoDbService(cloud);
}
