import { expect } from "chai";
import { eventDigest, messageDigest, parsePostEvent } from "@huut/domain";
import { postEvent } from "./post-model";

const ATTRIBUTES = { eventName: "INSERT", schema: "post/1" };

function reasonsOf(
  change: (event: ReturnType<typeof postEvent>) => unknown,
  attributes = ATTRIBUTES,
): readonly string[] {
  const parsed = parsePostEvent(JSON.stringify(change(postEvent())), attributes);
  return parsed.ok ? [] : parsed.reasons;
}

/** Reasons when the post's fields are replaced. */
function post(fields: Readonly<Record<string, unknown>>): readonly string[] {
  return reasonsOf((event) => ({ ...event, post: { ...event.post, ...fields } }));
}

describe("parsePostEvent", () => {
  it("accepts an event, strips what it does not know, and writes one spelling", () => {
    const event = postEvent({}, { tags: ["#Café", "#cafe\u0301", "＃हिन्दी"], text: "cafe\u0301" });
    const body = JSON.stringify({
      ...event,
      occurredAt: "2026-11-02T05:31:07Z",
      trace: "x",
      post: { ...event.post, mood: "good" },
    });
    const parsed = parsePostEvent(body, ATTRIBUTES);
    expect(parsed).to.deep.equal({
      ok: true,
      event: {
        ...event,
        occurredAt: "2026-11-02T05:31:07.000Z",
        post: { ...event.post, text: "café", tags: ["#café", "#हिन्दी"] },
      },
    });
  });

  const cases: readonly (readonly [string, () => readonly string[], readonly string[]])[] = [
    [
      "a version as text",
      () => post({ version: "1" }),
      [`post.version: expected a whole number of at least 1, got "1"`],
    ],
    [
      "a fraction of a like",
      () => post({ likes: 0.5 }),
      ["post.likes: expected a whole number of at least 0, got 0.5"],
    ],
    [
      "a number beyond exactness",
      () => post({ heard: 2 ** 53 }),
      ["post.heard: expected a whole number of at least 0, got 9007199254740992"],
    ],
    [
      "null for an optional field",
      () => post({ image: null }),
      ["post.image: expected an object key under images/, got null"],
    ],
    [
      "a key that climbs out of its folder",
      () => post({ videoFile: "video/../audio/a.mp4" }),
      [`post.videoFile: expected an object key under video/, got "video/../audio/a.mp4"`],
    ],
    [
      "several faults at once",
      () => post({ postId: "a/b", tags: ["#ok", ""] }),
      [
        `post.postId: expected an identifier of 1 to 128 letters, digits, '.', '_', ':' or '-', got "a/b"`,
        `post.tags[1]: expected # and then letters, marks, digits, emoji or _, at most 100 characters, got ""`,
      ],
    ],
    ["too many tags", () => post({ tags: Array(51).fill("#a") }), ["post.tags: expected at most 50 tags, got 51"]],
    [
      "a text beyond its limit",
      () => post({ text: "अ".repeat(30_000) }),
      ["post.text: expected at most 65536 bytes of UTF-8, got 90000"],
    ],
    [
      "a list",
      () => reasonsOf((event) => [event]),
      [`body: expected a JSON object with eventId, eventName, occurredAt and post, got "a list of 1"`],
    ],
    [
      "attributes that contradict the body",
      () => reasonsOf((event) => event, { eventName: "REMOVE", schema: "post/2" }),
      [
        `attributes.schema: expected "post/1", got "post/2"`,
        `attributes.eventName: expected the body's eventName "INSERT", got "REMOVE"`,
      ],
    ],
  ];
  for (const [what, reasons, expected] of cases) {
    it(`refuses ${what}, and says where`, () => expect(reasons()).to.deep.equal(expected));
  }
});

describe("digests", () => {
  it("tell events by their content and messages by their text", () => {
    const event = postEvent();
    const spaced = parsePostEvent(JSON.stringify({ ...event, extra: 1 }, undefined, 2), ATTRIBUTES);
    expect(spaced.ok && eventDigest(spaced.event)).to.equal(eventDigest(event));
    expect(eventDigest(postEvent({}, { likes: 1 }))).to.not.equal(eventDigest(event));
    expect(messageDigest("x", { a: "1", b: "2" })).to.equal(messageDigest("x", { b: "2", a: "1" }));
    expect(messageDigest("x", { a: "1" })).to.not.equal(messageDigest("x", { a: "2" }));
  });
});
