import { expect } from "chai";
import { deployerOf } from "../../engine/accounts";
import type { GraphResource, StackGraph } from "../../sandbox";

function graph(...providers: { roles?: string[]; accounts?: string[] }[]): StackGraph {
  const resources = providers.map(({ roles, accounts }) => ({
    type: "pulumi:providers:aws",
    inputs: {
      ...(roles && { assumeRoles: JSON.stringify(roles.map((roleArn) => ({ roleArn }))) }),
      ...(accounts && { allowedAccountIds: JSON.stringify(accounts) }),
    },
  }));
  return { project: "p", stack: "dev", resources: resources as unknown as GraphResource[], outputs: {} };
}

describe("engine: who deploys", () => {
  const role = (account: string) => `arn:aws:iam::${account}:role/deploy`;

  it("is the account itself where no role is assumed", () => {
    const both = graph({ accounts: ["222222222222"] }, { accounts: ["222222222222"] });
    expect(deployerOf(both)).to.deep.equal({ caller: "222222222222", roles: [] });
  });

  it("is an account of its own where roles are, each role once", () => {
    const roles = [role("111111111111"), role("222222222222")];
    const { caller, roles: made } = deployerOf(graph({ roles }, { roles: roles.slice(1), accounts: ["222222222222"] }));
    expect(made).to.deep.equal(roles);
    expect(["111111111111", "222222222222"]).not.to.include(caller);
  });

  it("cannot be told where providers without a role allow several accounts, or none", () => {
    expect(() => deployerOf(graph({ accounts: ["111111111111"] }, { accounts: ["222222222222"] }))).to.throw("dev");
    expect(() => deployerOf(graph({}))).to.throw("must allow one account");
  });
});
