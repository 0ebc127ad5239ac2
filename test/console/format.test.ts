import { expect } from "chai";
import { addressOf, parseAddress } from "../../console/page/lib/address";
import { age, counted, daysBefore, instant, position, short, words } from "../../console/page/lib/format";
import { directionOf, languageName } from "../../console/page/lib/languages";
import { troubleOf } from "../../console/page/lib/problem";

describe("what the console writes", () => {
  it("writes figures and times", () => {
    expect(short(9_999)).to.equal("9,999");
    expect(short(12_400)).to.equal("12.4K");
    expect(position(62_000)).to.equal("1:02");
    expect(position(3_602_999)).to.equal("1:00:02");
    expect([40, 60, 7_300, 200_000].map(age)).to.deep.equal(["40 s", "1 min", "2 h", "2 d"]);
    expect(instant("2026-11-03T05:20:00.000Z")).to.equal("2026-11-03 05:20 UTC");
    expect(instant("never")).to.equal("never");
    expect(daysBefore("2026-03-01", 1)).to.equal("2026-02-28");
    expect(counted(1, "person", "people")).to.equal("1 person");
    expect(counted(2, "person", "people")).to.equal("2 people");
  });

  it("writes the names of figures as words", () => {
    const names = ["engagementPerUser", "active_users", "daily-activity", "posts"];
    expect(names.map(words)).to.deep.equal(["Engagement per user", "Active users", "Daily activity", "Posts"]);
  });

  it("knows how a language runs", () => {
    const tags = ["ur", "ur-PK", "hi", "pa-Arab", "pa", "ks-Deva", "en", undefined];
    expect(tags.map(directionOf)).to.deep.equal(["rtl", "rtl", "ltr", "rtl", "ltr", "ltr", "ltr", "auto"]);
    expect(languageName("ta")).to.equal("Tamil");
    expect(languageName("no language")).to.equal("no language");
  });

  it("reads the addresses that it writes, and takes no harm from others", () => {
    const address = addressOf("posts", ["p/1 #"], { language: "ur", none: "" });
    const { name, rest, query } = parseAddress(address);
    expect([name, rest, query.get("language"), query.has("none")]).to.deep.equal(["posts", ["p/1 #"], "ur", false]);
    expect(parseAddress("#/%").name).to.equal("");
    expect(parseAddress("").name).to.equal("");
  });

  it("shows a problem with its cure, once", () => {
    const problem = {
      type: "urn:huut:problem:captions-missing",
      title: "There are no captions in this language yet",
      detail: 'There are no captions in "ta" yet. To mend it, ask for them.',
      cure: "ask for them",
    };
    expect(troubleOf(404, problem)).to.deep.equal({
      title: problem.title,
      detail: 'There are no captions in "ta" yet.',
      cure: "ask for them",
      kind: "captions-missing",
      status: 404,
    });
    expect(troubleOf(401, { message: "Unauthorized" })).to.include({ status: 401, detail: "Unauthorized" });
    expect(troubleOf(502, undefined)).to.include({ title: "The API answered 502", status: 502 });
  });
});
