"use strict";
/**
 * How TypeScript, and ES modules of the layer, become the JavaScript that runs: TypeScript's own transpiler, and a folder that
 * remembers what it emitted, so that the next process only reads. ts-node asks it (tsconfig.json, "ts-node"), and so does
 * whoever packs the layer. Plain JavaScript, because it runs before anything else can be loaded.
 *
 * There is one entry a file of the project and set of options: the newest. It holds the digest of everything that the output
 * depends on; an entry with another digest is written anew. Without a folder that can be written, every process transpiles.
 */
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { dirname, join, relative } = require("node:path");

const project = join(__dirname, "..", "..");
const memory = join(project, "node_modules", ".cache", "transpiled");

exports.remembering = (typescript, compilerOptions, folder = memory) => {
  const settings = digest(typescript.version, JSON.stringify(compilerOptions));
  return (input, fileName) => {
    const entry = join(folder, digest(settings, relative(project, fileName)));
    const made = digest(settings, fileName, input);
    const remembered = read(entry);
    if (remembered?.made === made) return remembered.output;
    const output = typescript.transpileModule(input, { fileName, compilerOptions, reportDiagnostics: true });
    // What has mistakes is told about each time.
    if (output.diagnostics.length === 0) write(entry, { made, output });
    return output;
  };
};

/**
 * @param {import("ts-node").CreateTranspilerOptions & { folder?: string }} options ts-node's, and where to remember
 * @returns {import("ts-node").Transpiler}
 */
exports.create = ({ service, folder }) => {
  const typescript = require(service.projectLocalResolveHelper(service.options.compiler ?? "typescript", true));
  const transpile = exports.remembering(typescript, service.config.options, folder);
  return { transpile: (input, { fileName }) => transpile(input, fileName) };
};

function digest(...parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest("hex").slice(0, 32);
}

function read(entry) {
  try {
    return JSON.parse(readFileSync(entry, "utf8"));
  } catch {
    // Absent, or cut short by a machine that stopped: made anew.
    return undefined;
  }
}

/** Other processes write the same entry at the same time: each a file of its own, which then takes the entry's place whole. */
function write(entry, content) {
  const own = `${entry}.${process.pid}`;
  try {
    mkdirSync(dirname(entry), { recursive: true });
    writeFileSync(own, JSON.stringify(content));
    renameSync(own, entry);
  } catch {
    // A folder that cannot be written costs time, nothing else.
  }
}
