import { type Columns } from "../shared";

/** A line of `raw/posts/` and of `raw/post_updates/`, as the transform writes it; optional fields may be absent. */
export const RAW_ROW: Columns = {
  postId: "string",
  userId: "string",
  createdAt: "string",
  updatedAt: "string",
  version: "bigint",
  deleted: "boolean",
  eventId: "string",
  eventName: "string",
  occurredAt: "string",
  text: "string",
  tags: "array<string>",
  language: "string",
  audioFile: "string",
  videoFile: "string",
  image: "string",
  likes: "bigint",
  heard: "bigint",
};

/** A post in the curated zone: its newest state. `occurred_at` and `event_id` order states of one version. */
export const CURATED_POST: Columns = {
  post_id: "string",
  user_id: "string",
  created_at: "timestamp",
  updated_at: "timestamp",
  version: "bigint",
  text: "string",
  tags: "array<string>",
  language: "string",
  audio_file: "string",
  video_file: "string",
  image: "string",
  likes: "bigint",
  heard: "bigint",
  occurred_at: "timestamp",
  event_id: "string",
};

/** A version of a post on the day of its event. Counters are as the event tells them, null for a removal. */
export const POST_VERSION: Columns = {
  post_id: "string",
  user_id: "string",
  created_at: "timestamp",
  occurred_at: "timestamp",
  version: "bigint",
  event_id: "string",
  language: "string",
  medium: "string",
  likes: "bigint",
  heard: "bigint",
  deleted: "boolean",
};

/** What remains of a removed post: enough that nothing older revives it. */
export const TOMBSTONE: Columns = {
  post_id: "string",
  version: "bigint",
  occurred_at: "timestamp",
  event_id: "string",
};
