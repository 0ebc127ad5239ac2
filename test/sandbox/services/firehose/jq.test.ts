import { expect } from "chai";
import { extract } from "../../../../sandbox/services/firehose/jq";
import { World } from "../../../../sandbox/world/world";

describe("jq of a delivery stream", () => {
  const world = new World({ seed: 1, start: 0 });
  const keysOf = (query: string, ...records: string[]) => extract(world, query, records);
  const failure = (query: string, ...records: string[]) =>
    keysOf(query, ...records).then(
      () => "no failure",
      (error: Error) => error.message,
    );

  it("answers for each record of each batch", async () => {
    expect(await keysOf("{day: .at[0:10]}", '{"at":"2026-11-02T05"}', "no JSON", "[]")).to.deep.equal([
      { keys: { day: "2026-11-02" } },
      { error: "Invalid numeric literal at line 1, column 3 (while parsing 'no JSON')" },
      { error: 'Cannot index array with string "at"' },
    ]);
    expect(await keysOf("{day: .at[0:10]}", '{"at":"2026-11-03T05"}')).to.deep.equal([{ keys: { day: "2026-11-03" } }]);
  });

  it("takes records of any size, wherever its reads end", async () => {
    for (const length of [...Array.from({ length: 80 }, (_, i) => 960 + i), 4_096, 65_536, 300_000]) {
      const [found] = await keysOf("{n: (.text | length)}", JSON.stringify({ text: "क".repeat(length) }));
      expect(found).to.deep.equal({ keys: { n: length } });
    }
  });

  it("wants one object of a record", async () => {
    const error = "The query must return one JSON object.";
    expect(await keysOf("empty", "{}")).to.deep.equal([{ error }]);
    expect(await keysOf("., .", "{}")).to.deep.equal([{ error }]);
    expect(await keysOf("1", "{}")).to.deep.equal([{ error }]);
  });

  it("says in jq's words why a query is none, each time", async () => {
    for (const attempt of [1, 2]) {
      expect(await failure("{a: ", "{}"), `attempt ${attempt}`).to.match(/^jq ended with status 3: .*syntax error/);
    }
    expect(await failure("halt", "{}")).to.equal("jq ended with status 0: ");
  });

  it("goes on after a query that lost its place, and with more queries than wait", async () => {
    expect(await failure("input", "{}")).to.equal("jq answered 0 lines to 1 records: input");
    for (const round of [1, 2]) {
      for (const n of [1, 2, 3, 4, 5, 6]) {
        expect(await keysOf(`{n: ${n}}`, "{}"), `round ${round}`).to.deep.equal([{ keys: { n } }]);
      }
    }
  });
});
