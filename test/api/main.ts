import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { realTime } from "../../sandbox/world/real-time";
import { exitStatus, run, wholeNumber } from "../../cli/shared";
import { apiDocument, withKnown } from "./document";
import { playRound, SCHEMATHESIS } from "./schemathesis";
import { serveApi } from "./world";

const help = `
Serves the platform in the sandbox with a morning of the samples in it, and calls its API with made-up requests, right and wrong
ones, that ${SCHEMATHESIS.name} ${SCHEMATHESIS.version} derives from docs/openapi.yaml. Each answer must be one that the document names, with the
content that it describes; no request may get a 5xx; what breaks the document must be refused. ${SCHEMATHESIS.name} comes from PyPI
into a virtual environment below .cache/; it needs python3.

A round has another user's token, because a user has a day's share of some calls.

Exit status: 0 every answer matches; 1 one does not, or python3 or PyPI is missing; 2 wrong options.
`;

/** Made-up requests of each operation and round: a user's share of a day is 200 drafts. */
const EXAMPLES = 110;

interface Options {
  readonly requests: number;
  readonly seed: number;
}

const command = new Command("npm run api:test --")
  .description("the API against its document, by made-up requests")
  .option("--requests <n>", "how many at least", wholeNumber("--requests", 1, 1_000_000), 5_000)
  .option("--seed <n>", "of the requests", wholeNumber("--seed", 0, 2 ** 31 - 1), 1)
  .addHelpText("after", help)
  .action(async ({ requests, seed }: Options) => {
    const began = realTime.now();
    const folder = mkdtempSync(join(tmpdir(), "huut-api-test-"));
    const api = await serveApi(seed);
    try {
      const document = withKnown(apiDocument(), { Identifier: api.posts, InsightName: api.insights });
      let made = 0;
      for (let round = 0; made < requests; round += 1) {
        const token = await api.token(round);
        const settings = { url: api.url, token, seed: seed + round, examples: EXAMPLES, borders: round === 0 };
        const result = await playRound(document, folder, settings);
        if (result.requests === 0 || !result.passed) throw new Error(`Round ${round + 1} failed.\n${result.output}`);
        made += result.requests;
        console.log(`Round ${round + 1}: ${result.requests} requests, ${made} in all.`);
      }
      for (const error of api.errors) console.error(error);
      if (api.errors.length > 0) process.exitCode = exitStatus.failed;
      console.log(`${made} requests, each answered as docs/openapi.yaml says, no 5xx. ${seconds(began)} s in all.`);
    } finally {
      await api.stop();
      rmSync(folder, { recursive: true });
    }
  });

function seconds(since: number): string {
  return ((realTime.now() - since) / 1_000).toFixed(0);
}

void run(command);
