import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/lambda/lambda-function-not-public";
import { casesAbout } from "../../support/one";
import { type Specimen } from "../../support/specimen";

const type = "aws:lambda/permission:Permission";
const layerType = "aws:lambda/layerVersionPermission:LayerVersionPermission";
const permission = casesAbout(type);
const layer = casesAbout(layerType);

const call = { action: "lambda:InvokeFunction", function: "huut-prod-insights-api" };
const read = {
  action: "lambda:GetLayerVersion",
  layerName: "huut-prod-library",
  versionNumber: 1,
  statementId: "read",
};

export const specimen: Specimen = {
  rule,
  cases: [
    permission("one account", "good", { ...call, principal: "111111111111" }),
    permission("everyone of one organization", "good", { ...call, principal: "*", principalOrgId: "o-huut" }),
    permission("everyone, on behalf of one account", "good", {
      ...call,
      principal: "*",
      sourceAccount: "111111111111",
    }),
    permission("everyone, on behalf of one rule", "good", {
      ...call,
      principal: "*",
      sourceArn: "arn:aws:events:r:1:rule/a",
    }),
    permission("everyone", "bad", { ...call, principal: "*" }, { says: /principal is \*, and nothing/ }),
    permission("everyone, of any organization", "bad", { ...call, principal: "*", principalOrgId: "*" }),
    permission("everyone, on behalf of anything", "bad", { ...call, principal: "*", sourceArn: "*" }),
    permission("everyone, narrowed by nothing", "bad", { ...call, principal: "*", sourceAccount: "", sourceArn: "" }),
    permission("everyone, through a URL", "bad", { ...call, principal: "*", functionUrlAuthType: "NONE" }),
    layer("a layer for everyone", "bad", { ...read, principal: "*" }),
    layer("a layer for any organization", "bad", { ...read, principal: "*", organizationId: "*" }),
    layer("a layer for one organization", "good", { ...read, principal: "*", organizationId: "o-huut" }),
    permission("a principal that is not known yet", "undecided", { ...call, principal: UNKNOWN }),
    permission("everyone, with a source that is not known yet", "undecided", {
      ...call,
      principal: "*",
      sourceArn: UNKNOWN,
    }),
    permission("one account, with an unknown source", "good", {
      ...call,
      principal: "111111111111",
      sourceArn: UNKNOWN,
    }),
    permission("no principal", "good", call),
    permission("everyone, with nulls", "bad", { ...call, principal: "*", sourceArn: null, sourceAccount: null }),
    layer("a layer for everyone, with an empty organization", "bad", { ...read, principal: "*", organizationId: "" }),
  ],
  mutation: {
    what: "lets everyone call the API's function",
    change: (program) =>
      program.add({ type, name: "everyone", props: { ...call, principal: "*", statementId: "all" } }),
  },
};
