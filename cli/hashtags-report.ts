import { Command } from "commander";
import { FIRST_HELD_OUT_DAY } from "./hashtags/evaluate";
import { MEASURES, type Estimate, type Measure } from "./hashtags/figures";
import type { Method } from "./hashtags/methods";
import type { HashtagsReport } from "./hashtags/report";
import { exitStatus, run, textTable, wholeNumber } from "./shared";

const help = `
Suggestions are evaluated on four weeks of posts that are made by people, topics, habits and chance (samples/hashtags/), by code that knows nothing of
how suggestions are made. On each day of the last week, every method suggests five tags a post from what earlier days have taught
it. Tags are taken out of the text; of several tags the first is known, the others are to be found; of one, that one is. Only tags in
the post's language count, and the rivals suggest no others either, as suggestions may not. Key phrases are what
stands between common words: no service is asked.

  suggestions    what the platform suggests
  popular        baseline: the commonest tags of the language
  co-occurrence  baseline: tags that stood beside those that are known and those that the text says
  words          for comparison: tags of posts with the same words

Precision counts hits of five, however many were suggested. In brackets: 95 % intervals, by 1,000 resamples of authors. "Better by" compares
post by post, with the same resamples.

Exit status: 0 suggestions are better than both baselines: the intervals of the differences are above 0; 1 they are not, or the run failed;
2 wrong options.

Examples:
  npm run hashtags:report
  npm run hashtags:report -- --seed 7
  npm run hashtags:report -- --json > figures.json
`;

interface Options {
  readonly seed: number;
  readonly json?: true;
}

const command = new Command("npm run hashtags:report --")
  .description("how good suggested hashtags are, against two baselines")
  .option("--seed <n>", "seed of the feed and of the resamples", wholeNumber("--seed", 0, 2 ** 31 - 1), 2026)
  .option("--json", "print all figures as JSON, those of each language included")
  .addHelpText("after", help)
  .action(async ({ seed, json }: Options) => {
    const { reportOn } = await import("./hashtags/report");
    const report = reportOn(seed);
    if (json) process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
    else print(report);
    if (!report.demands.every(({ met }) => met)) process.exitCode = exitStatus.failed;
  });

const percent = (share: number): string => (share * 100).toFixed(1);
const shown = ({ mean, low, high }: Estimate): string => `${percent(mean)} [${percent(low)}, ${percent(high)}]`;

function row(name: string, figures: Readonly<Record<Measure, Estimate>>): string[] {
  return [name, ...MEASURES.map((measure) => shown(figures[measure]))];
}

function print({ seed, posts, authors, leftOut, figures, differences, byLanguage, demands }: HashtagsReport): void {
  console.log(
    `${posts} posts of ${authors} authors, held out from day ${FIRST_HELD_OUT_DAY + 1} on (seed ${seed}); ${leftOut} more have no tag to be found.\n`,
  );
  const methods = Object.entries(figures) as [Method, Readonly<Record<Measure, Estimate>>][];
  console.log(
    textTable(
      ["%", ...MEASURES],
      methods.map(([method, each]) => row(method, each)),
    ),
  );
  console.log();
  const others = Object.entries(differences);
  console.log(
    textTable(
      ["better than … by", ...MEASURES],
      others.map(([method, each]) => row(method, each)),
    ),
  );
  console.log();
  const languages = Object.entries(byLanguage).map(([language, each]) => [
    language,
    String(each.posts),
    ...MEASURES.map((measure) => percent(each.suggestions[measure])),
  ]);
  console.log(textTable(["language", "posts", ...MEASURES], languages));
  console.log();
  console.log(
    textTable(
      ["demand", "is at least", ""],
      demands.map(({ what, low, met }) => [what, percent(low), met ? "met" : "MISSED"]),
    ),
  );
}

void run(command);
