import { QUEUE } from "./queues";
import { type Resource } from "./resource";
import { type Stack, textsIn } from "./stack";

/** What gives up on work, and where it says which queue takes it. */
const GIVE_UP: readonly (readonly [type: string, path: string])[] = [
  ["aws:cloudwatch/eventTarget:EventTarget", "deadLetterConfig.arn"],
  ["aws:lambda/eventSourceMapping:EventSourceMapping", "destinationConfig.onFailure.destinationArn"],
  ["aws:lambda/function:Function", "deadLetterConfig.targetArn"],
  ["aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", "destinationConfig.onFailure.destination"],
  ["aws:scheduler/schedule:Schedule", "target.deadLetterConfig.arn"],
  ["aws:sns/topicSubscription:TopicSubscription", "redrivePolicy"],
  [QUEUE, "redrivePolicy"],
  ["aws:sqs/redrivePolicy:RedrivePolicy", "redrivePolicy"],
];

/** The queues that take what something else in the stack gave up. */
export function deadLetterQueues(stack: Stack): ReadonlySet<Resource> {
  return new Set(
    GIVE_UP.flatMap(([type, path]) => stack.ofType(type).flatMap((holder) => takersOf(stack, holder, path))),
  );
}

function takersOf(stack: Stack, holder: Resource, path: string): readonly Resource[] {
  const value = holder.at(path);
  if (value.present() === false) return [];
  const queues = stack.references(holder, path, QUEUE);
  const texts = textsIn(value.json().raw);
  const named = queues.filter((queue) => texts.includes(String(queue.at("arn").text())));
  // A block is made from other queues too, which dependencies cannot tell apart: names go first.
  return named.length > 0 ? named : queues;
}
