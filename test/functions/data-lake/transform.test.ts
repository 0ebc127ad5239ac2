import { marshall } from "@aws-sdk/util-dynamodb";
import { expect } from "chai";
import { type TableChange, rawRow } from "../../../functions/data-lake/change-row";
import { makeTransform } from "../../../functions/data-lake/transform";

const post = {
  postId: "p-1",
  userId: "u-1",
  createdAt: "2026-11-02T05:31:07.120Z",
  updatedAt: "2026-11-03T06:00:00.000Z",
  version: 2,
  deleted: false,
  eventId: "e-2",
  eventName: "MODIFY",
  occurredAt: "2026-11-03T06:00:01.000Z",
  text: "नमस्ते",
  tags: ["#हिन्दी"],
  likes: 3,
  heard: 4,
};

type Image = Record<string, unknown>;

function change(
  eventName: TableChange["eventName"],
  after?: Image,
  before?: Image,
  tableName = "huut-dev-posts",
): TableChange {
  return {
    eventName,
    tableName,
    dynamodb: { ...(after && { NewImage: marshall(after) }), ...(before && { OldImage: marshall(before) }) },
  };
}

describe("rawRow", () => {
  it("keeps what somebody reads, and strips the rest", () => {
    const row = rawRow(
      "posts",
      change("INSERT", { ...post, insertEventId: "e-1", insertDigest: "d", "pending#shard": 3 }),
    );
    expect(row).to.deep.equal({ table: "posts", recordedAt: post.createdAt, ...post });
  });

  it("partitions an update by its event, and still says when its post was created", () => {
    const row = rawRow("post_updates", change("INSERT", { ...post, updateKey: "k", digest: "d" }));
    expect(row).to.include({ table: "post_updates", recordedAt: post.occurredAt, createdAt: post.createdAt });
    expect(row).not.to.have.any.keys("updateKey", "digest");
  });

  const cases: readonly [string, string, TableChange, unknown][] = [
    [
      "drops a change of a post, which the history tells",
      "posts",
      change("MODIFY", post, { ...post, version: 1 }),
      undefined,
    ],
    [
      "drops the trace that a late insert leaves",
      "posts",
      change("MODIFY", { ...post, insertEventId: "e-1" }, post),
      undefined,
    ],
    ["drops the clean-up of the history", "post_updates", change("REMOVE", undefined, post), undefined],
  ];
  for (const [what, table, record, expected] of cases) {
    it(what, () => expect(rawRow(table, record)).to.equal(expected));
  }

  it("keeps an insert that was applied over an earlier state, for no other table tells it", () => {
    const after = { ...post, version: 5, eventId: "e-5", insertEventId: "e-5", eventName: "INSERT" };
    expect(rawRow("posts", change("MODIFY", after, post))).to.include({ version: 5, eventId: "e-5" });
  });

  it("reads the old image of a post that was deleted from the table, as a tombstone", () => {
    expect(rawRow("posts", change("REMOVE", undefined, post))).to.include({ postId: "p-1", version: 2, deleted: true });
  });

  it("says what is missing when a row has no instant", () => {
    expect(() => rawRow("posts", change("INSERT", { postId: "p" }))).to.throw("no instant to partition it by");
  });
});

describe("the transform", () => {
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64");
  const run = async (...data: string[]) => {
    process.env["TABLE_NAMES"] = JSON.stringify({ "huut-dev-posts": "posts", "huut-dev-post-updates": "post_updates" });
    const records = data.map((each, index) => ({ recordId: `r${index}`, approximateArrivalTimestamp: 0, data: each }));
    const event = { invocationId: "i", deliveryStreamArn: "arn", region: "ap-south-1", records };
    return (await makeTransform()(event)).records;
  };
  afterEach(() => void delete process.env["TABLE_NAMES"]);

  it("answers every record: a line, a drop, or a failure with the record in it", async () => {
    const log = console.error;
    console.error = () => undefined;
    try {
      const unknown = encode(change("INSERT", post, undefined, "huut-dev-other"));
      const records = await run(
        encode(change("INSERT", post)),
        encode(change("MODIFY", post, post)),
        Buffer.from("no JSON").toString("base64"),
        unknown,
      );
      expect(records.map((each) => each.result)).to.deep.equal([
        "Ok",
        "Dropped",
        "ProcessingFailed",
        "ProcessingFailed",
      ]);
      expect(records[3]?.data).to.equal(unknown);
      const line = Buffer.from(records[0]?.data ?? "", "base64").toString("utf8");
      expect(line.endsWith("}\n")).to.equal(true);
      expect(JSON.parse(line)).to.include({ table: "posts", text: "नमस्ते" });
    } finally {
      console.error = log;
    }
  });
});
