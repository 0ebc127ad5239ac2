import { runOfTests } from "./shared";

/** `npm run insights:parity`: the comparison lives with the tests. */
runOfTests("etl/insights-parity/main.ts");
