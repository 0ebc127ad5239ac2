import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/glue/glue-security-configuration";
import { job } from "../../support/good/glue";
import { type Specimen } from "../../support/specimen";
import { variantsOf } from "../../support/variants";

const run = variantsOf(job.type, job.props);
const crawler = variantsOf("aws:glue/crawler:Crawler", { databaseName: "huut", role: "crawler" });
const endpoint = variantsOf("aws:glue/devEndpoint:DevEndpoint", { roleArn: "arn:aws:iam::222222222222:role/dev" });
const securityConfiguration = "huut-prod-glue";

export const specimen: Specimen = {
  rule,
  cases: [
    run("a job with one", "good", {}),
    crawler("a crawler with one", "good", { securityConfiguration }),
    endpoint("a development endpoint with one", "good", { securityConfiguration }),
    run("a job without", "bad", { securityConfiguration: undefined }, { says: /securityConfiguration is not set/ }),
    run("a job with an empty one", "bad", { securityConfiguration: "" }),
    crawler("a crawler without", "bad", {}),
    endpoint("a development endpoint without", "bad", {}),
    crawler("a crawler with null", "bad", { securityConfiguration: null }),
    run("one that is not known yet", "undecided", { securityConfiguration: UNKNOWN }),
  ],
  mutation: {
    what: "lets the crawler write its logs in the clear",
    change: (program) => program.set("aws:glue/crawler:Crawler", "raw-crawler", { securityConfiguration: undefined }),
  },
};
