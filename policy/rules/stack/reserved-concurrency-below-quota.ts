import { type Resource, stackRule, type Truth, UNKNOWN } from "../../model";

const FUNCTION = "aws:lambda/function:Function";

export const rule = stackRule({
  id: "reserved-concurrency-below-quota",
  title: "What functions reserve together leaves the account its unreserved share",
  why: "A reservation beyond the quota is refused at deployment, and one that takes it all starves every other function.",
  cure: "Lower reservedConcurrentExecutions, or raise the account's quota and the rule's option with it.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html"],
  options: {
    quota: {
      type: "integer",
      description: "Concurrent executions that the account has in a region",
      default: 1000,
      minimum: 10,
    },
    unreserved: { type: "integer", description: "How many of them nobody may reserve", default: 100, minimum: 100 },
  },
  types: [FUNCTION],
  check: (stack, { quota, unreserved }) => {
    const reserving = stack.ofType(FUNCTION).filter((one) => reserved(one) !== 0);
    const most = Number(quota) - Number(unreserved);
    const sum = reserving.reduce((total, one) => total + known(reserved(one)), 0);
    const undecided = reserving.some((one) => reserved(one) === UNKNOWN);
    const kept: Truth = sum > most ? false : undecided ? UNKNOWN : true;
    const message = `the functions reserve ${sum} executions together, and ${most} may be reserved`;
    return reserving.map((resource) => ({ resource, kept, message }));
  },
});

function reserved(resource: Resource): number | typeof UNKNOWN {
  const number = resource.at("reservedConcurrentExecutions").number();
  return number === UNKNOWN ? UNKNOWN : Math.max(0, number ?? 0);
}

function known(number: number | typeof UNKNOWN): number {
  return number === UNKNOWN ? 0 : number;
}
