import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/lambda/lambda-permission-names-source";
import { casesAbout } from "../../support/one";
import { type Specimen } from "../../support/specimen";

const type = "aws:lambda/permission:Permission";
const permission = casesAbout(type);
const call = { action: "lambda:InvokeFunction", function: "huut-prod-store-insight" };
const api = { ...call, principal: "apigateway.amazonaws.com" };
const bucket = { ...call, principal: "s3.amazonaws.com", sourceArn: "arn:aws:s3:::huut-raw" };

export const specimen: Specimen = {
  rule,
  cases: [
    permission("one route of an API", "good", { ...api, sourceArn: "arn:aws:execute-api:r:111111111111:abc/*/GET/v1" }),
    permission("a bucket and its account", "good", { ...bucket, sourceAccount: "111111111111" }),
    permission("an account, which is no service", "good", { ...call, principal: "111111111111" }),
    permission("any API of any account", "bad", api, { says: /apigateway.*sourceArn is not set/ }),
    permission("an empty source", "bad", { ...api, sourceArn: "" }),
    permission("any source", "bad", { ...api, sourceArn: "*" }),
    permission("any API of the account", "bad", { ...api, sourceArn: "arn:aws:execute-api:r:111111111111:*/*/GET/v1" }),
    permission("one API's id in any account", "bad", { ...api, sourceArn: "arn:aws:execute-api:r:*:abc/prod" }),
    permission("a wildcard that only begins a text", "good", { ...api, sourceArn: "*:abc" }),
    permission("an account but no resource", "bad", { ...api, sourceAccount: "111111111111" }),
    permission("a bucket of whoever takes its name next", "bad", bucket, { says: /sourceAccount is not set/ }),
    permission("an account's bucket, with an empty account", "bad", { ...bucket, sourceAccount: "" }),
    permission("any bucket of an account", "bad", { ...bucket, sourceArn: "arn:aws:s3:::*", sourceAccount: "1" }),
    permission("a service of one region", "bad", { ...call, principal: "logs.ap-south-1.amazonaws.com" }),
    permission("a service by a name that goes on", "good", { ...call, principal: "events.amazonaws.com.example" }),
    permission("a source that is not known yet", "undecided", { ...api, sourceArn: UNKNOWN }),
    permission("an unknown bucket without an account", "bad", { ...bucket, sourceArn: UNKNOWN }),
    permission("a principal that is not known yet", "undecided", { ...call, principal: UNKNOWN }),
  ],
  mutation: {
    what: "lets every rule of every account call the function",
    change: (program) => program.set(type, "insight-queries-permission", { sourceArn: undefined }),
  },
};
