import { runOfTests } from "./shared";

/** `npm run api:test -- [OPTIONS]`: it lives with the tests. */
runOfTests("api/main.ts");
