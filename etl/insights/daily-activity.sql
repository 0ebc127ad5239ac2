-- Active users and engagement by day.
--
-- Reads    posts          the newest state of every post, by created_date
-- Answers  one row a day: activity_date, active_users, posts, likes, heard, engagement_per_user
--
-- An active user published at least one post that day (UTC) which was not removed since; likes and heard are what those
-- posts have had so far, so a day's figures grow until its posts are forgotten. {{from}} and {{to}} are days, both
-- included; they prune partitions.
--
-- Written in what Trino (Athena engine 3) and DuckDB share.
SELECT
  created_date AS activity_date,
  COUNT(DISTINCT user_id) AS active_users,
  COUNT(*) AS posts,
  CAST(SUM(likes) AS bigint) AS likes,
  CAST(SUM(heard) AS bigint) AS heard,
  ROUND(CAST(SUM(likes) + SUM(heard) AS double) / COUNT(DISTINCT user_id), 2) AS engagement_per_user
FROM posts
WHERE created_date BETWEEN '{{from}}' AND '{{to}}'
GROUP BY created_date
ORDER BY created_date
