"use strict";
// Mocha's spec reporter, which also writes the run's totals to a file for the last line of .ci/run.
const { writeFileSync } = require("node:fs");
const Mocha = require("mocha");

module.exports = class extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once("end", () => {
      const { passes, failures, pending } = runner.stats;
      const skipped = pending > 0 ? `, ${pending} skipped` : "";
      writeFileSync(options.reporterOptions.totals, `${passes} passed, ${failures} failed${skipped}\n`);
    });
  }
};
