export * from "./extract";
