import { expect } from "chai";
import { afterCancellation, nextStep, renderOperation, type Plan } from "@huut/domain";
import { postEvent } from "./post-model";

function planOf(event: ReturnType<typeof postEvent>): Plan {
  const step = nextStep(event);
  if (step.kind !== "write") throw new Error(step.kind);
  return step.plan;
}

describe("the transaction of an event", () => {
  it("of an insert is one write, refused over a newer state and over another insert", () => {
    const [write, ...others] = planOf(postEvent({}, { language: "hi" })).map(renderOperation);
    expect(others).to.deep.equal([]);
    expect(write).to.deep.include({ table: "posts", key: { postId: "p-1" } });
    expect(write?.condition).to.equal(
      "attribute_not_exists(#insertEventId) AND (attribute_not_exists(#postId) OR #version < :version OR " +
        "(#version = :version AND (#occurredAt < :occurredAt OR (#occurredAt = :occurredAt AND #eventId < :eventId))))",
    );
    expect(write?.update).to.match(/^SET .*#language = :language.* REMOVE #audioFile, #videoFile, #image$/);
  });

  it("of an update is two writes, and its row carries what the lake needs", () => {
    const [record, apply] = planOf(postEvent({ eventName: "MODIFY" }, { version: 2, likes: 5 })).map(renderOperation);
    expect(record).to.include({ table: "post-updates", condition: "attribute_not_exists(#postId)" });
    expect(record?.item).to.include({
      updateKey: "2026-11-02T05:31:07.120Z#e-1",
      eventName: "MODIFY",
      createdAt: "2026-11-02T05:31:07.120Z",
      version: 2,
      likes: 5,
    });
    expect(apply?.table).to.equal("posts");
    expect(apply?.condition).to.not.contain("insertEventId");
  });

  it("uses each name and each value that it declares: DynamoDB refuses the others", () => {
    const late = nextStep(postEvent(), { version: 9, occurredAt: "x", eventId: "y" });
    const plans = [
      planOf(postEvent()),
      planOf(postEvent({ eventName: "REMOVE" })),
      late.kind === "write" ? late.plan : [],
    ];
    for (const write of plans.flat().map(renderOperation)) {
      const text = `${write.update ?? ""} ${write.condition}`;
      for (const name of [...Object.keys(write.names), ...Object.keys(write.values)]) {
        expect(text).to.match(new RegExp(`${name}\\b`));
      }
      for (const [used] of text.matchAll(/[#:]\w+/g))
        expect({ ...write.names, ...write.values }).to.have.property(used);
    }
  });

  it("follows what DynamoDB says when it cancels", () => {
    const event = postEvent({ eventName: "MODIFY" });
    const after = (...codes: readonly string[]) =>
      afterCancellation(
        event,
        planOf(event),
        codes.map((code) => ({ code })),
      ).kind;
    expect(after("None", "TransactionConflict")).to.equal("wait");
    expect(after("ThrottlingError", "ProvisionedThroughputExceeded")).to.equal("wait");
    expect(after("ValidationError", "TransactionConflict")).to.equal("fail");
    expect(after("None", "ItemCollectionSizeLimitExceeded")).to.equal("fail");
    expect(after("None", "ConditionalCheckFailed")).to.equal("write");
  });
});
