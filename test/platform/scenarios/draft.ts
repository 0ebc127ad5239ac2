import { event, type Stage } from "../../support/stage";
import { callApi } from "./edge";
import type { Scenario } from "./index";

const HINDI = "आज क्रिकेट का मैच देखा, बहुत मज़ा आया #मैच";
const TAMIL = "இன்று சென்னையில் கிரிக்கெட் போட்டி நடந்தது";

function ask(stage: Stage, text: string) {
  const body = { text, language: "hi" };
  return callApi(stage, { method: "POST", path: "/v1/hashtags/suggest", scopes: ["hashtags/suggest"], body });
}

/** Somebody who has posted before writes in two languages, one of which Comprehend lacks; and asks twice about the same words. */
export const draft: Scenario = {
  name: "suggestions for a draft",
  start: "2026-11-02T08:00:00Z",
  async play(stage) {
    const posts = ["p-1", "p-2"].map((postId, place) => {
      const at = `2026-11-02T07:5${place}:00.000Z`;
      return event("INSERT", `e-${place}`, at, { postId, createdAt: at, text: "मैच #क्रिकेट #टीमइंडिया", tags: [] });
    });
    await stage.publish(...posts);
    await stage.pass(90);
    const first = await ask(stage, HINDI);
    const again = await ask(stage, HINDI);
    return { first, again, tamil: await ask(stage, TAMIL) };
  },
};
