-- The newest state of every post of the touched dates.
--
-- Reads    new_posts, new_updates                rows of the raw zone that no run has read before
--          current_posts, current_tombstones     what the curated zone holds for the dates that those rows touch
-- Answers  one row a post, with "deleted" and "created_date": the targets of the job say which rows are theirs
--
-- Written in what Spark SQL and DuckDB share. Two functions are defined by whoever runs it (see README.md):
-- nfc(text) and array_join(list, separator).
WITH
-- Maps the application's names and types to the lake's.
arrived AS (
  SELECT * FROM new_posts
  UNION ALL
  SELECT * FROM new_updates
),
mapped AS (
  SELECT
    postId AS post_id,
    userId AS user_id,
    CAST(createdAt AS timestamp) AS created_at,
    CAST(updatedAt AS timestamp) AS updated_at,
    CAST(version AS bigint) AS version,
    text,
    tags,
    language,
    audioFile AS audio_file,
    videoFile AS video_file,
    image,
    COALESCE(CAST(likes AS bigint), 0) AS likes,
    COALESCE(CAST(heard AS bigint), 0) AS heard,
    CAST(occurredAt AS timestamp) AS occurred_at,
    eventId AS event_id,
    COALESCE(CAST(deleted AS boolean), FALSE) AS deleted,
    SUBSTRING(createdAt, 1, 10) AS created_date
  FROM arrived
  WHERE postId IS NOT NULL AND createdAt IS NOT NULL AND version IS NOT NULL
),
-- Tags in one spelling and one order, each once. A tag has no blank in it, so that a list of them survives as a text.
normalized AS (
  SELECT
    post_id, user_id, created_at, updated_at, version, text,
    CASE
      WHEN COALESCE(TRIM(array_join(tags, ' ')), '') = '' THEN tags
      ELSE array_sort(array_distinct(split(nfc(LOWER(TRIM(array_join(tags, ' ')))), ' ')))
    END AS tags,
    language, audio_file, video_file, image, likes, heard, occurred_at, event_id, deleted, created_date
  FROM mapped
),
states AS (
  SELECT
    post_id, user_id, created_at, updated_at, version, text, tags, language, audio_file, video_file, image, likes, heard,
    occurred_at, event_id, deleted, created_date
  FROM normalized
  UNION ALL
  SELECT
    post_id, user_id, created_at, updated_at, version, text, tags, language, audio_file, video_file, image, likes, heard,
    occurred_at, event_id, FALSE AS deleted, created_date
  FROM current_posts
  UNION ALL
  SELECT
    post_id, NULL, NULL, NULL, version, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    occurred_at, event_id, TRUE AS deleted, created_date
  FROM current_tombstones
),
-- The version decides, then the event's time, then its identifier, as in the application's table; and of one event seen
-- alive and removed, the removal.
ranked AS (
  SELECT
    *,
    ROW_NUMBER() OVER (
      PARTITION BY post_id
      ORDER BY version DESC, occurred_at DESC, event_id DESC, CASE WHEN deleted THEN 0 ELSE 1 END
    ) AS place
  FROM states
)
SELECT
  post_id, user_id, created_at, updated_at, version, text, tags, language, audio_file, video_file, image, likes, heard,
  occurred_at, event_id, deleted, created_date
FROM ranked
WHERE place = 1
