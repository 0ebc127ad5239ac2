/** Mutation testing of the policy pack's rules: npm run policy:mutation. */
export default {
  mutate: ["policy/rules/**/*.ts", "policy/model/**/*.ts"],
  ignorePatterns: [
    "**",
    "!policy/**/*.*",
    "!test/policy/**/*.*",
    "!package.json",
    "!tsconfig.json",
    "!components/shared/transpile.js",
  ],
  // Stryker's runner for mocha cannot load this version of mocha; one of our own is faster, too.
  plugins: ["./test/policy/mutants/runner.mjs"],
  testRunner: "cases",
  buildCommand: "node -r ts-node/register/transpile-only test/policy/mutants/build.ts",
  coverageAnalysis: "perTest",
  // What a mutant changes as modules are loaded is a thousand lists and texts, and tried as fast as the rest.
  warnings: { slow: false },
  concurrency: 2,
  timeoutMS: 30_000,
  tempDirName: ".cache/stryker",
  cleanTempDir: "always",
  reporters: ["clear-text", "html"],
  htmlReporter: { fileName: ".cache/mutation.html" },
  clearTextReporter: { logTests: false, reportTests: false, reportScoreTable: true },
  thresholds: { high: 95, low: 90, break: 90 },
};
