export * from "./alias-table";
export * from "./aliases";
export * from "./extract";
export * from "./tag-key";
