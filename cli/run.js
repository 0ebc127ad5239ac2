"use strict";
// The one door of every npm command: `node cli/run.js NAME [ARGS]` checks the runtime, registers the TypeScript loader
// and runs `cli/NAME.ts`. Plain JavaScript in the oldest dialect, because it has to run before anything is checked.
var major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  console.error(
    "This project runs on Node.js 24; this is " +
      process.version +
      ". `npm ci` brings Node 24 with it (package `node`), unless install scripts are switched off: " +
      "run `npm ci --ignore-scripts=false`, and start it with `npm start`, `npm test` or `npm run NAME`.",
  );
  process.exit(1);
}
// Lambda's time zone, and everybody's who compares two runs.
process.env.TZ = "UTC";
process.argv.splice(1, 2, require("path").join(__dirname, process.argv[2] + ".ts"));
require("ts-node/register/transpile-only");
require(process.argv[1]);
