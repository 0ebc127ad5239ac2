import { expect } from "chai";
import { parseFeedLine } from "@huut/domain";
import { postEvent } from "./post-model";

function errorOf(text: string, line = 7): string {
  const entry = parseFeedLine(text, line);
  return entry !== undefined && "error" in entry ? entry.error : "no error";
}

describe("parseFeedLine", () => {
  it("publishes a post event at its own time under its own name", () => {
    const event = postEvent();
    expect(parseFeedLine(JSON.stringify(event), 3)).to.deep.equal({
      line: 3,
      at: event.occurredAt,
      body: JSON.stringify(event),
      attributes: { eventName: "INSERT", schema: "post/1" },
    });
  });

  it("publishes an envelope as it says", () => {
    const at = "2026-11-02T06:00:00Z";
    const text = JSON.stringify({ at, body: "no JSON", attributes: { schema: "post/1" } });
    expect(parseFeedLine(text, 1)).to.deep.equal({
      line: 1,
      at: "2026-11-02T06:00:00.000Z",
      body: "no JSON",
      attributes: { schema: "post/1" },
    });
    expect(parseFeedLine(JSON.stringify({ at, body: [1], attributes: { a: "b" } }), 1)).to.deep.include({
      body: "[1]",
      attributes: { a: "b" },
    });
  });

  it("skips blank lines and a byte order mark", () => {
    expect(parseFeedLine("  ", 2)).to.equal(undefined);
    expect(parseFeedLine(`\uFEFF${JSON.stringify(postEvent())}`, 1)).to.have.property("body");
  });

  const broken: readonly (readonly [string, RegExp])[] = [
    ["{", /^line 7 is not JSON .*: write one JSON object a line$/],
    ["[1]", /^line 7 is not a JSON object/],
    [`{"eventName":"INSERT"}`, /^line 7 has no valid "occurredAt": give it one .* or wrap it/],
    [`{"body":"x"}`, /^line 7 has no valid "at"/],
    [`{"at":"2026-11-02T06:00:00Z"}`, /^line 7 has no "body"/],
    [`{"at":"2026-11-02T06:00:00Z","body":""}`, /^line 7 has an empty "body"/],
    [`{"at":"2026-11-02T06:00:00Z","body":"x","attributes":{"a":1}}`, /^line 7 has bad "attributes"/],
    [`{"at":"2026-11-02T06:00:00Z","body":"x"}`, /^line 7 has bad "attributes"/],
    [`{"at":"2026-11-02T06:00:00Z","body":"x","attributes":{}}`, /^line 7 has no attributes, .* give one/],
    [`{"at":"2026-11-02T06:00:00Z","body":"x","attributes":{"schema":"comment\/1"}}`, /^line 7 says .* filters out/],
  ];
  for (const [text, message] of broken) {
    it(`refuses ${text} with its number and the cure`, () => expect(errorOf(text)).to.match(message));
  }
});
