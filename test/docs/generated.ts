import type { Signal } from "../../components/shared";
import { rulesPage } from "../../policy/report/page";
import { rules, serviceOf } from "../../policy/registry";
import { configReference } from "../../stacks/config";
import { differences } from "../conformance/differences";
import { conformancePage } from "../conformance/page";
import { graphOf } from "../support/platform";
import { signalsOf } from "../support/program";

/** A file of the repository that is made from the program. */
export interface Generated {
  /** Relative to the project's root. */
  readonly path: string;
  readonly text: () => Promise<string>;
}

const NOTE = "<!-- Made by `npm run docs`. Do not edit. -->";

async function configuration(): Promise<string> {
  return `${NOTE}

# Configuration

Every key that a stack understands. A stack's keys stand in \`Pulumi.<stack>.yaml\`; \`pulumi config set KEY VALUE\` writes them there.
An unknown key below \`huut:\` and a value that is not allowed are refused, with the key, the value and what is allowed.
\`aws:region\` is the region of the stack, and required.

${configReference()}

\`applicationRoleArn\` is required when \`applicationAccount\` is not \`dataAccount\`. \`recoveryRegion\` may not be the stack's own region.
A list is set as JSON: \`pulumi config set --path 'huut:jwtAudience[0]' huut-insights\`.
`;
}

function signalRow({ name, metric, comparison, threshold, periods, severity, runbook, why }: Signal): string {
  const sign = { GreaterThanThreshold: ">", GreaterThanOrEqualToThreshold: "≥", LessThanThreshold: "<" }[comparison];
  const lasting = periods === 1 ? `${metric.period} s` : `${periods} × ${metric.period} s`;
  const rule = `${metric.statistic} of \`${metric.namespace}\` \`${metric.name}\` ${sign} ${threshold} for ${lasting}`;
  return `| \`${name}\` | ${severity} | ${rule} | ${why} | [${runbook}](${runbook}) |`;
}

async function signals(): Promise<string> {
  return `${NOTE}

# Runbooks

A signal says what is abnormal about a part of the platform, and which page says what to do. \`page\` wakes someone, \`ticket\`
waits for the morning. No alarm is made of them yet: until a component does so, watch the metrics.

The pages use these variables, and the AWS CLI (version 2) with rights in the data account:

\`\`\`sh
export STACK=prod ACCOUNT=222222222222 AWS_REGION=ap-south-1
\`\`\`

They can be tried without an account: \`npm start\` prints an \`AWS_ENDPOINT_URL\` and keys for the stack \`dev\`. What the sandbox does not
model (quotas, contributor insights, runs of workflows) it refuses by name. There, time is the sandbox's: a window such as "the last hour" must
be given in its days. The CLI's version 1 needs \`--endpoint-url\` for SQS, and no \`--cli-binary-format\`.

| signal | severity | when | why | runbook |
| --- | --- | --- | --- | --- |
${(await signalsOf("dev")).map(signalRow).join("\n")}
`;
}

async function urns(stack: string): Promise<string> {
  const graphs = await graphOf(stack);
  return graphs
    .flatMap(({ resources }) => resources.map(({ urn }) => `${urn}\n`))
    .sort()
    .join("");
}

async function conformance(): Promise<string> {
  return `${NOTE}\n\n${conformancePage(differences)}`;
}

async function policies(): Promise<string> {
  const all = rules();
  const mandatory = all.filter(({ enforcement }) => enforcement === "mandatory").length;
  return `${NOTE}

# Policies

The ${all.length} rules that every stack keeps, ${mandatory} of them mandatory. A rule stands in \`policy/rules/<service>/<id>.ts\`. There are three ways to
judge a stack by them:

- \`npm run policy\` evaluates the program in one process, without an engine and without an account, and knows every value. CI
  runs it: it fails for a violation that is neither mended nor suppressed, mandatory or advisory, for a suppression that expired or covers nothing,
  and for what it could not decide. \`--json\` and \`--sarif\` write the findings for machines.
- \`pulumi preview --policy-pack policy\` stops before a change that breaks a mandatory rule. What is not known before the change is
  told by the policy \`undecided\`. \`pulumi up\` stops for a rule about the whole stack only after its changes: preview first.
- \`npm run policy -- --state FILE\` judges what \`pulumi stack export\` wrote: what is deployed, whatever the program says by now.

## Configure

Options and levels are set by a file of JSON, the same for \`npm run policy -- --config FILE\` and \`pulumi preview --policy-pack-config FILE\`:

\`\`\`json
{ "visibility-outlasts-function": { "factor": 7 }, "cost-tags": "disabled" }
\`\`\`

## Suppress

A finding that is lived with for a time stands in \`policy/suppressions.json\`:

\`\`\`json
[
  {
    "rule": "dynamodb-deletion-protection",
    "resource": "aws:dynamodb/table:Table::*",
    "stack": "dev",
    "reason": "The development stack is made anew at will; it holds samples only.",
    "owner": "infra",
    "expires": "2027-06-30"
  }
]
\`\`\`

\`resource\` is a URN or \`type::name\`, where \`*\` stands for anything; without \`stack\` it is about every stack. \`expires\` is the last day on which it counts, in UTC. One
that expired fails the gate, and so does one that covers nothing any more: delete it.

## Add a rule

Write \`policy/rules/<service>/<id>.ts\`, which exports \`rule\`, and \`test/policy/rules/<service>/<id>.ts\`, which exports its \`specimen\`: cases, and how the real program
is broken so that this rule notices and no other does. Nothing lists them. \`npm test\` tries every rule on its cases, on noise and on the broken program;
\`npm run policy:mutation\` breaks the rules and sees that the cases notice; \`npm run docs\` writes this page.

# The rules

${rulesPage(all, serviceOf)}
`;
}

/** Everything that `npm run docs` writes. */
export const GENERATED: readonly Generated[] = [
  { path: "docs/configuration.md", text: configuration },
  { path: "docs/conformance.md", text: conformance },
  { path: "docs/runbooks/README.md", text: signals },
  { path: "docs/policies.md", text: policies },
  { path: "test/urns/dev.txt", text: () => urns("dev") },
  { path: "test/urns/prod.txt", text: () => urns("prod") },
];
