import { readFileSync } from "fs";
import * as path from "path";
import { expect } from "chai";
import { parse } from "yaml";
import { settingsOf } from "../../stacks/config";
import { deployPlatform } from "../../stacks/platform";
import { deployRecovery } from "../../stacks/recovery";
import { record } from "../support/recording";

const ROOT = path.resolve(__dirname, "..", "..");

/** The configuration in a stack's file, as Pulumi hands it to programs. */
function configOf(stack: string): Record<string, string> {
  const { config } = parse(readFileSync(path.join(ROOT, `Pulumi.${stack}.yaml`), "utf8")) as {
    config: Record<string, unknown>;
  };
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      typeof value === "object" ? JSON.stringify(value) : String(value),
    ]),
  );
}

describe("the stacks", () => {
  for (const stack of ["dev", "prod"]) {
    it(`${stack} deploys from its file, each resource by an explicit provider`, async () => {
      const made = await record(stack, () => deployPlatform(settingsOf(stack, configOf(stack))));
      expect(made.names("pulumi:providers:aws")).to.deep.equal(["application-account", "data-account"]);
      const stray = made.resources.filter(
        (each) => each.type.startsWith("aws:") && !each.provider?.includes("-account"),
      );
      expect(stray.map((each) => each.name)).to.deep.equal([]);
      expect(Object.keys(made.result)).to.include.members([
        "topicArn",
        "apiUrl",
        "rawBucket",
        "postsTable",
        "workgroup",
      ]);
      expect(made.names("aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination")).to.deep.equal([
        "capture-captions",
        "capture-post-updates",
        "capture-posts",
      ]);
    });
  }

  it("prod reaches the application account by a role, and only with the right account", async () => {
    const made = await record("prod", () => deployPlatform(settingsOf("prod", configOf("prod"))));
    const provider = made.inputs("pulumi:providers:aws", "application-account");
    expect(JSON.parse(String(provider["allowedAccountIds"]))).to.deep.equal(["111111111111"]);
    expect(String(provider["assumeRoles"])).to.include("arn:aws:iam::111111111111:role/huut-deploy");
  });

  it("dr says in a sentence why it does not deploy", () => {
    const settings = settingsOf("dr", configOf("dr"));
    expect(() => deployRecovery(settings)).to.throw('The recovery stack "dr" cannot be deployed yet');
  });
});
