import { expect } from "chai";
import { matchesGlob, namesAction, namesResource, type Statement } from "../../../policy/model";

const nothing: Statement = {
  sid: "",
  allows: true,
  actions: [],
  notActions: [],
  resources: [],
  notResources: [],
  principals: [],
  notPrincipals: [],
  conditions: [],
};

describe("policy: patterns of policies", () => {
  const tables: readonly (readonly [pattern: string, text: string, matches: boolean])[] = [
    ["s3:GetObject", "s3:GetObject", true],
    ["s3:GetObject", "S3:getobject", true],
    ["s3:GetObject", "s3:GetObjectAcl", false],
    ["s3:GetObject", "xs3:GetObject", false],
    ["s3:Get*", "s3:GetObject", true],
    ["s3:Get*", "s3:Get", true],
    ["*", "", true],
    ["*", "two\nlines", true],
    ["s3:*Object", "s3:PutObject", true],
    ["s3:?etObject", "s3:GetObject", true],
    ["s3:?etObject", "s3:etObject", false],
    ["s3:??tObject", "s3:GetObject", true],
    ["a.b", "aXb", false],
    ["a+", "aa", false],
    ["a(b)[c]{1}$^|\\d", "a(b)[c]{1}$^|\\d", true],
    ["a|b", "a", false],
  ];
  for (const [pattern, text, matches] of tables)
    it(`${pattern} ${matches ? "is" : "is not"} ${JSON.stringify(text)}`, () => {
      expect(matchesGlob(pattern, text)).to.equal(matches);
    });

  for (const [kind, named] of [
    ["actions", (part: Partial<Statement>) => namesAction({ ...nothing, ...part }, "s3:GetObject")],
    ["resources", (part: Partial<Statement>) => namesResource({ ...nothing, ...part }, "s3:GetObject")],
  ] as const)
    it(`name ${kind}, or name all but some`, () => {
      const negated = kind === "actions" ? "notActions" : "notResources";
      expect(named({})).to.equal(false);
      expect(named({ [kind]: ["sqs:*", "s3:Get*"] })).to.equal(true);
      expect(named({ [kind]: ["sqs:*"] })).to.equal(false);
      expect(named({ [negated]: ["sqs:*"] })).to.equal(true);
      expect(named({ [negated]: ["sqs:*", "s3:*"] })).to.equal(false);
    });
});
