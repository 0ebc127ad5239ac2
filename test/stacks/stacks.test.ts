import { expect } from "chai";
import { settingsOf } from "../../stacks/config";
import { deployPlatform } from "../../stacks/platform";
import { deployRecovery } from "../../stacks/recovery";
import { configOf } from "../support/program";
import { record } from "../support/recording";

const recordPlatform = (stack: string) => record(stack, () => deployPlatform(settingsOf(stack, configOf(stack))));
const recorded = new Map<string, ReturnType<typeof recordPlatform>>();

/** What a stack's program registers, recorded once. */
function platformOf(stack: string): ReturnType<typeof recordPlatform> {
  const made = recorded.get(stack) ?? recordPlatform(stack);
  recorded.set(stack, made);
  return made;
}

describe("the stacks", () => {
  for (const stack of ["dev", "prod"]) {
    it(`${stack} deploys from its file, each resource by an explicit provider`, async () => {
      const made = await platformOf(stack);
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
    const made = await platformOf("prod");
    const provider = made.inputs("pulumi:providers:aws", "application-account");
    expect(JSON.parse(String(provider["allowedAccountIds"]))).to.deep.equal(["111111111111"]);
    expect(String(provider["assumeRoles"])).to.include("arn:aws:iam::111111111111:role/huut-deploy");
  });

  it("dr says in a sentence why it does not deploy", () => {
    const settings = settingsOf("dr", configOf("dr"));
    expect(() => deployRecovery(settings)).to.throw('The recovery stack "dr" cannot be deployed yet');
  });
});
