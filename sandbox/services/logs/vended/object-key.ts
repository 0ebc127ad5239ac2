import type { LogType } from "./log-types";

/** Where a delivery's files go. */
export interface S3Target {
  readonly bucket: string;
  /** Without slashes at its ends; empty when the destination names the bucket only. */
  readonly prefix: string;
  readonly suffixPath: string;
  readonly hiveCompatible: boolean;
}

/** What the variables of a suffix path stand for, by name. */
export type Variables = Readonly<Record<string, string>>;

/**
 * The folder of a file, with its slash. Without a prefix the service puts its own in front.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html#bucket-path-examples
 */
export function folderOf({ prefix, suffixPath, hiveCompatible }: S3Target, type: LogType, values: Variables): string {
  const own = prefix === "" ? [`AWSLogs/{account-id}/${type.folder}`] : [prefix];
  return [...own, suffixPath]
    .flatMap((path) => path.split("/"))
    .filter((segment) => segment !== "")
    .map((segment) => `${segment.replaceAll(/\{([^}]*)\}/g, (_, name: string) => filled(name))}/`)
    .join("");

  function filled(name: string): string {
    const value = values[name] ?? "";
    return hiveCompatible ? `${type.variables[name]}=${value}` : value;
  }
}

/** The variables of a suffix path that the log type does not have, or keeps to itself. */
export function unknownVariables(suffixPath: string, type: LogType): string[] {
  return [...suffixPath.matchAll(/\{([^}]*)\}/g)]
    .map(([, name = ""]) => name)
    .filter((name) => name === "account-id" || !(name in type.variables));
}
