-- Userbase and new users by day, week and month.
--
-- The platform knows of people what they publish: a user is new in the period of the first post, and belongs to the
-- userbase from then on. Posts that were removed count for nobody. Everything from the first day on is read, of few columns.
-- Periods without a new user have no row.
--
-- @schedule every-run
-- @granularity day week month
-- @reads posts
-- @lookback 35 days
-- @scan-limit 2000 MB
-- @figure new_users integer people whose first post was in the period
-- @figure users integer people who have published at least one post up to the period's end
WITH
firsts AS (
  SELECT user_id, MIN(created_date) AS first_date, MIN(occurred_at) AS occurred_at
  FROM posts
  WHERE created_date <= '{{to}}'
  GROUP BY user_id
),
periods AS (
  SELECT
    CAST(date_trunc('{{granularity}}', CAST(first_date AS date)) AS date) AS starts,
    COUNT(*) AS new_users,
    MAX(occurred_at) AS data_until
  FROM firsts
  GROUP BY 1
),
totals AS (
  SELECT starts, new_users, data_until, SUM(new_users) OVER (ORDER BY starts) AS users
  FROM periods
)
SELECT CAST(starts AS varchar) AS period, new_users, CAST(users AS bigint) AS users, data_until
FROM totals
WHERE CAST(starts AS varchar) >= '{{from}}'
ORDER BY starts
