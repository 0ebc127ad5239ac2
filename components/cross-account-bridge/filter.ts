/**
 * Which messages of the topic reach the queue: post events of any version, and messages that do not say what they are.
 * Both kinds end in a table or in quarantine; only what says that it is something else (`comment/1`) stays out, so that
 * the topic may carry more one day and no broken post event is filtered away unseen.
 *
 * SNS matches no filter against a message without any attribute: the application publishes none.
 * https://docs.aws.amazon.com/sns/latest/dg/attribute-key-matching.html
 */
export const POST_EVENTS_FILTER = { schema: [{ prefix: "post/" }, { exists: false }] } as const;
