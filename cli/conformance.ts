import { runOfTests } from "./shared";

/** `npm run conformance -- [OPTIONS]`: the behaviours live with the tests. */
runOfTests("conformance/main.ts");
