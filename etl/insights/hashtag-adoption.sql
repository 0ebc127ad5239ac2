-- Hashtag adoption: tags of authors against suggested ones, by day, week and month.
--
-- Of posts that were exported with their tags in the night after a day with changes; periods are those of the posts.
--
-- @schedule every-run
-- @granularity day week month
-- @reads hashtags
-- @lookback 35 days
-- @scan-limit 500 MB
-- @figure tagged_posts integer posts that have a tag of either kind
-- @figure manual_posts integer posts with at least one tag of their author
-- @figure automated_posts integer posts with at least one suggested tag
-- @figure manual_tags integer tags of authors
-- @figure automated_tags integer suggested tags
-- @figure adopted_tags integer suggested tags that the author of the same post gave it as well
-- @figure adoption decimal adopted tags, divided by suggested ones; 0 without any; four decimals
WITH
tags AS (
  SELECT
    CAST(CAST(date_trunc('{{granularity}}', CAST(created_date AS date)) AS date) AS varchar) AS period,
    post_id,
    tag_key,
    MAX(CASE WHEN source = 'manual' THEN 1 ELSE 0 END) AS manual,
    MAX(CASE WHEN source = 'automated' THEN 1 ELSE 0 END) AS automated,
    MAX(updated_at) AS updated_at
  FROM hashtags
  WHERE created_date BETWEEN '{{from}}' AND '{{to}}'
  GROUP BY 1, 2, 3
)
SELECT
  period,
  COUNT(DISTINCT post_id) AS tagged_posts,
  COUNT(DISTINCT CASE WHEN manual = 1 THEN post_id END) AS manual_posts,
  COUNT(DISTINCT CASE WHEN automated = 1 THEN post_id END) AS automated_posts,
  CAST(SUM(manual) AS bigint) AS manual_tags,
  CAST(SUM(automated) AS bigint) AS automated_tags,
  CAST(SUM(manual * automated) AS bigint) AS adopted_tags,
  CASE
    WHEN SUM(automated) = 0 THEN 0.0E0
    ELSE ROUND(CAST(SUM(manual * automated) AS double) / SUM(automated), 4)
  END AS adoption,
  MAX(updated_at) AS data_until
FROM tags
GROUP BY period
ORDER BY period
