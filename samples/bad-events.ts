import type { PostEvent } from "../domain/post-event";

/** A message that must end in quarantine: what makes it bad, and how its first reason begins. */
export interface BadMessage {
  readonly kind: string;
  readonly reason: string;
  readonly body: unknown;
  readonly attributes: Readonly<Record<string, string>>;
}

const attributesOf = (eventName: string) => ({ eventName, schema: "post/1" });

/** Twenty kinds of bad messages, each made from a good event that nobody else publishes. */
export function badMessages(good: (index: number) => PostEvent): readonly BadMessage[] {
  let used = 0;
  const made: BadMessage[] = [];
  const spoil = (
    kind: string,
    reason: string,
    change: (event: PostEvent) => unknown,
    attributes?: Readonly<Record<string, string>>,
  ): void => {
    const event = good((used += 1));
    made.push({ kind, reason, body: change(event), attributes: attributes ?? attributesOf(event.eventName) });
  };
  const post = (kind: string, reason: string, fields: Readonly<Record<string, unknown>>): void =>
    spoil(kind, reason, (event) => ({ ...event, post: { ...event.post, ...fields } }));

  spoil("text-instead-of-json", "body: expected JSON", () => "नमस्ते, यह JSON नहीं है");
  spoil("truncated-json", "body: expected JSON", (event) => JSON.stringify(event).slice(0, 180));
  spoil("list-instead-of-event", "body: expected a JSON object", (event) => [event]);
  spoil("missing-event-id", "eventId: is missing", ({ eventId: _, ...event }) => event);
  spoil(
    "unknown-event-name",
    "eventName: expected one of",
    (event) => ({ ...event, eventName: "UPSERT" }),
    attributesOf("UPSERT"),
  );
  spoil("event-name-mismatch", "attributes.eventName: expected", (event) => event, attributesOf("REMOVE"));
  spoil("missing-event-name-attribute", "attributes.eventName: is missing", (event) => event, { schema: "post/1" });
  spoil("unsupported-schema", "attributes.schema: expected", (event) => event, {
    ...attributesOf("INSERT"),
    schema: "post/2",
  });
  spoil("time-with-offset", "occurredAt: expected a UTC instant", (event) => ({
    ...event,
    occurredAt: event.occurredAt.replace("Z", "+05:30"),
  }));
  spoil("missing-post", "post: is missing", ({ post: _, ...event }) => event);
  post("missing-post-id", "post.postId: is missing", { postId: undefined });
  post("unsafe-user-id", "post.userId: expected an identifier", { userId: "u-1/../../etc" });
  post("impossible-date", "post.createdAt: expected a UTC instant", { createdAt: "2026-02-30T10:00:00.000Z" });
  post("updated-before-created", "post.updatedAt: expected an instant not before", {
    updatedAt: "2026-10-01T00:00:00.000Z",
  });
  post("version-zero", "post.version: expected a whole number", { version: 0 });
  post("lone-surrogate", "post.text: expected well-formed Unicode", { text: "cut in the middle of an emoji \ud83d" });
  post("tag-with-space", "post.tags[0]: expected #", { tags: ["#good morning"] });
  post("language-by-name", "post.language: expected a language code", { language: "Hindi" });
  post("media-outside-its-folder", "post.audioFile: expected an object key", { audioFile: "private/keys.mp3" });
  post("negative-likes", "post.likes: expected a whole number", { likes: -3 });
  return made;
}
