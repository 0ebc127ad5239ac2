import type {
  CancelMessageMoveTaskRequest,
  ListMessageMoveTasksRequest,
  ListMessageMoveTasksResultEntry,
  StartMessageMoveTaskRequest,
} from "@aws-sdk/client-sqs";
import { AwsError } from "../../kernel/errors";
import { operation, type Access, type CallContext, type Operation } from "../../kernel/service";
import { invalid } from "./message";
import { queueAccess } from "./operations";
import type { Queue } from "./queue";
import type { SqsService } from "./service";

/** Messages a second, where the caller does not say: the most that a caller may ask for. */
const FASTEST = 500;

interface Task {
  readonly handle: string;
  readonly source: Queue;
  readonly destination: Queue | undefined;
  readonly rate: number;
  readonly requestedRate: number | undefined;
  readonly startedAt: number;
  readonly toMove: number;
  moved: number;
  status: "RUNNING" | "COMPLETED" | "CANCELLED" | "FAILED";
  failure?: string;
}

/**
 * Redrives: they take messages out of a dead-letter queue, back to where each came from or to one destination. A redriven
 * message is a new one: new id, new enqueue time.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
 */
export class MoveTasks {
  private readonly tasks: Task[] = [];
  readonly operations: Record<string, Operation>;

  constructor(private readonly sqs: SqsService) {
    const of = (arn: string | undefined, action: string, { place }: CallContext): Access => {
      const queue = sqs.byArn(required("SourceArn", arn));
      if (queue.place.account !== place.account)
        throw new AwsError("AccessDenied", `${queue.arn} is another account's queue.`, 403);
      return queueAccess(queue, action);
    };
    this.operations = {
      StartMessageMoveTask: operation<StartMessageMoveTaskRequest>(
        (input, context) => of(input.SourceArn, "StartMessageMoveTask", context),
        (input, context) => this.start(input, context),
      ),
      ListMessageMoveTasks: operation<ListMessageMoveTasksRequest>(
        (input, context) => of(input.SourceArn, "ListMessageMoveTasks", context),
        ({ SourceArn, MaxResults = 1 }) => ({
          Results: this.tasks
            .filter(({ source }) => source.arn === SourceArn)
            .reverse()
            .slice(0, MaxResults)
            .map(described),
        }),
      ),
      CancelMessageMoveTask: operation<CancelMessageMoveTaskRequest>(
        (input, context) => of(this.byHandle(input.TaskHandle).source.arn, "CancelMessageMoveTask", context),
        ({ TaskHandle }) => this.cancel(this.byHandle(TaskHandle)),
      ),
    };
  }

  private start(input: StartMessageMoveTaskRequest, context: CallContext): object {
    const source = this.sqs.byArn(required("SourceArn", input.SourceArn));
    if (!this.sqs.isDeadLetterQueue(source.arn)) {
      throw invalid("Source queue must be configured as a Dead Letter Queue.");
    }
    if (this.tasks.some((task) => task.source === source && task.status === "RUNNING")) {
      throw new AwsError("UnsupportedOperation", `There is a running message move task for ${source.arn} already.`);
    }
    const requestedRate = input.MaxNumberOfMessagesPerSecond;
    if (requestedRate !== undefined && (requestedRate < 1 || requestedRate > FASTEST)) {
      throw invalid(
        `Value ${requestedRate} for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: Must be between 1 and ${FASTEST}.`,
      );
    }
    const destination = input.DestinationArn === undefined ? undefined : this.sqs.byArn(input.DestinationArn);
    this.checkAccess(source, destination, context);
    const task: Task = {
      handle: this.sqs.messageId(),
      source,
      destination,
      rate: requestedRate ?? FASTEST,
      requestedRate,
      startedAt: context.world.now(),
      toMove: source.depth().visible,
      moved: 0,
      status: "RUNNING",
    };
    this.tasks.push(task);
    this.schedule(task, context);
    return { TaskHandle: task.handle };
  }

  /** A redrive receives, deletes and sends with the permissions of who starts it. */
  private checkAccess(source: Queue, destination: Queue | undefined, context: CallContext): void {
    for (const action of ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"])
      context.require(queueAccess(source, action));
    this.sqs.useKey(source, context, "Decrypt");
    for (const target of destination ? [destination] : this.sqs.sourcesOf(source.arn)) {
      context.require(queueAccess(target, "SendMessage"));
      this.sqs.useKey(target, context, "GenerateDataKey", "Decrypt");
    }
  }

  private schedule(task: Task, context: CallContext): void {
    context.world.after(1000, () => {
      for (let i = 0; i < task.rate && task.status === "RUNNING"; i++) this.moveOne(task, context);
      if (task.status === "RUNNING") this.schedule(task, context);
    });
  }

  private moveOne(task: Task, { world }: CallContext): void {
    const message = task.moved < task.toMove ? task.source.takeOldest() : undefined;
    if (!message) {
      task.status = "COMPLETED";
      return;
    }
    const { deadLetterSource, body, bodyMd5, attributes, systemAttributes, senderId } = message;
    const target = task.destination ?? [...this.sqs.all()].find(({ arn }) => arn === deadLetterSource);
    if (!target) {
      task.source.enqueue(message);
      task.status = "FAILED";
      task.failure = "CouldNotDetermineMessageSource";
      return;
    }
    task.moved++;
    const content = { body, bodyMd5, attributes, systemAttributes, senderId };
    this.sqs.accept(target, { ...content, id: this.sqs.messageId(), sentAt: world.now(), receiveCount: 0 }, 0);
  }

  private cancel(task: Task): object {
    if (task.status !== "RUNNING")
      throw new AwsError("UnsupportedOperation", `The task is ${task.status.toLowerCase()}.`);
    task.status = "CANCELLED";
    return { ApproximateNumberOfMessagesMoved: task.moved };
  }

  private byHandle(handle: string | undefined): Task {
    const task = this.tasks.find((candidate) => candidate.handle === handle);
    if (!task) throw new AwsError("ResourceNotFoundException", "The task handle does not exist.", 404);
    return task;
  }
}

function described(task: Task): ListMessageMoveTasksResultEntry {
  return {
    ...(task.status === "RUNNING" && { TaskHandle: task.handle }),
    Status: task.status,
    SourceArn: task.source.arn,
    ...(task.destination && { DestinationArn: task.destination.arn }),
    ...(task.requestedRate !== undefined && { MaxNumberOfMessagesPerSecond: task.requestedRate }),
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    ...(task.failure && { FailureReason: task.failure }),
    StartedTimestamp: task.startedAt,
  };
}

function required(name: string, value: string | undefined): string {
  if (!value) throw new AwsError("MissingParameter", `The request must contain the parameter ${name}.`);
  return value;
}
