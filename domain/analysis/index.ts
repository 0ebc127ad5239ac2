export * from "./analyse";
export * from "./ask";
export * from "./documents";
export * from "./features";
export * from "./leave-out";
export {
  ANALYSIS_PARTS,
  ANALYSIS_SHARDS,
  analysedPart,
  analysisPending,
  analysisPendingKeys,
  emptyRawText,
  rawTextWrite,
  removeRawText,
  stageOf,
  suggestedFrom,
  wantPart,
  withdrawPart,
  type AnalysedPart,
  type AnalysisPart,
  type AnalysisStage,
  type PartSubject,
  type RawPart,
  type RawTextItem,
} from "./raw-text";
export * from "./refusals";
export * from "./routes";
export * from "./suggestion-input";
export * from "./sweep";
export * from "./text-analysis";
export * from "./text-language";
