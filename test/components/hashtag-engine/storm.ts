import { expect } from "chai";
import { Alone, posted } from "./alone";

/** What goes wrong while posts come, are edited and go. */
const FAULTS = [
  { kind: "duplicate", service: "sqs", probability: 0.3 },
  { kind: "reorder", service: "sqs", probability: 0.2, delay: 120_000 },
  { kind: "throttle", service: "comprehend", probability: 0.3, until: 300_000 },
  { kind: "throttle", service: "translate", times: 6 },
  { kind: "throttle", service: "dynamodb", probability: 0.05, until: 300_000 },
  { kind: "crash", service: "comprehend", operation: "BatchDetectEntities", function: "analyse-text", times: 1 },
  { kind: "crash", service: "dynamodb", operation: "BatchWriteItem", function: "analyse-text", times: 1 },
  { kind: "crash", service: "dynamodb", operation: "PutItem", function: "route-texts", times: 1 },
  { kind: "crash", service: "dynamodb", operation: "PutItem", function: "analyse-text", times: 1 },
  { kind: "crash", service: "sqs", operation: "SendMessageBatch", function: "analyse-text", times: 1 },
  { kind: "crash", service: "dynamodb", operation: "TransactWriteItems", function: "suggest-hashtags", times: 1 },
  { kind: "crash", service: "dynamodb", operation: "PutItem", function: "suggest-hashtags", times: 1 },
  { kind: "lost-answer", service: "dynamodb", function: "suggest-hashtags", probability: 0.1, until: 300_000 },
  { kind: "crash", service: "dynamodb", operation: "TransactWriteItems", function: "count-votes", times: 2 },
  { kind: "lost-answer", service: "dynamodb", function: "count-votes", probability: 0.1, until: 300_000 },
  { kind: "crash", service: "dynamodb", operation: "TransactWriteItems", function: "index-text", times: 2 },
  { kind: "lost-answer", service: "dynamodb", function: "index-text", probability: 0.1, until: 300_000 },
] as const;

const POSTS = 12;
/** Of twelve posts, three become others. */
const TEXTS = POSTS + 3;
const TEXTS_BY_KIND = ["இன்று கிரிக்கெட் போட்டி நடந்தது", "आज क्रिकेट का मैच देखा, बहुत मज़ा आया"] as const;

/** Twelve posts come; of every four one is edited, one removed, one liked. @returns what is there once all is quiet */
async function life(alone: Alone) {
  const post = (index: number, change: object = {}) =>
    posted(`p-${index}`, { text: `${TEXTS_BY_KIND[index % 2]} ${index} #दिन${index}`, ...change });
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
  const topics = { votes: alone.items("tagActivityTable"), search: alone.items("searchTermsTable") };
  return { items: alone.rawText(), manual, topics };
}

let calm: Promise<Awaited<ReturnType<typeof life>>["topics"]> | undefined;

/** Votes and index of the same posts when nothing goes wrong. */
function calmTopics() {
  const lived = async () => {
    const alone = await Alone.open();
    try {
      return (await life(alone)).topics;
    } finally {
      alone.stage.close();
    }
  };
  return (calm ??= lived());
}

/**
 * Everything is there, once, whatever went wrong: nothing is lost, and nothing is asked for again but what got lost on its way.
 *
 * @returns how often each fault struck
 */
export async function weather(seed: number): Promise<readonly number[]> {
  const expectedTopics = await calmTopics();
  const alone = await Alone.open(FAULTS, seed);
  try {
    const { items, manual, topics } = await life(alone);
    expect(topics).to.deep.equal(expectedTopics);
    expect(items).to.have.length(POSTS);
    expect(items.filter(({ pending, gaveUp }) => pending !== undefined || gaveUp !== undefined)).to.deep.equal([]);
    const expected = manual.map((_, index) => [[`#दिन${index}`], [`#चाय${index}`], [], [`#दिन${index}`]][index % 4]);
    expect(manual).to.deep.equal(expected);
    expect([alone.denied(), alone.deadLetters()]).to.deep.equal([[], 0]);
    // A call is asked again only where its answer went down with its function before it was kept: of one feature, and of languages.
    const { BatchDetectSentiment, BatchDetectKeyPhrases, BatchDetectEntities, BatchDetectDominantLanguage } =
      alone.documents();
    expect(BatchDetectSentiment, "sentiments").to.be.within(1, TEXTS);
    expect(BatchDetectKeyPhrases, "key phrases").to.be.within(1, TEXTS);
    expect(BatchDetectEntities, "entities").to.be.within(1, TEXTS + POSTS);
    expect(BatchDetectDominantLanguage, "languages").to.be.within(1, TEXTS + POSTS);
    return alone.stage.sandbox.world.faults.counts().map(({ struck }) => struck);
  } finally {
    alone.stage.close();
  }
}
