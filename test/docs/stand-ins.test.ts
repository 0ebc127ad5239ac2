import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import {
  ATTACHMENT_FOURCC,
  ATTACHMENT_NAME,
  ATTACHMENT_UUID,
} from "../../sandbox/services/transcribe/media/attachment";
import { ANALYSES } from "../../sandbox/services/comprehend/analyses";
import { LARGEST_IN_BATCH } from "../../sandbox/services/comprehend/request";
import { MARK } from "../../sandbox/services/translate/translator";
import { edgeLocation } from "../../sandbox/services/cloudfront/access-log";
import { managedGroups } from "../../sandbox/services/wafv2/resources";
import { CONTAINERS } from "../../samples/media";
import { project } from "../support/platform";

describe("docs/stand-ins.md", () => {
  const page = readFileSync(join(project, "docs", "stand-ins.md"), "utf8");

  it("names where each container holds a transcript", () => {
    const rows = [...page.matchAll(/^\| ([a-z0-9, ]+?) +\| (.+?) +\|$/gm)].map(([, names = "", place = ""]) => [
      names,
      place,
    ]);
    const places = new Map(
      rows.flatMap(([names = "", place = ""]) => names.split(", ").map((name) => [name, place] as const)),
    );
    for (const container of CONTAINERS) {
      const place = places.get(container) ?? "";
      if (container === "mov") expect(places.has(container)).to.equal(false);
      else if (container === "amr") expect(place).to.match(/^nowhere/);
      else if (/^(mp4|m4a)$/.test(container)) expect(place).to.contain(ATTACHMENT_UUID.replaceAll("-", ""));
      else expect(place).to.contain(/^(wav|flac)$/.test(container) ? ATTACHMENT_FOURCC : ATTACHMENT_NAME);
    }
  });

  it("names the translator's mark", () => {
    expect(page).to.contain(`the mark \`${MARK}\``);
  });

  it("names what Comprehend finds, and how large a document of a batch may be", () => {
    for (const { name } of ANALYSES) expect(page).to.contain(`\`Detect${name}\``);
    expect(page).to.contain(`over ${LARGEST_IN_BATCH.toLocaleString("en")} bytes fails its whole batch`);
  });

  it("names the firewall's managed groups, and the edge location", () => {
    const named = [...page.matchAll(/AWSManagedRules\w+/g)].map(([name]) => name);
    expect(named.sort()).to.deep.equal(Object.keys(managedGroups).sort());
    expect(page).to.contain(`\`${edgeLocation}\``);
  });
});
