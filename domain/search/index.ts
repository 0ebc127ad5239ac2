export * from "./changes";
export * from "./documents";
export { foldTerm } from "./fold";
export * from "./get-search";
export * from "./query";
export * from "./rank";
export * from "./search-items";
export { isStopWord } from "./stop-words";
export * from "./words";
