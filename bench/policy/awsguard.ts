import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compileFunction } from "node:vm";

/**
 * Counts the rules of @pulumi/awsguard by resource type, from the package as published, and writes them down beside this
 * file. It is not installed: it needs a version of @pulumi/aws of years ago. Run after a change of VERSION:
 * `node -r ts-node/register/transpile-only bench/policy/awsguard.ts`
 */
const VERSION = "0.3.1";

interface PeerRule {
  readonly name: string;
  /** Classes of @pulumi/aws that it looks at: `s3.Bucket`. */
  readonly types: readonly string[];
}

const folder = mkdtempSync(join(tmpdir(), "awsguard-"));
try {
  const archive = execFileSync("npm", ["pack", "--silent", `@pulumi/awsguard@${VERSION}`], {
    cwd: folder,
    encoding: "utf8",
  });
  execFileSync("tar", ["-xzf", archive.trim()], { cwd: folder });
  const rules = rulesIn(join(folder, "package")).sort((a, b) => (a.name < b.name ? -1 : 1));
  writeFileSync(join(__dirname, "awsguard.json"), `${JSON.stringify({ version: VERSION, rules }, null, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true });
}

/** The rules that the package's modules register, when they are run against stand-ins that only take notes. */
function rulesIn(root: string): PeerRule[] {
  const rules: PeerRule[] = [];
  const types = (validation: unknown): readonly string[] =>
    Array.isArray(validation) ? validation.flatMap(types) : [(validation as { readonly type: string }).type];
  const note = (resourceClass: { readonly type: string }) => ({ type: resourceClass.type });
  const standIns: Readonly<Record<string, unknown>> = {
    "@pulumi/aws": namespace(""),
    "@pulumi/policy": { validateResourceOfType: note, validateStackResourcesOfType: note },
    "./awsGuard": {
      registerPolicy: (_: string, policy: Readonly<Record<string, unknown>> & { readonly name: string }) => {
        rules.push({ name: policy.name, types: types(policy["validateResource"] ?? policy["validateStack"]) });
      },
    },
  };
  for (const file of readdirSync(root).filter(
    (name) => /^[a-z]\w*\.js$/.test(name) && !/^(awsGuard|index)\./.test(name),
  )) {
    const load = compileFunction(readFileSync(join(root, file), "utf8"), ["exports", "require"], { filename: file });
    load.call(undefined, {}, (module: string) => standIns[module] ?? {});
  }
  return rules;
}

/** Whatever is read from it knows its own path: `aws.s3.Bucket` is of the type `s3.Bucket`. */
function namespace(path: string): object {
  return new Proxy(
    {},
    { get: (_, name: string) => (name === "type" ? path : namespace(path ? `${path}.${name}` : name)) },
  );
}
