-- Active users by day, week and month.
--
-- @schedule every-run
-- @granularity day week month
-- @reads posts
-- @lookback 35 days
-- @scan-limit 500 MB
-- @figure users integer people who published at least one post in the period that was not removed since
-- @figure posts_per_user decimal their posts, divided by them; two decimals
SELECT
  CAST(CAST(date_trunc('{{granularity}}', CAST(created_date AS date)) AS date) AS varchar) AS period,
  COUNT(DISTINCT user_id) AS users,
  ROUND(CAST(COUNT(*) AS double) / COUNT(DISTINCT user_id), 2) AS posts_per_user,
  MAX(occurred_at) AS data_until
FROM posts
WHERE created_date BETWEEN '{{from}}' AND '{{to}}'
GROUP BY 1
ORDER BY 1
