-- Active users and engagement by day.
--
-- An active user published at least one post that day (UTC) which was not removed since; likes and heard are what those
-- posts have had so far, so a day's figures grow until its posts are forgotten.
--
-- @schedule every-run
-- @granularity day
-- @reads posts
-- @lookback 35 days
-- @scan-limit 500 MB
-- @figure active_users integer people who published at least one post that day
-- @figure posts integer posts published that day and not removed since
-- @figure likes integer likes that those posts have had so far
-- @figure heard integer times that those posts were heard so far
-- @figure engagement_per_user decimal likes and times heard, divided by active users; two decimals
SELECT
  created_date AS period,
  COUNT(DISTINCT user_id) AS active_users,
  COUNT(*) AS posts,
  CAST(SUM(likes) AS bigint) AS likes,
  CAST(SUM(heard) AS bigint) AS heard,
  ROUND(CAST(SUM(likes) + SUM(heard) AS double) / COUNT(DISTINCT user_id), 2) AS engagement_per_user,
  MAX(occurred_at) AS data_until
FROM posts
WHERE created_date BETWEEN '{{from}}' AND '{{to}}'
GROUP BY created_date
ORDER BY created_date
