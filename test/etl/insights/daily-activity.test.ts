import { expect } from "chai";
import { computeInsight } from "../../support/insights";

const RUN = { insight: "daily-activity", granularity: "day", scheduledAt: "2026-11-05T01:45:00Z" } as const;

describe("daily-activity.sql", () => {
  it("counts people once a day and sums what their posts had", async () => {
    const items = await computeInsight(RUN, [
      { created_date: "2026-11-03", user_id: "u-2", likes: 1, heard: 2 },
      { created_date: "2026-11-02", user_id: "u-1", likes: 3, heard: 10 },
      { created_date: "2026-11-02", user_id: "u-1", likes: 4, heard: 20 },
      { created_date: "2026-11-02", user_id: "u-2", likes: 0, heard: 3 },
      { created_date: "2026-11-02", user_id: "u-3" },
    ]);
    expect(items.map(({ date, rows }) => ({ date, rows }))).to.deep.equal([
      { date: "2026-11-02", rows: [{ activeUsers: 3, posts: 4, likes: 7, heard: 33, engagementPerUser: 13.33 }] },
      { date: "2026-11-03", rows: [{ activeUsers: 1, posts: 1, likes: 1, heard: 2, engagementPerUser: 3 }] },
    ]);
  });

  it("reads only the days it is asked for", async () => {
    const days = ["2026-10-01", "2026-10-02", "2026-11-05", "2026-11-06"];
    const items = await computeInsight(
      RUN,
      days.map((created_date) => ({ created_date, user_id: "u-1" })),
    );
    expect(items.map((item) => item.date)).to.deep.equal(["2026-10-02", "2026-11-05"]);
  });

  it("answers nothing when nobody posted", async () => expect(await computeInsight(RUN, [])).to.deep.equal([]));
});
