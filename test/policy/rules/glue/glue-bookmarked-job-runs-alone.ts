import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/glue/glue-bookmarked-job-runs-alone";
import { job } from "../../support/good/glue";
import { type Specimen } from "../../support/specimen";
import { variantsOf } from "../../support/variants";

const running = variantsOf(job.type, job.props);
const atOnce = (maxConcurrentRuns: unknown) => ({ executionProperty: { maxConcurrentRuns } });
const bookmark = (option: unknown) => ({ defaultArguments: { "--job-bookmark-option": option } });

export const specimen: Specimen = {
  rule,
  cases: [
    running("one at a time", "good", {}),
    running("one at a time because nothing says otherwise", "good", { executionProperty: undefined }),
    running("several, without a bookmark", "good", { ...atOnce(5), ...bookmark("job-bookmark-disable") }),
    running("two at a time", "bad", atOnce(2), { says: /has a bookmark.*maxConcurrentRuns is 2/ }),
    running("many at a time", "bad", atOnce(1000)),
    running("two, written as text", "bad", atOnce("2")),
    running("no number", "bad", atOnce("many")),
    running("several, with arguments that say nothing of bookmarks", "good", { ...atOnce(5), defaultArguments: {} }),
    running("a number that is not known yet", "undecided", atOnce(UNKNOWN)),
    running("two, with a bookmark that is not known yet", "undecided", { ...atOnce(2), ...bookmark(UNKNOWN) }),
    running("two, in a list as a state file may hold it", "bad", { executionProperty: [{ maxConcurrentRuns: 2 }] }),
  ],
  mutation: {
    what: "runs a job with a bookmark twice at once",
    change: (program) => program.set(job.type, job.name, atOnce(2)),
  },
};
