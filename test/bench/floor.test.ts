import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { rawResources, rawResourcesVariable } from "../../bench/floor/resources";
import { graphsOf, type StackGraph } from "../../sandbox";
import { graphOf, project } from "../support/platform";

describe("The floor of an evaluation", () => {
  it("declares as many resources of the same types with as many inputs, in the same accounts, and no component", async () => {
    const [prod] = (await graphOf("prod")) as [StackGraph];
    const raw = rawResources(prod);
    const folder = mkdtempSync(join(tmpdir(), "huut-bench-test-"));
    try {
      process.env[rawResourcesVariable] = join(folder, "resources.json");
      writeFileSync(process.env[rawResourcesVariable], JSON.stringify(raw));
      const floor = { project: join(project, "bench", "floor"), stacks: ["floor"] };
      const [graph] = (await graphsOf(floor)) as [StackGraph];
      const custom = ({ resources }: StackGraph) => resources.filter(({ custom }) => custom);
      const kinds = (stack: StackGraph) =>
        custom(stack)
          .map(({ type, account, inputs }) => `${type} ${account} ${Object.keys(inputs).length}`)
          .sort();
      expect(kinds(graph)).to.deep.equal(kinds(prod));
      expect(graph.resources.filter(({ custom, type }) => !custom && type !== "pulumi:pulumi:Stack")).to.deep.equal([]);
    } finally {
      Reflect.deleteProperty(process.env, rawResourcesVariable);
      rmSync(folder, { recursive: true });
    }
  });
});
