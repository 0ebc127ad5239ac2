import type { Basis, Difference } from "./differences";

const bases: Readonly<Record<Basis, string>> = {
  documented: "AWS's documentation says so.",
  measured: "no page says so, but DynamoDB Local 2.6.0 and 3.3.1, AWS's own, answer so.",
  reported: "no page says so, but people who asked AWS saw it.",
};

const intro = `# Conformance

\`npm run conformance\` holds each behaviour of AWS that the platform relies on against the sandbox, against MiniStack and, for
DynamoDB, against DynamoDB Local. The sandbox passes all of them. Here is where the others do not, and what stands behind the
claim that it is they who differ from AWS. A failure that is not on this list fails the run, and so does an entry that is no longer
needed.

The evidence is of three kinds:`;

/** All differences with their evidence, as Markdown. */
export function conformancePage(differences: readonly Difference[]): string {
  const kinds = Object.entries(bases).map(([basis, meaning]) => `- **${basis}**: ${meaning}`);
  const peers = [...new Set(differences.map(({ peer }) => peer))];
  const tables = peers.map((peer) => {
    const rows = differences.filter((each) => each.peer === peer).map(row);
    return `## ${peer}\n\n| behaviours | it does | AWS | evidence |\n| --- | --- | --- | --- |\n${rows.join("\n")}`;
  });
  return [intro, kinds.join("\n"), ...tables].join("\n\n").concat("\n");
}

function row({ behaviours, does, why, basis, confirmed, evidence, sources }: Difference): string {
  const links = [`[page](${evidence})`, ...sources.map((source, i) => `[${i + 1}](${source})`)].join(", ");
  const ids = behaviours.map((id) => `\`${id}\``).join(" ");
  return `| ${ids} | ${prose(does)} | ${prose(why)} | **${basis}**: ${prose(confirmed)} (${links}) |`;
}

/** Text in which nothing is Markdown. */
const prose = (text: string) => text.replaceAll(/[\\*_|<>`[\]]/g, "\\$&");
