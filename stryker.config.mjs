/** Mutation testing of the policy pack's rules: npm run policy:mutation. */
export default {
  mutate: ["policy/rules/**/*.ts", "policy/model/**/*.ts"],
  ignorePatterns: ["**", "!policy/**/*.*", "!test/policy/**/*.*", "!package.json", "!tsconfig.json"],
  // Stryker's runner for mocha cannot load this version of mocha; a small one is faster, too.
  testRunner: "command",
  buildCommand: "node -r ts-node/register/transpile-only test/policy/mutants/build.ts",
  commandRunner: { command: "node mutants/test/policy/mutants/run.js" },
  concurrency: 2,
  timeoutMS: 3000,
  tempDirName: ".cache/stryker",
  cleanTempDir: "always",
  reporters: ["clear-text", "html"],
  htmlReporter: { fileName: ".cache/mutation.html" },
  clearTextReporter: { logTests: false, reportTests: false, reportScoreTable: true },
  thresholds: { high: 95, low: 90, break: 90 },
};
