export * from "./cues";
export * from "./sentences";
export * from "./transcript";
export * from "./words";
