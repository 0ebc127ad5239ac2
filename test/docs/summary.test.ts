import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { namedPlans } from "../../cli/start/faults";
import { replay } from "../../cli/start/replay";
import { summarize } from "../../cli/start/summary";
import { graphOf, mediaIn, project, sampleFeed } from "../support/platform";

type Path = readonly string[];

/** The way to every value that is neither an object nor a list; `[]` for an element. */
function leaves(value: unknown, at: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [at];
  if (Array.isArray(value)) return value.flatMap((item) => leaves(item, [...at, "[]"]));
  return Object.entries(value).flatMap(([key, item]) => leaves(item, [...at, key]));
}

/** The paths of the page's table. */
function documented(): Path[] {
  const page = readFileSync(join(project, "docs", "summary.md"), "utf8");
  return [...page.matchAll(/^\| `([^`]+)`/gm)].map(([, path = ""]) =>
    path.replaceAll("[]", ".[]").split(".").filter(Boolean),
  );
}

/** A fault is a line of somebody's plan: what is in it is documented elsewhere. */
const asGiven = "fault";

function fits(pattern: Path, path: Path): boolean {
  const open = pattern.at(-1) === asGiven;
  if (open ? path.length < pattern.length : path.length !== pattern.length) return false;
  return pattern.every((part, i) => part.startsWith("<") || part === path[i]);
}

/** What may rightly be empty: nothing of it can be compared. */
const mayBeEmpty = ["unaccounted", "refused", "deniedCalls", "captions.files.refused", "captions.languages.[].missing"];

describe("docs/summary.md", () => {
  let paths: Path[];
  before(async () => {
    const feed = (await sampleFeed()).slice(0, 60);
    const faults = namedPlans.storm;
    const until = Date.parse("2026-11-02T13:00:00Z");
    const run = await replay({ graphs: await graphOf("dev"), seed: 1, feed, media: mediaIn(feed), faults, until });
    paths = leaves(JSON.parse(JSON.stringify(summarize(run, 1))));
    run.sandbox.close();
  });

  it("names every field of a summary", () => {
    const patterns = documented();
    const missing = paths.filter((path) => !patterns.some((pattern) => fits(pattern, path)));
    expect(missing.map((path) => path.join("."))).to.deep.equal([]);
  });

  it("names no field that a summary lacks", () => {
    const stale = documented().filter(
      (pattern) =>
        !mayBeEmpty.some((list) => pattern.join(".").startsWith(`${list}.`)) &&
        !paths.some((path) => fits(pattern, path)),
    );
    expect(stale.map((path) => path.join("."))).to.deep.equal([]);
  });
});
