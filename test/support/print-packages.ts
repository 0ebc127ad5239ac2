import { graphOf } from "./platform";
import { packageDigests } from "./packages";

/** Prints the digests of a stack's packages, for a test in another process. */
void graphOf(process.argv[2] ?? "dev")
  .then(packageDigests)
  .then((digests) => process.stdout.write(JSON.stringify(digests)));
