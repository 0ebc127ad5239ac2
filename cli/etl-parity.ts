import { runOfTests } from "./shared";

/** `npm run etl:parity -- [OPTIONS]`: the comparison lives with the tests. */
runOfTests("etl/parity/main.ts");
