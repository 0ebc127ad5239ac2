import {
  all,
  any,
  behaviorsOf,
  DISTRIBUTION,
  expect,
  resourceRule,
  type Truth,
  UNKNOWN,
  type Value,
} from "../../model";

export const rule = resourceRule({
  id: "cloudfront-origin-failover",
  controls: ["CloudFront.4"],
  title: "Viewers are answered by a second origin when the first one fails",
  why: "Captions that lie in one bucket only are gone with its region, for the whole day that a recovery may take.",
  cure: "Make an origin group of the bucket and its copy in the second region, and let the behaviour that reads them name the group.",
  severity: "low",
  enforcement: "advisory",
  links: ["https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html"],
  types: [DISTRIBUTION],
  check: (distribution) => {
    const targets = behaviorsOf(distribution).map((behavior) => behavior.at("targetOriginId"));
    const kept = distribution.at("originGroups").some((group) => {
      const asked = targets.map((target) => group.at("originId").isSameAs(target));
      return all(any(...asked), hasTwo(group.at("members")));
    });
    return expect(kept, "no behaviour of it asks an origin group of two");
  },
});

function hasTwo(members: Value): Truth {
  return members.isUnknown ? UNKNOWN : members.items().length > 1;
}
