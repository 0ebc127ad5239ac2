-- Every version of every post, on the day of its event: how likes and times heard went.
--
-- Reads    new_posts, new_updates      rows of the raw zone that no run has read before
--          current_history             what the curated zone holds for the days of those rows
-- Answers  one row a post, version and day, with "created_date", the day of the event
--
-- An erasure puts a marker into each day of a post: a removal whose event begins with 'erasure-'. Nothing else is left of the
-- post on such a day, whatever comes late.
--
-- Written in what Spark SQL and DuckDB share, as posts.sql is.
WITH
arrived AS (
  SELECT * FROM new_posts
  UNION ALL
  SELECT * FROM new_updates
),
states AS (
  SELECT
    postId AS post_id,
    userId AS user_id,
    CAST(createdAt AS timestamp) AS created_at,
    CAST(occurredAt AS timestamp) AS occurred_at,
    CAST(version AS bigint) AS version,
    eventId AS event_id,
    language,
    CASE
      WHEN videoFile IS NOT NULL THEN 'video'
      WHEN audioFile IS NOT NULL THEN 'audio'
      WHEN image IS NOT NULL THEN 'image'
      ELSE 'text'
    END AS medium,
    -- A removal says nothing of counters: nought would look like likes that were taken back.
    CASE WHEN COALESCE(CAST(deleted AS boolean), FALSE) THEN NULL ELSE COALESCE(CAST(likes AS bigint), 0) END AS likes,
    CASE WHEN COALESCE(CAST(deleted AS boolean), FALSE) THEN NULL ELSE COALESCE(CAST(heard AS bigint), 0) END AS heard,
    COALESCE(CAST(deleted AS boolean), FALSE) AS deleted,
    SUBSTRING(occurredAt, 1, 10) AS created_date
  FROM arrived
  WHERE postId IS NOT NULL AND occurredAt IS NOT NULL AND version IS NOT NULL
  UNION ALL
  SELECT
    post_id, user_id, created_at, occurred_at, version, event_id, language, medium, likes, heard, deleted, created_date
  FROM current_history
),
marked AS (
  SELECT
    *,
    MAX(CASE WHEN event_id LIKE 'erasure-%' THEN 1 ELSE 0 END) OVER (PARTITION BY post_id, created_date) AS erased
  FROM states
),
-- Of two events of a day that call themselves one version the later counts, as in posts.sql; and of one event seen alive
-- and removed, the removal.
ranked AS (
  SELECT
    *,
    ROW_NUMBER() OVER (
      PARTITION BY post_id, version, created_date
      ORDER BY occurred_at DESC, event_id DESC, CASE WHEN deleted THEN 0 ELSE 1 END
    ) AS place
  FROM marked
  WHERE erased = 0 OR event_id LIKE 'erasure-%'
)
SELECT
  post_id, user_id, created_at, occurred_at, version, event_id, language, medium, likes, heard, deleted, created_date
FROM ranked
WHERE place = 1
