import { type ResourceRecord, UNKNOWN } from "../model";
import { stackOfUrn } from "../suppression";

/** A stack as an exported state has it. */
export interface StateStack {
  readonly name: string;
  readonly records: readonly ResourceRecord[];
}

type Fields = Readonly<Record<string, unknown>>;

/** Marks special values in a state, such as secrets: https://www.pulumi.com/docs/iac/concepts/secrets/ */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/**
 * The resources of a state that `pulumi stack export` wrote. Secrets that are written as ciphertext are not known; those
 * that `--show-secrets` wrote down are.
 * @throws Error when the text is no such state
 */
export function stackOfState(text: string, file: string): StateStack {
  const state = parsed(text, file);
  const deployment = isFields(state) ? state["deployment"] : undefined;
  if (!isFields(deployment)) throw new Error(`${file} is no exported state: write it by pulumi stack export.`);
  const all = Array.isArray(deployment["resources"]) ? deployment["resources"].filter(isFields) : [];
  // What is about to be deleted, and what the program only reads, is not the program's to mend.
  const resources = all.filter((resource) => resource["delete"] !== true && resource["external"] !== true);
  const [first] = resources;
  if (!first) throw new Error(`${file} holds no resources: there is nothing to judge.`);
  const byUrn = new Map(all.map((resource) => [String(resource["urn"]), resource]));
  return { name: stackOfUrn(String(first["urn"])), records: resources.map((resource) => recordOf(resource, byUrn)) };
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Error(`${file} is no JSON: ${(error as Error).message}`, { cause: error });
  }
}

function recordOf(resource: Fields, byUrn: ReadonlyMap<string, Fields>): ResourceRecord {
  const { urn, type, id, parent, provider, inputs, outputs, propertyDependencies, ignoreChanges } = resource;
  const reference = typeof provider === "string" ? byUrn.get(provider.slice(0, provider.lastIndexOf("::"))) : undefined;
  return {
    urn: String(urn),
    type: String(type),
    name: String(urn).split("::").slice(3).join("::"),
    props: { ...known(outputs), ...known(inputs), ...(typeof id === "string" && { id }) },
    ...(typeof parent === "string" && parent !== "" && { parent }),
    ...(reference && { provider: known(reference["inputs"]) }),
    // A state leaves out what is false or empty.
    protect: resource["protect"] === true,
    retainOnDelete: resource["retainOnDelete"] === true,
    ignoreChanges: Array.isArray(ignoreChanges) ? ignoreChanges.map(String) : [],
    propertyDependencies: dependenciesOf(propertyDependencies),
  };
}

function dependenciesOf(raw: unknown): Readonly<Record<string, readonly string[]>> {
  const entries = Object.entries(isFields(raw) ? raw : {});
  return Object.fromEntries(entries.map(([name, urns]) => [name, Array.isArray(urns) ? urns.map(String) : []]));
}

function known(fields: unknown): Fields {
  return isFields(fields) ? (revealed(fields) as Fields) : {};
}

function revealed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revealed);
  if (!isFields(value)) return value;
  if (value[SIGNATURE] === SECRET) return secret(value["plaintext"]);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, revealed(item)]));
}

function secret(plaintext: unknown): unknown {
  if (typeof plaintext !== "string") return UNKNOWN;
  try {
    return JSON.parse(plaintext) as unknown;
  } catch {
    // A plaintext is JSON; whatever else stands there is not understood, hence not known.
    return UNKNOWN;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
