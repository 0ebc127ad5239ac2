import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { generateSamples } from "../samples/generate";

const HELP = `npm run samples -- [--seed N] [--out FOLDER]

Writes the feed that \`npm start\` replays: posts.ndjson, manifest.json and media-manifest.json.
  --seed N      whole number; the same seed gives the same bytes (default 1)
  --out FOLDER  where to write (default samples)
`;

const DEFAULT_SEED = "1";

function main(): void {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: DEFAULT_SEED },
      out: { type: "string", default: join(__dirname, "..", "samples") },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(seed)) throw new Error(`--seed: "${values.seed}" is not a whole number`);
  const { feed, manifest, media } = generateSamples(seed);
  writeFileSync(join(values.out, "posts.ndjson"), feed);
  writeFileSync(join(values.out, "manifest.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
  writeFileSync(join(values.out, "media-manifest.json"), `${JSON.stringify(media, undefined, 2)}\n`);
  const { posts, mediaPosts, updates, removes, duplicates, lateInserts, bad } = manifest;
  process.stdout.write(
    `${posts} posts, ${mediaPosts} with media, ${updates} updates, ${removes} removals; of these ${lateInserts} inserts late; ` +
      `${duplicates} duplicates, ${bad.length} bad messages: ${join(values.out, "posts.ndjson")}\n`,
  );
}

try {
  main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
