import type { FileFigures } from "./measure";

/** Figures of many files together. */
export interface Figures {
  readonly files: number;
  readonly cues: number;
  readonly longLines: number;
  readonly tallCues: number;
  readonly overlaps: number;
  readonly words: number;
  readonly wordsLost: number;
  readonly problems: number;
  readonly readable: Share;
  /** Of speech that the recognizer punctuates: cues that end where a sentence or a clause does. */
  readonly atBoundary: Share;
  /** Of all other speech: cues that end at a pause of 300 ms or more. */
  readonly atPause: Share;
}

/** So many of so many. */
export interface Share {
  readonly cues: number;
  readonly of: number;
  /** 0 to 1; 1 of nothing. */
  readonly share: number;
}

export function share(cues: number, of: number): Share {
  return { cues, of, share: of === 0 ? 1 : cues / of };
}

export function figuresOf(files: readonly FileFigures[]): Figures {
  const sum = (of: (file: FileFigures) => number, among = files) => among.reduce((all, file) => all + of(file), 0);
  const by = (endsBy: FileFigures["endsBy"]): Share => {
    const some = files.filter((file) => file.endsBy === endsBy);
    return share(
      sum(({ wellEnded }) => wellEnded, some),
      sum(({ cues }) => cues, some),
    );
  };
  const cues = sum((file) => file.cues);
  return {
    files: files.length,
    cues,
    longLines: sum(({ longLines }) => longLines),
    tallCues: sum(({ tallCues }) => tallCues),
    overlaps: sum(({ overlaps }) => overlaps),
    words: sum(({ words }) => words),
    wordsLost: sum(({ wordsLost }) => wordsLost),
    problems: sum(({ problems }) => problems.length),
    readable: share(
      sum(({ readable }) => readable),
      cues,
    ),
    atBoundary: by("punctuation"),
    atPause: by("pause"),
  };
}

/** What captions have to keep to, over all files together; a figure without a bound is reported only. */
export interface Demand {
  readonly what: string;
  readonly is: number;
  readonly unit: "count" | "share";
  readonly least?: number;
  readonly most?: number;
  readonly met: boolean;
}

const LEAST = { readable: 0.95, atBoundary: 0.85 } as const;

/**
 * @param missing captions that should be ready and are not
 */
export function demandsOn(figures: Figures, missing: number): readonly Demand[] {
  const atMost = (what: string, is: number, most = 0): Demand => ({ what, is, unit: "count", most, met: is <= most });
  const atLeast = (what: string, { share: is }: Share, least: number): Demand => {
    return { what, is, unit: "share", least, met: is >= least };
  };
  return [
    { what: "files", is: figures.files, unit: "count", least: 1, met: figures.files > 0 },
    atMost("captions that should be ready and are not", missing),
    atMost("files that another parser does not like", figures.problems),
    atMost("lines of over 42 graphemes", figures.longLines),
    atMost("cues of over 2 lines", figures.tallCues),
    atMost("overlaps", figures.overlaps),
    atMost("words lost", figures.wordsLost),
    atLeast("cues within the reading speed", figures.readable, LEAST.readable),
    atLeast("cues of punctuated speech that end with a sentence or a clause", figures.atBoundary, LEAST.atBoundary),
    // Where somebody speaks for longer than a cue lasts, or than it holds, a cue has to end without a pause.
    {
      what: "cues of unpunctuated speech that end at a pause",
      is: figures.atPause.share,
      unit: "share",
      met: true,
    },
  ];
}
