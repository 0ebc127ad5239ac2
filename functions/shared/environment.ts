/**
 * The environment variables a function is declared to have, as strings that are there.
 *
 * @param names the variables the handler reads
 * @throws when one is missing or empty: the function was deployed without what it needs
 */
export function environment<Name extends string>(...names: readonly Name[]): Readonly<Record<Name, string>> {
  const values: Record<string, string> = {};
  for (const name of names) {
    const value = process.env[name];
    if (value === undefined || value === "") {
      throw new Error(`The environment variable ${name} is missing: declare it in the function's "environment".`);
    }
    values[name] = value;
  }
  return values as Record<Name, string>;
}
