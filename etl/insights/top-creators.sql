-- The twenty whose posts were liked and heard most, by day, week and month.
--
-- Who has as much as another comes in the order of identifiers, so that the list is the same every time.
--
-- @schedule every-run
-- @granularity day week month
-- @reads posts
-- @lookback 35 days
-- @scan-limit 500 MB
-- @key rank integer from 1 to 20
-- @figure user_id text who it is
-- @figure posts integer posts of the period that were not removed since
-- @figure likes integer likes that they have had so far
-- @figure heard integer times that they were heard so far
WITH
creators AS (
  SELECT
    CAST(CAST(date_trunc('{{granularity}}', CAST(created_date AS date)) AS date) AS varchar) AS period,
    user_id,
    COUNT(*) AS posts,
    CAST(SUM(likes) AS bigint) AS likes,
    CAST(SUM(heard) AS bigint) AS heard,
    MAX(occurred_at) AS data_until
  FROM posts
  WHERE created_date BETWEEN '{{from}}' AND '{{to}}'
  GROUP BY 1, 2
),
ranked AS (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY period ORDER BY likes + heard DESC, posts DESC, user_id) AS place
  FROM creators
)
SELECT period, place AS rank, user_id, posts, likes, heard, data_until
FROM ranked
WHERE place <= 20
ORDER BY period, place
