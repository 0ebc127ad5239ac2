import { accept, bodyOf, callerOf, invalid, invalidField, refuse, type Checked, type HttpCall } from "../../http/call";
import { problem } from "../../http/problem";
import { revisionOf } from "../../http/revision";
import { correctionProblem } from "../corrections";
import { parseLanguage } from "../language-tag";
import { postIdOf } from "./get-call";

/** What `PUT /v1/posts/{id}/captions/{language}/cues/{n}` asks for. */
export interface CueCorrection {
  readonly path: string;
  readonly subject: string;
  readonly postId: string;
  /** ISO 639. */
  readonly language: string;
  /** From 0: `n` of the path counts from 1. */
  readonly cue: number;
  /** NFC, white space as single spaces. */
  readonly text: string;
  /** The revision that the author has seen; 0 for a cue that nobody corrected. */
  readonly revision: number;
}

const REVISION = "give the cue's revision, as the captions with format=json say it";

/** Checks a correction. The revision is the body's, or that of `If-Match`; where both are there, they agree. */
export function parseCorrection(call: HttpCall): Checked<CueCorrection> {
  const { path, parameters } = call;
  const subject = callerOf(call);
  if (!subject.ok) return subject;
  const postId = postIdOf(call);
  if (!postId.ok) return postId;
  const asked = parameters["language"] ?? "";
  const language = parseLanguage(asked)?.language;
  if (language === undefined) {
    return refuse(invalid(path, "language", `"${asked}" is no language`, "give a language tag such as hi or en-IN"));
  }
  const n = parameters["n"] ?? "";
  if (!/^[1-9]\d{0,4}$/.test(n)) {
    return refuse(invalid(path, "n", `"${n}" is no number of a cue`, "give a cue's n of the captions, from 1"));
  }
  const body = bodyOf(call, ["text", "revision"]);
  if (!body.ok) return body;
  const text = textOf(path, body.value["text"]);
  if (!text.ok) return text;
  const revision = revisionOf(call, body.value["revision"], REVISION);
  if (!revision.ok) return revision;
  return accept({
    path,
    subject: subject.value,
    postId: postId.value,
    language,
    cue: Number(n) - 1,
    text: text.value,
    revision: revision.value,
  });
}

function textOf(path: string, text: unknown): Checked<string> {
  if (typeof text !== "string") return invalidField(path, "text", "is no text", "give what the cue is to say");
  const reason = correctionProblem(text);
  if (reason === undefined) return accept(text.normalize("NFC").replace(/\s+/gu, " ").trim());
  const cure = "give a shorter text of letters, or correct the cues beside it, too";
  return refuse(problem("unfit-text", path, `text: ${reason} To mend it, ${cure}.`, { parameter: "text", cure }));
}
