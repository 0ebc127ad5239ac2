import type { Behaviour } from "../../behaviour";
import { conditions } from "./conditions";
import { reads } from "./reads";
import { transactions } from "./transactions";
import { updates } from "./updates";
import { values } from "./values";
import { writes } from "./writes";

export const dynamodb: readonly Behaviour[] = [
  ...conditions,
  ...updates,
  ...values,
  ...writes,
  ...reads,
  ...transactions,
];
