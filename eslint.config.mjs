import boundaries from "eslint-plugin-boundaries";
import importX from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/** The folders of the project, and what each may import (docs/decisions.md, "Import rules"). */
const elements = [
  { type: "entry", pattern: "index.ts", mode: "full" },
  { type: "stacks", pattern: "stacks/**", mode: "full" },
  { type: "shared-components", pattern: "components/shared/**", mode: "full" },
  { type: "component", pattern: "components/*/**", mode: "full", capture: ["name"] },
  { type: "shared-functions", pattern: "functions/shared/**", mode: "full" },
  { type: "function", pattern: "functions/*/**", mode: "full", capture: ["name"] },
  { type: "domain", pattern: "domain/**", mode: "full" },
  { type: "sandbox", pattern: "sandbox/**", mode: "full" },
  { type: "cli", pattern: "cli/**", mode: "full" },
  { type: "samples", pattern: "samples/**", mode: "full" },
  { type: "bench", pattern: "bench/**", mode: "full" },
  { type: "test", pattern: "test/**", mode: "full" },
];

const own = "{{ from.captured.name }}";
const allowed = [
  { from: { type: "entry" }, allow: { to: { type: "stacks" } } },
  { from: { type: "stacks" }, allow: { to: { type: ["stacks", "component", "shared-components"] } } },
  { from: { type: "shared-components" }, allow: { to: { type: "shared-components" } } },
  { from: { type: "component" }, allow: { to: { type: "shared-components" } } },
  { from: { type: "component" }, allow: { to: { type: ["component", "function"], captured: { name: own } } } },
  { from: { type: "shared-functions" }, allow: { to: { type: "shared-functions" } } },
  { from: { type: "function" }, allow: { to: { type: "shared-functions" } } },
  { from: { type: "function" }, allow: { to: { type: "function", captured: { name: own } } } },
  { from: { type: "domain" }, allow: { to: { type: "domain" } } },
  { from: { type: "sandbox" }, allow: { to: { type: "sandbox" } } },
  { from: { type: "samples" }, allow: { to: { type: ["samples", "domain"] } } },
  { from: { type: "cli" }, allow: { to: { type: ["cli", "sandbox", "domain", "samples"] } } },
  { from: { type: ["bench", "test"] }, allow: { to: { type: "*" } } },
];

/** Packages that a folder may not touch, with the reason. */
const restricted = (files, patterns) => ({
  files,
  rules: { "@typescript-eslint/no-restricted-imports": ["error", { patterns }] },
});

export default tseslint.config(
  { ignores: ["**/node_modules/**", "coverage/**", "out/**"] },
  ...tseslint.configs.recommended,
  {
    files: ["**/*.ts"],
    plugins: { boundaries, "import-x": importX },
    settings: {
      "boundaries/elements": elements,
      "boundaries/include": ["**/*.ts"],
      "import/resolver": { typescript: false, node: { extensions: [".ts", ".js", ".json"] } },
    },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "boundaries/dependencies": ["error", { default: "disallow", rules: allowed }],
      "import-x/no-cycle": ["error", { maxDepth: 8 }],
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "max-lines": ["warn", { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  restricted(
    ["functions/**/*.ts"],
    [
      { group: ["@pulumi/*"], message: "A handler runs on Lambda, where there is no Pulumi." },
      {
        group: ["@huut/domain", "@aws-lambda-powertools/*", "valibot"],
        allowTypeImports: true,
        message: "Load it inside the handler's first call (await import): a static import would be serialized with it.",
      },
    ],
  ),
  restricted(
    ["domain/**/*.ts"],
    [{ group: ["@pulumi/*", "@aws-sdk/*", "node:*"], message: "The domain is pure: no AWS, no Pulumi, no machine." }],
  ),
  restricted(
    ["components/**/*.ts", "stacks/**/*.ts"],
    [{ group: ["@aws-sdk/*"], message: "A program declares; it calls nothing." }],
  ),
  {
    files: ["components/**/*.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: "NewExpression[callee.property.name='Config']",
          message: "stacks/config.ts is the only reader of pulumi.Config.",
        },
      ],
    },
  },
  {
    files: ["test/**/*.ts"],
    rules: { "@typescript-eslint/no-unused-expressions": "off", "max-lines": "off" },
  },
  {
    files: ["**/*.js", "**/*.mjs"],
    ...tseslint.configs.disableTypeChecked,
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
);
