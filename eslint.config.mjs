import boundaries from "eslint-plugin-boundaries";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import importX from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/** The folders of the project; a TypeScript file outside of them is refused. */
const elements = [
  { type: "stacks", pattern: "stacks/**", partialMatch: false },
  { type: "shared-components", pattern: "components/shared/**", partialMatch: false },
  { type: "component", pattern: "components/*/**", partialMatch: false, capture: ["name"] },
  { type: "shared-functions", pattern: "functions/shared/**", partialMatch: false },
  { type: "function", pattern: "functions/*/**", partialMatch: false, capture: ["name"] },
  { type: "domain", pattern: "domain/**", partialMatch: false },
  { type: "etl", pattern: "etl/**", partialMatch: false },
  { type: "policy", pattern: "policy/**", partialMatch: false },
  { type: "sandbox", pattern: "sandbox/**", partialMatch: false },
  { type: "engine", pattern: "engine/**", partialMatch: false },
  { type: "drills", pattern: "drills/**", partialMatch: false },
  { type: "console", pattern: "console/**", partialMatch: false },
  { type: "cli", pattern: "cli/**", partialMatch: false },
  { type: "samples", pattern: "samples/**", partialMatch: false },
  { type: "bench", pattern: "bench/**", partialMatch: false },
  { type: "test", pattern: "test/**", partialMatch: false },
];

/** The entry point lies in no folder. */
const entry = { file: { categories: "entry" } };

const types = (...anyOf) => ({ element: { types: { anyOf } } });
const own = (type) => ({ element: { type, captured: { name: "{{ from.element.captured.name }}" } } });
const may = (from, ...to) => ({ from: types(from), allow: { to: types(...to) } });

/** What each folder may import of the project (docs/decisions.md, "Import rules"). Types count as much as values. */
const policies = [
  { from: entry, allow: { to: types("stacks") } },
  may("stacks", "stacks", "component", "shared-components"),
  may("shared-components", "shared-components"),
  may("component", "shared-components"),
  { from: types("component"), allow: { to: [own("component"), own("function")] } },
  may("shared-functions", "shared-functions"),
  may("function", "shared-functions"),
  { from: types("function"), allow: { to: own("function") } },
  ...["type", "dynamic-import"].map((how) => ({
    from: types("function", "shared-functions"),
    allow: { to: types("domain"), dependency: how === "type" ? { kind: how } : { nodeKind: how } },
    message: "A handler loads the domain in its first call (await import), or takes its types (import type).",
  })),
  may("domain", "domain"),
  may("etl", "etl"),
  may("policy", "policy"),
  may("sandbox", "sandbox"),
  may("engine", "engine", "sandbox"),
  may("drills", "drills", "sandbox"),
  may("console", "console"),
  may("samples", "samples", "domain"),
  may("cli", "cli", "sandbox", "engine", "drills", "policy", "domain", "samples", "console"),
  ...["bench", "test"].map((from) => ({ from: types(from), allow: { to: [types("*"), entry] } })),
];

/** Imports that the plugin does not look for by itself. */
const moreImports = [
  { selector: "TSImportType Literal", kind: "type", name: "import-type" },
  { selector: "TSExternalModuleReference > Literal", kind: "value", name: "import-equals" },
];

/** Packages that a folder may not touch, with the reason. */
const restricted = (files, patterns, paths = []) => ({
  files,
  rules: { "@typescript-eslint/no-restricted-imports": ["error", { patterns, paths }] },
});

/** Every package but these. */
const allBut = (...allowed) => `^(?!\\.|${allowed.join("|")})`;
const builtins = "(node:)?(fs|path|crypto|module|os|url|zlib)(/promises)?$";

/** What reads the machine's clock or its chance. */
const clockAndChance = (cure) =>
  [
    "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    "NewExpression[callee.name='Date'][arguments.length=0]",
    "CallExpression[callee.name='Date']",
    "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    "CallExpression[callee.object.name='performance'][callee.property.name='now']",
    "CallExpression[callee.object.name='process'][callee.property.name='hrtime']",
    "CallExpression[callee.name=/^set(Timeout|Interval|Immediate)$/]",
    "CallExpression[callee.object.name='globalThis'][callee.property.name=/^set(Timeout|Interval|Immediate)$/]",
    "ImportDeclaration[source.value=/^(node:)?(timers|perf_hooks)/]",
  ].map((selector) => ({ selector, message: cure }));

const onlyConfigReads = {
  selector: "NewExpression[callee.property.name='Config'], NewExpression[callee.name='Config']",
  message: "stacks/config.ts is the only reader of pulumi.Config.",
};

