import { expect } from "chai";
import { makeReplayQuarantine } from "../../../functions/cross-account-bridge/replay-quarantine";
import { loadPackage, serviceError, withEnvironment, type Call } from "../packaged";

const message = { reasons: ["x"], body: "text", attributes: { schema: "post/1" }, messageId: "m", receivedAt: "r" };
const keys = ["quarantine/2026-11-02/a.json", "quarantine/2026-11-02/b.json", "quarantine/replayed/2026-11-01/c.json"];

async function run(request: Parameters<ReturnType<typeof makeReplayQuarantine>>[0], refuse?: string) {
  const calls: string[] = [];
  const handler = await loadPackage(makeReplayQuarantine(), ({ operation, input }: Call) => {
    calls.push([operation, input["Key"] ?? input["MessageBody"] ?? input["Prefix"]].join(" "));
    if (operation === refuse) throw serviceError("ServiceUnavailable");
    if (operation === "ListObjectsV2") return { Contents: keys.map((Key) => ({ Key })) };
    return { Body: { transformToString: async () => JSON.stringify(message) } };
  });
  const report = await handler(request).catch((error: unknown) => String(error));
  return { calls, report };
}

describe("replay-quarantine, from its package", () => {
  let restore: () => void;
  before(() => (restore = withEnvironment({ RAW_BUCKET: "raw", QUEUE_URL: "https://queue" })));
  after(() => restore());

  it("sends each message, then moves its object; what was replayed stays", async () => {
    const { calls, report } = await run(undefined);
    expect(report).to.deep.equal({ replayed: keys.slice(0, 2), more: false });
    expect(calls.slice(0, 5)).to.deep.equal([
      "ListObjectsV2 quarantine/",
      `GetObject ${keys[0]}`,
      "SendMessage text",
      "PutObject quarantine/replayed/2026-11-02/a.json",
      `DeleteObject ${keys[0]}`,
    ]);
  });

  it("stops at the limit and says that there is more", async () => {
    const { report } = await run({ prefix: "quarantine/2026-11-02/", limit: 1 });
    expect(report).to.deep.equal({ replayed: [keys[0]], more: true });
  });

  it("keeps the object when its message could not be sent", async () => {
    const { calls, report } = await run(undefined, "SendMessage");
    expect(report).to.contain("ServiceUnavailable");
    expect(calls.filter((call) => /^(Put|Delete)/.test(call))).to.deep.equal([]);
  });

  it("refuses what lies outside the quarantine", async () => {
    expect((await run({ prefix: "posts/" })).report).to.contain(`prefix: "posts/" is outside quarantine/`);
    expect((await run({ limit: 0 })).report).to.contain("limit: 0");
  });
});
