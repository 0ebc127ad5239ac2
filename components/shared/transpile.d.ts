import type * as typescript from "typescript";

/**
 * A transpiler that remembers, from process to process, what it emitted for a file, its text and these options.
 *
 * @param folder where; below node_modules by default
 * @returns what turns a file's text into JavaScript; `fileName` names it, in the memory, too
 */
export function remembering(
  compiler: typeof typescript,
  compilerOptions: typescript.CompilerOptions,
  folder?: string,
): (text: string, fileName: string) => typescript.TranspileOutput;
