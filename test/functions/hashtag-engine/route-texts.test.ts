import { expect } from "chai";
import { storedOf } from "../../domain/captions/stored";
import { serviceError } from "../packaged";
import { postOf, TextDesk } from "./text-desk";

const second = (change: object = {}) => postOf({ version: 2, ...change });

describe("route-texts, from its package", () => {
  let desk: TextDesk;
  beforeEach(async () => {
    desk = new TextDesk();
    await desk.open();
  });
  afterEach(() => desk.close());

  it("notes what waits, and sends pointers, never texts", async () => {
    expect(await desk.route({ after: postOf() })).to.deep.equal([]);
    expect(await desk.rawText()).to.deep.include({ postId: "p-1", revision: 1, content: 0 });
    expect(JSON.stringify(await desk.rawText())).to.not.contain("बारिश");
    expect(await desk.messages("texts")).to.deep.equal([{ kind: "analyse", postId: "p-1" }]);
  });

  it("leaves likes, posts that say nothing, and recordings that have no transcript yet", async () => {
    const media = {
      postId: "p-3",
      language: "media",
      postVersion: 1,
      mediaVersion: "0123456789abcdef",
      state: "starting",
    };
    const nothing = [
      { before: postOf(), after: second({ likes: 3 }) },
      { after: postOf({ postId: "p-2", text: "" }) },
      { after: media },
      { before: postOf({ deleted: true }), after: second({ deleted: true }) },
    ];
    expect(await desk.route(...nothing)).to.deep.equal([]);
    expect([await desk.items("rawText"), await desk.waiting("texts")]).to.deep.equal([[], []]);
  });

  it("has a removed post's tags withdrawn, and an insert that comes after it analysed no more", async () => {
    const removed = second({ text: "", deleted: true });
    await desk.route({ before: postOf(), after: removed });
    await desk.route({ after: postOf() });
    expect(await desk.rawText())
      .to.include({ removedAt: 2 })
      .and.not.have.property("text");
    expect(await desk.waiting("texts")).to.deep.equal([]);
    expect(new Set(await desk.waiting("suggestions"))).to.deep.equal(new Set(["p-1"]));
  });

  it("hears of transcripts by the item of the recording", async () => {
    await desk.transcribed(storedOf(["आज बारिश हुई।"]));
    expect((await desk.rawText())?.speech).to.include({ state: "wanted", postVersion: 1 });
    expect(await desk.waiting("texts")).to.deep.equal(["p-1"]);
  });

  it("makes one write and one message of all that a batch says of a post, the newest of it", async () => {
    const changes = [
      { after: postOf() },
      { before: second(), after: second({ version: 3, text: "कल" }) },
      { after: postOf() },
    ];
    expect(await desk.route(...changes)).to.deep.equal([]);
    expect((await desk.rawText())?.text?.postVersion).to.equal(3);
    expect([desk.count("PutItem"), await desk.waiting("texts")]).to.deep.equal([1, ["p-1"]]);
  });

  it("fails only records that it cannot read, note or send", async () => {
    const posts = ["p-2", "p-3"].map((postId) => ({ after: postOf({ postId }) }));
    expect(await desk.route("{", ...posts, "null")).to.deep.equal([0, 3]);
    desk.before = ({ operation, input }) => {
      if (operation === "PutItem" && JSON.stringify(input).includes("p-4")) throw serviceError("ThrottlingException");
      if (operation !== "SendMessageBatch") return undefined;
      return { answer: { Failed: [{ Id: "0", Code: "InternalError", SenderFault: false }] } };
    };
    const failed = await desk.route({ after: postOf({ postId: "p-4" }) }, { after: postOf({ postId: "p-5" }) });
    expect(failed.toSorted()).to.deep.equal([0, 1]);
    desk.heal();
    // Noted, and not sent: sent when the record comes again.
    expect(await desk.route({ after: postOf({ postId: "p-5" }) })).to.deep.equal([]);
    expect(await desk.waiting("texts")).to.include("p-5");
  });

  it("gives way to another writer of the same item", async () => {
    let raced = false;
    desk.before = async ({ operation }) => {
      if (operation !== "PutItem" || raced) return;
      raced = true;
      await desk.route({ after: second({ text: "कल" }) });
    };
    expect(await desk.route({ after: postOf() })).to.deep.equal([]);
    expect(raced).to.equal(true);
    expect((await desk.rawText())?.text?.postVersion).to.equal(2);
  });
});
