-- Posts and engagement by language.
--
-- Likes and times heard are what the posts of the period have had so far.
--
-- @schedule every-run
-- @granularity day week month
-- @reads posts
-- @lookback 35 days
-- @scan-limit 500 MB
-- @key language text what the post states; und where it states none
-- @figure posts integer posts of the period that were not removed since
-- @figure users integer people who published them
-- @figure likes integer their likes
-- @figure heard integer times that they were heard
-- @figure likes_per_post decimal two decimals
-- @figure heard_per_post decimal two decimals
-- @figure likes_per_user decimal two decimals
-- @figure heard_per_user decimal two decimals
SELECT
  CAST(CAST(date_trunc('{{granularity}}', CAST(created_date AS date)) AS date) AS varchar) AS period,
  COALESCE(language, 'und') AS language,
  COUNT(*) AS posts,
  COUNT(DISTINCT user_id) AS users,
  CAST(SUM(likes) AS bigint) AS likes,
  CAST(SUM(heard) AS bigint) AS heard,
  ROUND(CAST(SUM(likes) AS double) / COUNT(*), 2) AS likes_per_post,
  ROUND(CAST(SUM(heard) AS double) / COUNT(*), 2) AS heard_per_post,
  ROUND(CAST(SUM(likes) AS double) / COUNT(DISTINCT user_id), 2) AS likes_per_user,
  ROUND(CAST(SUM(heard) AS double) / COUNT(DISTINCT user_id), 2) AS heard_per_user,
  MAX(occurred_at) AS data_until
FROM posts
WHERE created_date BETWEEN '{{from}}' AND '{{to}}'
GROUP BY 1, 2
ORDER BY 1, 2
