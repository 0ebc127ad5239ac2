import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/cloudtrail/cloudtrail-data-events";
import { addTrail, trail, type TrailProps } from "../../support/good/trail";
import { type Case, type Outcome, type Specimen } from "../../support/specimen";

function on(title: string, is: Outcome, change: TrailProps, says?: RegExp): Case {
  return { title, is, resources: [trail(change)], ...(says && { says }) };
}

const OBJECTS = { type: "AWS::S3::Object", values: ["arn:aws:s3:::huut-raw/"] };
const basic = (dataResources: unknown, rest: object = {}): TrailProps => ({
  eventSelectors: [{ readWriteType: "All", dataResources, ...rest }],
});
const advanced = (...fields: readonly object[]): TrailProps => ({
  eventSelectors: undefined,
  advancedEventSelectors: [{ fieldSelectors: [{ field: "eventCategory", equals: ["Data"] }, ...fields] }],
});
const TYPE = { field: "resources.type", equals: ["AWS::S3::Object"] };

export const specimen: Specimen = {
  rule,
  cases: [
    on("objects of a bucket", "good", {}),
    on("reads and writes by default", "good", basic([OBJECTS], { readWriteType: undefined })),
    on("beside functions", "good", basic([{ type: "AWS::Lambda::Function", values: ["arn:aws:lambda"] }, OBJECTS])),
    on("an advanced selector", "good", advanced(TYPE)),
    on("no selectors", "bad", { eventSelectors: undefined }, /takes reads and writes of AWS::S3::Object/),
    on("no data", "bad", basic([])),
    on("data of functions", "bad", basic([{ ...OBJECTS, type: "AWS::Lambda::Function" }])),
    on("objects of no bucket", "bad", basic([{ ...OBJECTS, values: [] }])),
    on("writes only", "bad", basic([OBJECTS], { readWriteType: "WriteOnly" })),
    on("an advanced selector of functions", "bad", advanced({ ...TYPE, equals: ["AWS::Lambda::Function"] })),
    on("an advanced selector without a type", "bad", advanced()),
    on("an advanced selector of reads", "bad", advanced(TYPE, { field: "readOnly", equals: ["true"] })),
    on("an advanced selector of management", "bad", {
      eventSelectors: undefined,
      advancedEventSelectors: [{ fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }, TYPE] }],
    }),
    on("buckets that are not known yet", "undecided", basic([{ ...OBJECTS, values: UNKNOWN }])),
    on(
      "buckets that are not known yet, writes only",
      "bad",
      basic([{ ...OBJECTS, values: UNKNOWN }], { readWriteType: "WriteOnly" }),
    ),
  ],
  mutation: {
    what: "has a trail that does not see who reads the lake",
    change: (program) => {
      addTrail(program, { eventSelectors: [{ includeManagementEvents: true, readWriteType: "All" }] });
    },
  },
};
