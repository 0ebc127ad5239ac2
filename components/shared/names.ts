import { type Place } from "./place";

/** What every name of the platform begins with. */
export const PREFIX = "huut";

/**
 * How long a name may be, and which characters it may have, per kind of resource.
 *
 * Sources: the services' API references (`FunctionName`, `RoleName`, `QueueName`, `TableName`, `BucketName`, …).
 */
const RULES = {
  function: { longest: 64, pattern: /^[A-Za-z0-9-_]+$/ },
  role: { longest: 64, pattern: /^[\w+=,.@-]+$/ },
  queue: { longest: 80, pattern: /^[A-Za-z0-9-_]+$/ },
  table: { longest: 255, pattern: /^[A-Za-z0-9_.-]{3,}$/ },
  topic: { longest: 256, pattern: /^[A-Za-z0-9-_]+$/ },
  stream: { longest: 64, pattern: /^[A-Za-z0-9_.-]+$/ },
  bucket: { longest: 63, pattern: /^[a-z0-9][a-z0-9-]+[a-z0-9]$/ },
  schedule: { longest: 64, pattern: /^[A-Za-z0-9_.-]+$/ },
  rule: { longest: 64, pattern: /^[A-Za-z0-9_.-]+$/ },
  layer: { longest: 140, pattern: /^[A-Za-z0-9-_]+$/ },
  alias: { longest: 256, pattern: /^[A-Za-z0-9/_-]+$/ },
  database: { longest: 255, pattern: /^[a-z0-9_]+$/ },
  any: { longest: 64, pattern: /^[A-Za-z0-9_.-]+$/ },
} as const;

/** The kinds of resource whose names are checked. */
export type NamedKind = keyof typeof RULES;

function checked(kind: NamedKind, name: string): string {
  const { longest, pattern } = RULES[kind];
  if (name.length > longest) {
    throw new Error(
      `The ${kind} name "${name}" has ${name.length} characters, ${longest} at most: shorten a part of it.`,
    );
  }
  if (!pattern.test(name)) throw new Error(`The ${kind} name "${name}" must match ${pattern}: change a part of it.`);
  return name;
}

/**
 * A name that is unique within an account and region: `huut-dev-post-events`.
 *
 * Names are identity: changing a part replaces the resource.
 */
export function resourceName(place: Place, part: string, kind: NamedKind = "any"): string {
  return checked(kind, `${PREFIX}-${place.stack}-${part}`);
}

/** A name that must be unique on the whole of AWS: `huut-dev-raw-222222222222-ap-south-1`. */
export function globalName(place: Place, part: string): string {
  return checked("bucket", `${PREFIX}-${place.stack}-${part}-${place.account}-${place.region}`);
}

/** A name for Glue and Athena, which want underscores: `huut_dev_lake`. */
export function databaseName(place: Place, part?: string): string {
  return checked(
    "database",
    [PREFIX, place.stack, ...(part ? [part] : [])].join("_").replaceAll("-", "_").toLowerCase(),
  );
}
