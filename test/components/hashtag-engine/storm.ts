import { expect } from "chai";
import { Alone, posted } from "./alone";

/** What goes wrong while posts come, are edited and go. */
const FAULTS = [
  { kind: "duplicate", service: "sqs", probability: 0.3 },
  { kind: "reorder", service: "sqs", probability: 0.2, delay: 120_000 },
  { kind: "throttle", service: "comprehend", probability: 0.3, until: 300_000 },
  { kind: "throttle", service: "translate", probability: 0.3, until: 300_000 },
  { kind: "throttle", service: "dynamodb", probability: 0.05, until: 300_000 },
  { kind: "crash", service: "comprehend", operation: "BatchDetectEntities", function: "analyse-text", times: 1 },
  { kind: "crash", service: "dynamodb", operation: "BatchWriteItem", function: "analyse-text", times: 1 },
  { kind: "crash", service: "dynamodb", operation: "PutItem", function: "route-texts", times: 1 },
  { kind: "crash", service: "dynamodb", operation: "PutItem", function: "analyse-text", times: 1 },
  { kind: "crash", service: "sqs", operation: "SendMessageBatch", function: "analyse-text", times: 1 },
  { kind: "crash", service: "dynamodb", operation: "TransactWriteItems", function: "suggest-hashtags", times: 1 },
  { kind: "crash", service: "dynamodb", operation: "PutItem", function: "suggest-hashtags", times: 1 },
  { kind: "lost-answer", service: "dynamodb", function: "suggest-hashtags", probability: 0.05, until: 300_000 },
] as const;

const POSTS = 12;

/** Twelve posts come; of every four one is edited, one removed, one liked. @returns what is there once all is quiet */
async function life(alone: Alone) {
  const post = (index: number, change: object = {}) =>
    posted(`p-${index}`, { text: `आज क्रिकेट का मैच देखा, बहुत मज़ा आया #दिन${index}`, ...change });
  for (let index = 0; index < POSTS; index++) await alone.put("postsTable", post(index));
  await alone.stage.pass(20);
  for (let index = 0; index < POSTS; index++) {
    if (index % 4 === 1) await alone.put("postsTable", post(index, { version: 2, text: `सुबह की चाय #चाय${index}` }));
    if (index % 4 === 2) await alone.put("postsTable", post(index, { version: 2, text: "", deleted: true }));
    if (index % 4 === 3) await alone.put("postsTable", post(index, { version: 2, likes: 1 }));
  }
  // As long as five receives may take, and the sweep's patience.
  await alone.stage.pass(4 * 3_600);
  const manual = Array.from({ length: POSTS }, (_, index) => alone.tags(`p-${index}`).manual.map(({ tag }) => tag));
  return { items: alone.rawText(), manual };
}

/** Everything is there, once, whatever went wrong: nothing is lost, and nothing is asked for again but what got lost on its way. */
export async function weather(seed: number): Promise<void> {
  const alone = await Alone.open(FAULTS, seed);
  try {
    const { items, manual } = await life(alone);
    expect(items).to.have.length(POSTS);
    expect(items.filter(({ pending, gaveUp }) => pending !== undefined || gaveUp !== undefined)).to.deep.equal([]);
    const expected = manual.map((_, index) => [[`#दिन${index}`], [`#चाय${index}`], [], [`#दिन${index}`]][index % 4]);
    expect(manual).to.deep.equal(expected);
    expect([alone.denied(), alone.deadLetters()]).to.deep.equal([[], 0]);
    // Twelve texts, three of which became others, and what crashed calls had been answered.
    for (const [name, count] of Object.entries(alone.documents())) {
      expect(count, name).to.be.at.most(POSTS + 3 + POSTS);
    }
  } finally {
    alone.stage.close();
  }
}
