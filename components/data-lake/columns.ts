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

/** What remains of a removed post: enough that nothing older revives it. */
export const TOMBSTONE: Columns = {
  post_id: "string",
  version: "bigint",
  occurred_at: "timestamp",
  event_id: "string",
};
