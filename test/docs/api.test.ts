import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  MAX_BODY_BYTES,
  MAX_DRAFT_BYTES,
  MAX_DRAFT_GRAPHEMES,
  MAX_DRAFTS_A_DAY,
  MAX_LANGUAGES,
  MAX_LANGUAGES_A_DAY,
  PROBLEMS,
  REQUEST_DAYS,
} from "@huut/domain";
import { expect } from "chai";
import { graphOf, project } from "../support/platform";

const page = readFileSync(join(project, "docs", "api.md"), "utf8");
const rows = page.split("\n").filter((line) => line.startsWith("| "));

describe("the page of the API", () => {
  it("tells every route of the program, with its scope, and no other", async () => {
    const [graph] = await graphOf("dev");
    const routes = (graph?.resources ?? [])
      .filter(({ type }) => type === "aws:apigatewayv2/route:Route")
      .map(({ inputs }) => `${String(inputs["routeKey"])} ${String(inputs["authorizationScopes"])}`);
    const told = rows.flatMap((row) => {
      const [, key, scope] = /^\| \[`((?:GET|POST|PUT) [^`]+)`\]\([^)]+\) +\| `([^`]+)`/.exec(row) ?? [];
      return key === undefined ? [] : [`${key} ${scope}`];
    });
    expect(told.sort()).to.deep.equal(routes.sort());
  });

  it("tells every kind of problem, with its status, and no other", () => {
    const told = rows.flatMap((row) => {
      const [, kind, status] = /^\| `([a-z-]+)` +\| (\d{3}) /.exec(row) ?? [];
      return kind === undefined ? [] : [[kind, Number(status)]];
    });
    expect(told).to.deep.equal(Object.entries(PROBLEMS).map(([kind, { status }]) => [kind, status]));
  });

  it("names the limits that are in force", () => {
    expect(page).to.contain(`${MAX_BODY_BYTES.toLocaleString("en")} bytes`);
    expect(page).to.contain(`up to ${MAX_LANGUAGES} languages`);
    expect(page).to.contain(`${MAX_LANGUAGES_A_DAY} languages a UTC day`);
    expect(page).to.contain(`at most ${MAX_DRAFT_BYTES.toLocaleString("en")} bytes of UTF-8`);
    expect(page).to.contain(`${MAX_DRAFT_GRAPHEMES.toLocaleString("en")} characters; may be empty`);
    expect(page).to.contain(`${MAX_DRAFTS_A_DAY} times a UTC day`);
    expect(REQUEST_DAYS).to.equal(7);
    expect(page).to.contain("for seven days");
  });
});
