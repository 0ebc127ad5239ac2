-- Retention by cohort: who of those that came in a period still publishes later.
--
-- A cohort is everybody whose first post was in one period. Removed posts count for nobody, so a cohort can shrink.
-- Everything from the first day on is read, of few columns.
--
-- @schedule every-run
-- @granularity day week month
-- @reads posts
-- @lookback 35 days
-- @scan-limit 2000 MB
-- @key age integer periods since the cohort's own, which is 0
-- @figure users integer people of the cohort who published in that period
-- @figure cohort integer people of the cohort
-- @figure share decimal users, divided by the cohort; four decimals
WITH
active AS (
  SELECT
    user_id,
    CAST(date_trunc('{{granularity}}', CAST(created_date AS date)) AS date) AS starts,
    MAX(occurred_at) AS occurred_at
  FROM posts
  WHERE created_date <= '{{to}}'
  GROUP BY 1, 2
),
firsts AS (
  SELECT user_id, MIN(starts) AS cohort_starts FROM active GROUP BY user_id
),
sizes AS (
  SELECT cohort_starts, COUNT(*) AS cohort FROM firsts GROUP BY cohort_starts
)
SELECT
  CAST(firsts.cohort_starts AS varchar) AS period,
  date_diff('{{granularity}}', firsts.cohort_starts, active.starts) AS age,
  COUNT(*) AS users,
  sizes.cohort AS cohort,
  ROUND(CAST(COUNT(*) AS double) / sizes.cohort, 4) AS share,
  MAX(active.occurred_at) AS data_until
FROM active
JOIN firsts ON firsts.user_id = active.user_id
JOIN sizes ON sizes.cohort_starts = firsts.cohort_starts
WHERE CAST(firsts.cohort_starts AS varchar) >= '{{from}}'
GROUP BY firsts.cohort_starts, active.starts, sizes.cohort
ORDER BY firsts.cohort_starts, active.starts
