export * from "./policy-document";
export * from "./resource";
export * from "./rule";
export * from "./stack";
export * from "./truth";
export * from "./value";
