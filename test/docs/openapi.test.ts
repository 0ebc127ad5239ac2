import { PROBLEMS } from "@huut/domain";
import { expect } from "chai";
import { apiDocument } from "../api/document";
import { graphOf } from "../support/platform";

/** `npm run api:test` holds the running API to the document; here, that both know the same calls, scopes and problems. */
describe("docs/openapi.yaml", () => {
  const document = apiDocument();
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ call: `${method.toUpperCase()} ${path}`, operation })),
  );

  for (const stack of ["dev", "prod"]) {
    it(`has the routes of ${stack}, each with its scope`, async () => {
      const [graph] = await graphOf(stack);
      const routes = graph!.resources
        .filter(({ type }) => type === "aws:apigatewayv2/route:Route")
        .map(({ inputs }) => [inputs["routeKey"], inputs["authorizationScopes"]]);
      const documented = operations.map(({ call, operation }) => [call, operation.security[0]?.token]);
      expect(Object.fromEntries(documented)).to.deep.equal(Object.fromEntries(routes));
    });
  }

  it("names every kind of problem", () => {
    const { properties } = document.components.schemas["Problem"] as { properties: { type: { enum: string[] } } };
    expect(properties.type.enum).to.have.members(Object.keys(PROBLEMS).map((kind) => `urn:huut:problem:${kind}`));
  });

  it("answers no call with a status of ours above 499", () => {
    const statuses = operations.flatMap(({ operation }) => Object.keys(operation.responses));
    expect(statuses.filter((status) => !/^[234]/.test(status))).to.deep.equal([]);
  });

  it("names each operation once", () => {
    const names = operations.map(({ operation }) => operation.operationId);
    expect(new Set(names).size).to.equal(names.length);
  });
});