export default tseslint.config(
  { ignores: ["**/node_modules/**", ".cache/**", "coverage/**", "out/**"] },
  ...tseslint.configs.recommended,
  {
    files: ["**/*.ts"],
    plugins: { boundaries, "import-x": importX },
    settings: {
      "boundaries/elements": elements,
      "boundaries/files": [{ category: "entry", pattern: "index.ts" }],
      "boundaries/include": ["**/*.ts"],
      "boundaries/additional-dependency-nodes": moreImports,
      "import/resolver": { typescript: { alwaysTryTypes: true } },
      // import-x does not look at files of an extension or a parser that it has not been told of, and reports nothing.
      "import-x/extensions": [".ts"],
      "import-x/parsers": { "@typescript-eslint/parser": [".ts"] },
      "import-x/resolver-next": [createTypeScriptImportResolver({ alwaysTryTypes: true })],
    },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "boundaries/dependencies": ["error", { default: "disallow", policies }],
      "boundaries/no-unknown-files": "error",
      "import-x/no-cycle": ["error", { maxDepth: 8, ignoreExternal: true }],
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/consistent-type-imports": [
        "error",
        { fixStyle: "inline-type-imports", disallowTypeAnnotations: false },
      ],
      "@typescript-eslint/no-require-imports": ["error", { allowAsImport: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", destructuredArrayIgnorePattern: "^_" }],
      "max-lines": ["warn", { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  restricted(
    ["index.ts"],
    [{ regex: "^[^.]", message: "The entry point picks a stack's composition and does nothing else." }],
  ),
  restricted(
    ["components/**/*.ts", "stacks/**/*.ts"],
    [{ regex: allBut("@pulumi/", "typescript$", builtins), message: "A program declares; it calls nothing." }],
  ),
  restricted(
    ["functions/**/*.ts"],
    [
      { group: ["@pulumi/*"], message: "A handler runs on Lambda, where there is no Pulumi." },
      {
        regex: allBut("@aws-sdk/", "@pulumi/", "node:"),
        allowTypeImports: true,
        message: "Load it inside the handler's first call (await import): a static import would be serialized with it.",
      },
    ],
  ),
  {
    files: ["functions/**/*.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: "ImportExpression[source.value=/^@pulumi\\u002F/]",
          message: "A handler runs on Lambda, where there is no Pulumi.",
        },
      ],
    },
  },
  restricted(
    ["domain/**/*.ts"],
    [
      {
        group: ["@pulumi/*", "@aws-sdk/*", "node:*", "!node:crypto"],
        message: "The domain is pure: no AWS, no Pulumi, no machine.",
      },
    ],
    [{ name: "node:crypto", allowImportNames: ["createHash"], message: "Digests are pure; the rest is chance." }],
  ),
  {
    files: ["domain/**/*.ts"],
    rules: { "no-restricted-syntax": ["error", ...clockAndChance("Take time and chance as arguments.")] },
  },
  restricted(
    ["policy/**/*.ts"],
    [{ regex: allBut("@pulumi/(policy|aws)$", builtins), message: "The pack stays independent." }],
  ),
  restricted(
    ["sandbox/**/*.ts", "drills/**/*.ts"],
    [
      {
        group: ["@pulumi/*", "!@pulumi/pulumi", "@huut/*"],
        message: "The sandbox sees only what the program registers, through the Pulumi SDK.",
      },
    ],
  ),
  {
    files: ["sandbox/**/*.ts"],
    // The Lambda runtime gives handlers the timers and the clock that they expect; the world's stand behind them.
    ignores: ["sandbox/world/**", "sandbox/services/lambda/runtime/**"],
    rules: {
      "no-restricted-syntax": [
        "error",
        ...clockAndChance("Time and chance come from the world: world.now, after, random."),
      ],
    },
  },
  restricted(
    ["console/**/*.ts"],
    [{ group: ["@pulumi/*", "@aws-sdk/*", "@huut/*"], message: "The page calls the API and knows nothing else." }],
  ),
  {
    files: ["components/**/*.ts", "stacks/**/*.ts", "index.ts"],
    ignores: ["stacks/config.ts"],
    rules: { "no-restricted-syntax": ["error", onlyConfigReads] },
  },
  {
    files: ["test/**/*.ts"],
    rules: { "@typescript-eslint/no-unused-expressions": "off", "max-lines": "off" },
  },
  {
    files: ["**/*.js", "**/*.cjs", "**/*.mjs"],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
);
