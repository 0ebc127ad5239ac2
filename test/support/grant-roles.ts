import { expect } from "chai";
import type { StackGraph } from "../../sandbox";
import type { RoleGrant } from "../../sandbox/services/iam";
import { isMissed, playAll, shown, type Known } from "./grant-scenarios";
import { graphOf } from "./platform";

/** Roles of the HashtagEngine. */
export const HASHTAG_ROLES = [
  "analyse-text",
  "compute-trends",
  "count-votes",
  "export-hashtags",
  "export-tag-day",
  "feed-api",
  "hashtags-api",
  "index-text",
  "moderate-trends",
  "route-texts",
  "run-compute-trends",
  "run-export-hashtags",
  "run-sweep-texts",
  "suggest-draft",
  "suggest-hashtags",
  "sweep-texts",
];

/** Roles of the other components. */
export const OTHER_ROLES = [
  "captions-api",
  "catalog-encryption",
  "complete-transcription",
  "correct-captions",
  "crawler",
  "delivery",
  "etl",
  "insights-api",
  "media-reader",
  "plan-translations",
  "replay-quarantine",
  "route-media",
  "run-every-insight",
  "run-insights",
  "run-sweep-captions",
  "separate-events",
  "start-transcription",
  "store-insight",
  "sweep-captions",
  "transcribe-job",
  "transform",
  "translate-captions",
  "withdraw-captions",
];

/** Their grants are all used, as grants.test.ts sees; taking each away plays an erasure a grant, and is still to come. */
const UNTRIED_ROLES = ["erase-user", "history-etl", "run-erasure", "sweep-erasures"];

/** Takes every grant of some roles away, one at a time; a file of tests a part, so that two are tried at a time. */
export function describeGrants(what: string, roles: readonly string[]): void {
  describe(`The grants of ${what}`, function () {
    this.timeout(600_000);
    let graphs: StackGraph[];
    let grants: readonly RoleGrant[];
    let known: readonly Known[];

    before(async () => {
      graphs = await graphOf("dev");
      ({ grants, known } = await playAll(graphs));
    });

    it("belong to roles that are known", () => {
      const names = grants.map(({ role }) => role.replace(/.*\/huut-dev-/, ""));
      expect([...new Set(names)].sort()).to.deep.equal([...HASHTAG_ROLES, ...OTHER_ROLES, ...UNTRIED_ROLES].sort());
    });

    for (const name of roles) {
      it(`of ${name} are each missed when it is taken away`, async () => {
        const own = grants.filter(({ role }) => role.endsWith(`/huut-dev-${name}`));
        expect(own).to.not.deep.equal([]);
        const idle: string[] = [];
        for (const grant of own) if (!(await isMissed(graphs, known, grant))) idle.push(shown(grant));
        expect(idle).to.deep.equal([]);
      });
    }
  });
}
