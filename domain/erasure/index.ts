export type { EraseAnswer, EraseRequest } from "./answer";
export * from "./curated";
export * from "./items";
export * from "./lines";
export * from "./markers";
export * from "./objects";
export * from "./receipt";
export * from "./state";
