import { AthenaClient, GetQueryExecutionCommand, StartQueryExecutionCommand } from "@aws-sdk/client-athena";
import { expect } from "chai";
import { clientFor } from "../../../sandbox/kernel/client";
import { account, Lake, place, row } from "./support/lake";

const DAYS = 90;
const POSTS_A_DAY = 40;
const DAY = 86_400_000;
const FIRST = Date.UTC(2026, 7, 5);

/** What queries read of ninety curated days, as Athena counts it. */
describe("Bytes that Athena scans", () => {
  let lake: Lake;
  let athena: AthenaClient;
  const dateOf = (day: number) => new Date(FIRST + day * DAY).toISOString().slice(0, 10);

  before(async () => {
    lake = new Lake();
    await lake.build();
    const root = { principal: { kind: "root", account } as const, account };
    athena = clientFor(lake.cloud, AthenaClient, "athena", root, place.region);
    await lake.create("aws:athena/workgroup:Workgroup", "insights", {
      name: "insights",
      configuration: { resultConfiguration: { outputLocation: "s3://curated/results/" } },
    });
    const posts = Array.from({ length: DAYS * POSTS_A_DAY }, (_, i) => {
      const at = `${dateOf(i % DAYS)}T05:00:00.000Z`;
      const text = `रात की ट्रेन में ${i} अजनबी, और एक बहुत अच्छी कहानी ${(i * 7919) % 1009}`;
      return row(`p-${i}`, 1, { createdAt: at, occurredAt: at, updatedAt: at, text, likes: i % 97 });
    });
    await lake.arrive("posts/d", "a", posts);
    for (const job of ["posts", "history"] as const)
      expect(await lake.runJob(job)).to.include({ JobRunState: "SUCCEEDED" });
  });
  after(() => lake.world.close());

  async function scanned(sql: string): Promise<number> {
    const query = { QueryString: sql, WorkGroup: "insights", QueryExecutionContext: { Database: "lake" } };
    const { QueryExecutionId } = await athena.send(new StartQueryExecutionCommand(query));
    await lake.world.runFor(30_000);
    const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    expect(QueryExecution?.Status?.State, QueryExecution?.Status?.StateChangeReason).to.equal("SUCCEEDED");
    return QueryExecution?.Statistics?.DataScannedInBytes ?? 0;
  }

  for (const table of ["posts", "post_history", "posts_csv"]) {
    it(`are of one day in ninety at most 2 % of all, of ${table}`, async () => {
      const all = await scanned(`SELECT sum(CAST(likes AS bigint)) AS likes FROM ${table}`);
      const one = await scanned(
        `SELECT sum(CAST(likes AS bigint)) AS likes FROM ${table} WHERE created_date = '${dateOf(45)}'`,
      );
      expect(one).to.be.greaterThan(0);
      expect(one / all).to.be.lessThan(0.02);
    });
  }

  it("are fewer of Parquet than of CSV for the same question", async function () {
    const of = (table: string) => scanned(`SELECT sum(CAST(likes AS bigint)) AS likes FROM ${table}`);
    const [parquet, csv] = [await of("posts"), await of("posts_csv")];
    console.log(`      CSV ${csv} bytes, Parquet ${parquet} bytes: ${(csv / parquet).toFixed(1)} ×`);
    expect(csv).to.be.greaterThan(parquet);
  });
});
