import { parser, validator } from "srt-validator";
import { WebVTTParser, type TreeNode } from "webvtt-parser";

/** A file's cues as a parser reads them that shares no code with the writer, and what it finds wrong. */
export interface Verified {
  readonly cues: readonly ReadCue[];
  /** `line 7: Incorrect escape.`; none for a sound file. */
  readonly problems: readonly string[];
}

/** Times are whole milliseconds. */
export interface ReadCue {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/** Its own table lacks the semicolons, with which it looks entities up. */
const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&lrm;": "\u200e", "&rlm;": "\u200f", "&nbsp;": "\u00a0" };

/** Reads a WebVTT file with the parser of W3C's validator. */
export function verifyVtt(file: string): Verified {
  const { cues, errors } = new WebVTTParser(ENTITIES).parse(file, "captions");
  return {
    cues: cues.map(({ startTime, endTime, tree }) => ({
      start: Math.round(startTime * 1_000),
      end: Math.round(endTime * 1_000),
      lines: tree.children.map(textOf).join("").split("\n"),
    })),
    problems: errors.map(({ line, message }) => `line ${line}: ${message}`),
  };
}

/** Reads a SubRip file; an empty one has no cues, which its validator takes for a fault. */
export function verifySrt(file: string): Verified {
  if (file === "") return { cues: [], problems: [] };
  const problems = validator(file).map(({ lineNumber, message }) => `line ${lineNumber}: ${message}`);
  if (problems.length > 0) return { cues: [], problems };
  const cues = parser.parse(file).map(({ time, text }) => ({ ...time, lines: text.split("\n") }));
  return { cues, problems };
}

function textOf(node: TreeNode): string {
  if (node.type === "text") return node.value;
  return node.type === "object" ? node.children.map((child) => textOf(child as TreeNode)).join("") : "";
}
