import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parseConfiguration } from "../../policy/configuration";
import { rulesPage } from "../../policy/report/page";
import { rules } from "../../policy/registry";
import { parseSuppressions } from "../../policy/suppression";
import { doorClosed, fewDoors } from "../policy/support/sample";
import { project } from "../support/platform";

describe("docs/policies.md", () => {
  const page = readFileSync(join(project, "docs", "policies.md"), "utf8");
  const [configuration = "", suppressions = ""] = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => text);
  const all = rules();

  it("shows a configuration and suppressions that are valid", () => {
    expect(Object.keys(parseConfiguration(configuration, "page", all).options)).to.have.lengthOf(2);
    expect(
      parseSuppressions(
        suppressions,
        "page",
        all.map(({ id }) => id),
      ),
    ).to.have.lengthOf(1);
  });

  it("has a section for every rule, named in its contents", () => {
    for (const { id } of all) {
      expect(page).to.include(`\n### ${id}\n`);
      expect(page).to.include(`[\`${id}\`](#${id})`);
    }
  });
});

describe("the page of rules", () => {
  const page = rulesPage([fewDoors, doorClosed], (rule) => (rule === doorClosed ? "house" : "stack"));

  it("says of a rule what it wants, why, and how to mend it", () => {
    expect(page).to.include("| house | [`door-closed`](#door-closed) | A door is closed | high | mandatory | Door.1 |");
    expect(page).to.include("**A door is closed.** What is open is read by those who should not.\n\n*Cure:* Close it.");
    expect(page).to.include(
      "Severity high, mandatory; looks at each resource by itself: `house:door:Door`. Covers Door.1.",
    );
    expect(page).to.include("- <https://docs.aws.amazon.com/>");
    expect(page.indexOf("## house")).to.be.lessThan(page.indexOf("## stack"));
  });

  it("says what options there are", () => {
    expect(page).to.include("| `most` | integer | `2` | How many doors there may be (at least 1, at most 9) |");
    expect(page).to.include("| `kinds` | array | `[]` | Kinds of doors (each like `^[a-z]+$`) |");
    expect(page).to.include("(one of `old`, `new`)");
  });
});
