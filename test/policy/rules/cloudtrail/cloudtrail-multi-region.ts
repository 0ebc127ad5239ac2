import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/cloudtrail/cloudtrail-multi-region";
import { addTrail, trail, type TrailProps } from "../../support/good/trail";
import { type Case, type Outcome, type Specimen } from "../../support/specimen";

function on(title: string, is: Outcome, change: TrailProps, says?: RegExp): Case {
  return { title, is, resources: [trail(change)], ...(says && { says }) };
}

const basic = (...eventSelectors: readonly object[]): TrailProps => ({ eventSelectors });
const advanced = (...fields: readonly object[]): TrailProps => ({
  eventSelectors: undefined,
  advancedEventSelectors: [{ name: "management", fieldSelectors: fields }],
});
const MANAGEMENT = { field: "eventCategory", equals: ["Management"] };
const LACKS = /leave out management events/;

export const specimen: Specimen = {
  rule,
  cases: [
    on("everywhere, everything", "good", {}),
    on("without selectors", "good", basic()),
    on("management by default, beside data", "good", basic({ dataResources: [] })),
    on("one of two selectors", "good", basic({ includeManagementEvents: false }, { readWriteType: "All" })),
    on("an advanced selector", "good", advanced(MANAGEMENT)),
    on("said to be on", "good", { enableLogging: true, includeGlobalServiceEvents: true }),
    on("one region", "bad", { isMultiRegionTrail: false }, /isMultiRegionTrail is false/),
    on("regions not set", "bad", { isMultiRegionTrail: undefined }, /isMultiRegionTrail is not set/),
    on("switched off", "bad", { enableLogging: false }, /enableLogging is false/),
    on("switched off, as text", "bad", { enableLogging: "false" }),
    on("without global services", "bad", { includeGlobalServiceEvents: false }, /includeGlobalServiceEvents is false/),
    on("without management", "bad", basic({ includeManagementEvents: false, readWriteType: "All" }), LACKS),
    on("writes only", "bad", basic({ includeManagementEvents: true, readWriteType: "WriteOnly" }), LACKS),
    on("an advanced selector of data", "bad", advanced({ field: "eventCategory", equals: ["Data"] }), LACKS),
    on("an advanced selector of another field", "bad", advanced({ field: "eventName", equals: ["Management"] })),
    on("an advanced selector of reads", "bad", advanced(MANAGEMENT, { field: "readOnly", equals: ["true"] }), LACKS),
    on("regions not known yet", "undecided", { isMultiRegionTrail: UNKNOWN }),
    on("selectors not known yet", "undecided", { eventSelectors: UNKNOWN }),
    on("advanced selectors not known yet", "undecided", { eventSelectors: undefined, advancedEventSelectors: UNKNOWN }),
    on("selectors not known yet, and switched off", "bad", { eventSelectors: UNKNOWN, enableLogging: false }),
  ],
  mutation: {
    what: "has a trail of one region",
    change: (program) => {
      addTrail(program, { isMultiRegionTrail: false });
    },
  },
};
