import type { Behaviour } from "../behaviour";
import { dynamodb } from "./dynamodb";

/** Every behaviour that is held. */
export const behaviours: readonly Behaviour[] = [...dynamodb];
