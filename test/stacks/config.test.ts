import { expect } from "chai";
import { configReference, settingsOf } from "../../stacks/config";
import { CONFIG_KEYS } from "../../stacks/config-keys";

const good = {
  "aws:region": "ap-south-1",
  "huut:dataAccount": "222222222222",
  "huut:applicationAccount": "222222222222",
  "huut:applicationMediaBucket": "media",
  "huut:jwtIssuer": "https://auth.example",
  "huut:jwtAudience": '["a","b"]',
};

describe("settingsOf", () => {
  it("fills in defaults, and reads lists, numbers and flags", () => {
    const settings = settingsOf("dev", { ...good, "huut:scanLimitGiB": "3", "huut:protect": "false" });
    expect(settings).to.deep.equal({
      mode: "active",
      dataAccount: "222222222222",
      applicationAccount: "222222222222",
      applicationMediaBucket: "media",
      ownsAccountSettings: false,
      protect: false,
      scanLimitGiB: 3,
      jwtIssuer: "https://auth.example",
      jwtAudience: ["a", "b"],
      insightsSchedule: "cron(45 * * * ? *)",
      lakeSchedule: "cron(15 * * * ? *)",
      eagerLanguages: ["hi", "en"],
      spokenLanguages: ["hi", "en", "bn", "ta", "te"],
      dailyTranscribeMinutes: 1_000,
      dailyTranslateCharacters: 5_000_000,
      logRetentionDays: 30,
      costCenter: "data",
      region: "ap-south-1",
      stack: "dev",
    });
    expect(Object.isFrozen(settings)).to.equal(true);
  });

  const refused: readonly [string, Record<string, string>, string][] = [
    ["an unknown key", { "huut:scanLimit": "3" }, 'huut:scanLimit = "3": unknown key; allowed are mode, dataAccount'],
    ["another mode", { "huut:mode": "passive" }, 'huut:mode = "passive": allowed is active | standby'],
    [
      "an account of 11 digits",
      { "huut:dataAccount": "22222222222" },
      'huut:dataAccount = "22222222222": allowed is 12 digits',
    ],
    ["a flag that is neither", { "huut:protect": "yes" }, 'huut:protect = "yes": allowed is true | false'],
    [
      "a retention CloudWatch lacks",
      { "huut:logRetentionDays": "31" },
      'huut:logRetentionDays = "31": allowed is 1 | 3 | 5',
    ],
    ["no scan at all", { "huut:scanLimitGiB": "0" }, "allowed is a whole number from 1 to 10240"],
    ["an issuer without TLS", { "huut:jwtIssuer": "http://x" }, "allowed is an https URL"],
    ["an audience that is no list", { "huut:jwtAudience": "me" }, "allowed is a list of at least one text"],
    ["a rate for Glue", { "huut:lakeSchedule": "rate(1 hour)" }, "allowed is cron("],
    ["a recovery in the same place", { "huut:recoveryRegion": "ap-south-1" }, "is the stack's own region"],
    ["two accounts and no role", { "huut:applicationAccount": "111111111111" }, "huut:applicationRoleArn is missing"],
  ];
  for (const [what, change, message] of refused) {
    it(`refuses ${what}`, () => expect(() => settingsOf("dev", { ...good, ...change })).to.throw(message));
  }

  it("takes origins of pages, without a path", () => {
    const origins = (list: string) => settingsOf("dev", { ...good, "huut:webOrigins": list }).webOrigins;
    const some = ["https://huut.example", "https://huut.example:8443", "http://localhost:5173"];
    expect(origins(JSON.stringify(some))).to.deep.equal(some);
    for (const bad of ["https://huut.example/", "http://huut.example", "*", "huut.example"]) {
      expect(() => origins(JSON.stringify([bad])), bad).to.throw("a list of origins");
    }
    expect(() => origins("[]")).to.throw("a list of origins");
  });

  it("names every problem at once", () => {
    const problems = () => settingsOf("dev", { "huut:mode": "off" });
    expect(problems).to.throw(/huut:mode[^]*huut:dataAccount is missing[^]*aws:region is missing/);
  });

  it("documents every key", () => {
    const reference = configReference();
    for (const name of Object.keys(CONFIG_KEYS)) expect(reference).to.include(`\`huut:${name}\``);
  });
});
