import { createHash } from "node:crypto";
import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import { type Log, type ReportingDescriptor, type Result } from "sarif";
import { type GateReport, type Reported } from "../../policy/gate";
import { type Rule, type Severity } from "../../policy/model";
import { version } from "../../policy/package.json";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** Scores by which code scanning sorts into critical (over 9), high (over 7), medium (over 4) and low. */
const SECURITY_SEVERITY: Readonly<Record<Severity, string>> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "3.0",
};

/**
 * The report as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html): an undecided finding is
 * of the kind `open`, a suppressed one carries its reason. A resource is a logical location, its URN; the physical one is
 * the stack's file, because viewers show only what lies in a file.
 */
export function sarifReport(report: GateReport): string {
  const { rules, findings } = report;
  const log: Log = {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "huut-policy", version, rules: rules.map(descriptor) } },
        automationDetails: { id: `huut-policy/${report.stacks.map(({ name }) => name).join("+")}` },
        results: findings.map((finding) => resultOf(finding, rules.indexOf(finding.rule))),
        invocations: [
          {
            executionSuccessful: !findings.some(({ verdict }) => verdict === "failure"),
            toolConfigurationNotifications: report.problems.map(({ message }) => ({
              level: "error",
              message: { text: message },
            })),
          },
        ],
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function descriptor({ id, title, why, cure, links, severity, enforcement, controls }: Rule): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: cure, markdown: `${cure}\n\n${links.map((link) => `- <${link}>`).join("\n")}` },
    ...(links[0] !== undefined && { helpUri: links[0] }),
    defaultConfiguration: { level: enforcement === "mandatory" ? "error" : "warning" },
    properties: { tags: ["security", ...(controls ?? [])], "security-severity": SECURITY_SEVERITY[severity] },
  };
}

function resultOf(
  { rule, resource, verdict, level, message, source, suppression }: Reported,
  ruleIndex: number,
): Result {
  const fails = verdict !== "undecided";
  return {
    ruleId: rule.id,
    ruleIndex,
    kind: fails ? "fail" : "open",
    level: !fails ? "none" : level === "mandatory" || verdict === "failure" ? "error" : "warning",
    message: { text: `${resource.name}: ${message}` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: addressOf(source) } },
        logicalLocations: [{ name: resource.name, fullyQualifiedName: resource.urn, kind: "resource" }],
      },
    ],
    partialFingerprints: {
      "ruleAndResource/v1": createHash("sha256").update(`${rule.id} ${resource.urn}`).digest("hex"),
    },
    suppressions: suppression
      ? [
          {
            kind: "external",
            status: "accepted",
            justification: `${suppression.reason} (${suppression.owner}, until ${suppression.expires})`,
          },
        ]
      : [],
  };
}

/** A file of the repository is named as it is there. */
function addressOf(file: string): string {
  return isAbsolute(file) ? pathToFileURL(file).href : encodeURI(file);
}
