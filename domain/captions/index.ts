export * from "./cues";
export * from "./graphemes";
export * from "./parameters";
export * from "./placeholders";
export * from "./sentences";
export * from "./transcript";
export * from "./transcript-parse";
export * from "./words";
