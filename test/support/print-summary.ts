import { namedPlans } from "../../cli/start/faults";
import { busyHours, summaryOf } from "./platform";

/** Prints the summary of a stormy run, for a test in another process. */
void busyHours(8)
  .then((feed) => summaryOf(feed, Number(process.argv[2] ?? 1), namedPlans.storm))
  .then((text) => process.stdout.write(text));
