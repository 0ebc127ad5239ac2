export * from "./allowance";
export { draftAnswer, type DraftFindings, type DraftGap, type Surrounding } from "./answer";
export * from "./call";
