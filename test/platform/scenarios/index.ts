import type { FaultPlan } from "../../../sandbox";
import type { Stage } from "../../support/stage";
import {
  brokenCaptionCalls,
  captionCalls,
  lateTranslation,
  lostTranscript,
  owedCorrection,
  parkedCaptions,
  retriedTranslation,
} from "./caption-calls";
import {
  largeMedia,
  lostEvent,
  lostNewTranscript,
  lostOutput,
  lostSweep,
  replacement,
  strangeChange,
  stuckMedia,
  takenBack,
  transcription,
  uninvokedSweep,
  withdrawal,
} from "./captions";
import { draft } from "./draft";
import { brokenEdge, edge } from "./edge";
import { brokenFeedCalls, feedCalls } from "./feed";
import { lostMessages, retriedTexts, searched } from "./hashtags";
import { crawl, curate, keepHistory } from "./curation";
import { brokenDelivery, delivery, largeDelivery, lostAnswer, strangeRecord } from "./delivery";
import { erasure, lostErasureSweep, unsweptErasures } from "./erasure";
import { insight, lostInvocation, lostQuery, lostResult } from "./insights";
import { brokenTagExport, lostTagExport, tagExport, uninvokedTagExport } from "./tag-export";

/** A short story of the platform that uses some of its grants. */
export interface Scenario {
  readonly name: string;
  /** Where the virtual clock starts. */
  readonly start: string;
  readonly faults?: FaultPlan;
  /** @returns what callers were answered, for the evidence */
  readonly play: (stage: Stage) => Promise<object>;
}

/** Quick ones first: a grant is tried in the first that uses it. */
export const scenarios: readonly Scenario[] = [
  edge,
  brokenEdge,
  draft,
  lostSweep,
  lostErasureSweep,
  brokenCaptionCalls,
  brokenFeedCalls,
  feedCalls,
  lostMessages,
  retriedTexts,
  searched,
  strangeChange,
  transcription,
  withdrawal,
  replacement,
  takenBack,
  uninvokedSweep,
  lostEvent,
  lostOutput,
  lostNewTranscript,
  lostTranscript,
  captionCalls,
  retriedTranslation,
  owedCorrection,
  stuckMedia,
  largeMedia,
  lateTranslation,
  parkedCaptions,
  tagExport,
  brokenTagExport,
  lostTagExport,
  uninvokedTagExport,
  delivery,
  strangeRecord,
  brokenDelivery,
  lostAnswer,
  crawl,
  curate,
  keepHistory,
  insight,
  lostQuery,
  lostResult,
  lostInvocation,
  unsweptErasures,
  erasure,
  largeDelivery,
];
