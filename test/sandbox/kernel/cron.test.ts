import { expect } from "chai";
import * as fc from "fast-check";
import { InvalidSchedule, nextTime } from "../../../sandbox/kernel/cron";
import { Unsupported } from "../../../sandbox/kernel/errors";

const next = (expression: string, after: string, timezone?: string) => {
  const time = nextTime(expression, Date.parse(after), timezone);
  return time === undefined ? undefined : new Date(time).toISOString().replace(":00.000Z", "Z");
};

describe("schedule expressions", () => {
  const from = "2026-11-02T00:00:00Z"; // a Monday
  const cases: [string, string | undefined, string?][] = [
    ["rate(1 minute)", "2026-11-02T00:01Z"],
    ["rate(5 hours)", "2026-11-02T05:00Z"],
    ["rate(2 days)", "2026-11-04T00:00Z"],
    ["at(2026-11-03T10:30:00)", "2026-11-03T05:00Z", "Asia/Kolkata"],
    ["at(2026-11-01T10:30:00)", undefined],
    ["cron(0 9 * * ? *)", "2026-11-02T03:30Z", "Asia/Kolkata"],
    ["cron(0 0 * * ? *)", "2026-11-03T00:00Z"],
    ["cron(5/20 * * * ? *)", "2026-11-02T00:05Z"],
    ["cron(0 10 ? * 1 *)", "2026-11-08T10:00Z"],
    ["cron(0 10 ? * SUN *)", "2026-11-08T10:00Z"],
    ["cron(0 10 ? * 7 *)", "2026-11-07T10:00Z"],
    ["cron(0 10 ? * L *)", "2026-11-07T10:00Z"],
    ["cron(0 10 ? * 2-6 *)", "2026-11-02T10:00Z"],
    ["cron(0 10 ? * 3#2 *)", "2026-11-10T10:00Z"],
    ["cron(0 10 ? * FRIL *)", "2026-11-27T10:00Z"],
    ["cron(0 10 ? * 6L *)", "2026-11-27T10:00Z"],
    ["cron(0 10 L * ? *)", "2026-11-30T10:00Z"],
    ["cron(0 10 15W * ? *)", "2026-11-16T10:00Z"],
    ["cron(0 10 LW JAN ? 2027/2)", "2027-01-29T10:00Z"],
    ["cron(0 10 1 1 ? 2025)", undefined],
  ];
  for (const [expression, expected, timezone] of cases) {
    it(`${expression} ${timezone ?? ""}`, () => expect(next(expression, from, timezone)).to.equal(expected));
  }

  it("skips a local time that daylight saving leaves out, and runs a repeated one once", () => {
    expect(next("cron(30 2 * * ? *)", "2026-03-07T12:00:00Z", "America/New_York")).to.equal("2026-03-09T06:30Z");
    expect(next("cron(30 1 * * ? *)", "2026-10-31T12:00:00Z", "America/New_York")).to.equal("2026-11-01T05:30Z");
    expect(next("cron(30 1 * * ? *)", "2026-11-01T05:30:00Z", "America/New_York")).to.equal("2026-11-02T06:30Z");
  });

  const invalid = [
    "rate(1 minutes)",
    "rate(2 minute)",
    "rate(0 minutes)",
    "rate(5 weeks)",
    "cron(0 9 * * * *)",
    "cron(0 9 ? * ? *)",
    "cron(0 9 * * ?)",
    "cron(60 9 * * ? *)",
    "cron(0 9 ? * 0 *)",
    "cron(0 9 ? * 8 *)",
    "cron(0 9 ? * MON/2 *)",
    "cron(0 9 32W * ? *)",
    "cron(0 9 * FOO ? *)",
    "cron(0 9 * * ? 2200)",
    "at(tomorrow)",
    "0 9 * * *",
  ];
  for (const expression of invalid) {
    it(`refuses ${expression}`, () => expect(() => nextTime(expression, 0)).to.throw(InvalidSchedule));
  }

  it("refuses an unknown time zone", () => {
    expect(() => nextTime("cron(0 9 * * ? *)", 0, "Asia/Atlantis")).to.throw(InvalidSchedule);
    expect(() => nextTime("at(2026-01-01T00:00:00)", 0, "Asia/Atlantis")).to.throw(InvalidSchedule);
  });

  it("says that ranges do not wrap around", () => {
    expect(() => nextTime("cron(0 9 ? * FRI-MON *)", 0)).to.throw(Unsupported, "FRI-MON");
  });

  it("names a minute of the day that the fields name, and none before it", () => {
    fc.assert(
      fc.property(fc.nat(59), fc.nat(23), fc.integer({ min: 0, max: 4e12 }), (minute, hour, after) => {
        const time = nextTime(`cron(${minute} ${hour} * * ? *)`, after) as number;
        const date = new Date(time);
        expect([date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()]).to.deep.equal([hour, minute, 0]);
        expect(time - after).to.be.within(1, 86_400_000);
      }),
    );
  });
});
