import { expect } from "chai";
import { serviceError } from "../packaged";
import { mediaMessage, postOf, TranscriptionDesk, VERSION } from "./transcription-desk";

const OTHER = "audio/u-1/p-1-again.mp3";
const withdrawal = (change: object = {}) => ({ kind: "withdraw", postId: "p-1", postVersion: 2, ...change });
const second = (change: object = {}) => postOf({ version: 2, ...change });
const again = mediaMessage({ postVersion: 2, audioFile: OTHER });

describe("route-media, from its package", () => {
  let desk: TranscriptionDesk;
  beforeEach(async () => {
    desk = new TranscriptionDesk();
    await desk.open();
  });
  afterEach(() => desk.close());

  const sent = async () => [await desk.messages("media"), await desk.messages("withdrawals")];

  const nothing: readonly object[] = [];
  const cases: readonly (readonly [
    string,
    object | undefined,
    object | undefined,
    readonly object[],
    readonly object[],
  ])[] = [
    ["has a new post's recording transcribed", undefined, postOf(), [mediaMessage()], nothing],
    ["leaves a post without one", undefined, postOf({ audioFile: undefined }), nothing, nothing],
    ["leaves a like", postOf({ likes: 1 }), second({ likes: 2 }), nothing, nothing],
    [
      "has another recording transcribed, and the first one withdrawn",
      postOf(),
      second({ audioFile: OTHER }),
      [again],
      [withdrawal({ mediaVersion: VERSION })],
    ],
    ["has captions withdrawn with the recording", postOf(), second({ audioFile: undefined }), nothing, [withdrawal()]],
    [
      "has them withdrawn with the post",
      postOf(),
      second({ audioFile: undefined, deleted: true }),
      nothing,
      [withdrawal()],
    ],
    ["has them withdrawn with an item that is gone", second(), undefined, nothing, [withdrawal()]],
    [
      "leaves a removed post that is removed again",
      second({ deleted: true }),
      second({ deleted: true }),
      nothing,
      nothing,
    ],
  ];
  for (const [what, before, after, media, withdrawals] of cases) {
    it(what, async () => {
      expect(await desk.route({ ...(before && { before }), ...(after && { after }) })).to.deep.equal([]);
      expect(await sent()).to.deep.equal([media, withdrawals]);
    });
  }

  it("says the same again of a record that comes again, and the older of two that come in the wrong order", async () => {
    const [inserted, replaced] = [{ after: postOf() }, { before: postOf(), after: second({ audioFile: OTHER }) }];
    expect(await desk.route(replaced, inserted, inserted)).to.deep.equal([]);
    const [media, withdrawals] = await sent();
    expect(media).to.have.deep.members([again, mediaMessage(), mediaMessage()]);
    expect(withdrawals).to.deep.equal([withdrawal({ mediaVersion: VERSION })]);
  });

  const broken = [
    ["no JSON", "{"],
    ["nothing of DynamoDB", "{}"],
    ["null", "null"],
    ["a type that DynamoDB has not", JSON.stringify({ dynamodb: { NewImage: { audioFile: { X: 1 } } } })],
  ] as const;
  for (const [what, record] of broken) {
    it(`fails of a batch the record only that is ${what}`, async () => {
      const others = ["p-2", "p-3"].map((postId) => ({ after: postOf({ postId }) }));
      expect(await desk.route(others[0] as object, record, others[1] as object)).to.deep.equal([1]);
      const [media = []] = await sent();
      expect(media.map(({ postId }) => postId)).to.have.members(["p-2", "p-3"]);
    });
  }

  it("sends ten messages a call, and fails the records whose messages the queue does not take", async () => {
    const posts = Array.from({ length: 12 }, (_, index) => ({ after: postOf({ postId: `p-${index}` }) }));
    desk.before = ({ operation, input }) => {
      if (operation !== "SendMessageBatch" || (input["Entries"] as object[]).length !== 2) return undefined;
      return { answer: { Failed: [{ Id: "1", Code: "InternalError", SenderFault: false }] } };
    };
    expect(await desk.route(...posts)).to.deep.equal([11]);
    const [media = []] = await sent();
    expect([desk.count("SendMessageBatch"), media.length]).to.deep.equal([2, 10]);
  });

  it("leaves the whole batch to come again when the queue answers nobody, before or after it took the messages", async () => {
    for (const when of ["before", "after"] as const) {
      desk[when] = () => {
        throw serviceError("ServiceUnavailable");
      };
      let failure: unknown;
      await desk.route({ after: postOf() }).catch((error: Error) => (failure = error.name));
      expect(failure).to.equal("ServiceUnavailable");
      desk.heal();
      expect(await desk.route({ after: postOf() })).to.deep.equal([]);
    }
    const [media = []] = await sent();
    expect(media).to.deep.equal([mediaMessage(), mediaMessage(), mediaMessage()]);
  });
});
