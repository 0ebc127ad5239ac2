import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/cloudfront/cloudfront-origin-failover";
import { addDistribution, behavior, type DistributionProps, on } from "../../support/good/cloudfront";
import { type Specimen } from "../../support/specimen";

function groups(members: unknown, originId: unknown = "captions"): DistributionProps {
  return { originGroups: [{ originId, failoverCriteria: { statusCodes: [500] }, members }] };
}

const two = [{ originId: "here" }, { originId: "there" }];
const path = { orderedCacheBehaviors: [{ ...behavior(), pathPattern: "/captions/*" }] };
const single = behavior({ targetOriginId: "here" });

export const specimen: Specimen = {
  rule,
  cases: [
    on("a group by default", "good", {}),
    on("a group on one path", "good", { ...path, defaultCacheBehavior: single }),
    on("the second of two groups", "good", {
      originGroups: [
        { originId: "others", members: two },
        { originId: "captions", members: two },
      ],
    }),
    on("no group", "bad", { originGroups: undefined }, { says: /asks an origin group of two/ }),
    on("an empty list of groups", "bad", { originGroups: [] }),
    on("a group of one", "bad", groups([{ originId: "here" }])),
    on("a group of none", "bad", groups(undefined)),
    on("a group that nobody asks", "bad", { defaultCacheBehavior: single }),
    on("a group without an id", "bad", groups(two, null)),
    on("neither has an id", "bad", {
      ...groups(two, null),
      defaultCacheBehavior: behavior({ targetOriginId: undefined }),
    }),
    on("a group of two that nobody asks, and one of one", "bad", {
      originGroups: [
        { originId: "others", members: two },
        { originId: "captions", members: two.slice(1) },
      ],
    }),
    on("members that are not known yet", "undecided", groups(UNKNOWN)),
    on("a group of one that nobody knows the name of", "bad", groups(two.slice(1), UNKNOWN)),
    on("a group that nobody knows the name of", "undecided", groups(two, UNKNOWN)),
    on("groups that are not known yet", "undecided", { originGroups: UNKNOWN }),
  ],
  mutation: {
    what: "has a distribution of one bucket",
    change: (program) => {
      addDistribution(program, { distribution: { originGroups: undefined, defaultCacheBehavior: single } });
    },
  },
};
