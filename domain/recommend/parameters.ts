/**
 * Every number of the feed. All are ours: the tests of `test/domain/recommend` show what they do.
 *
 * | parameter | value | is |
 * | --- | --- | --- |
 * | `ownPosts` | 30 | the user's newest posts that the profile is made of |
 * | `topics`, `lookups` | 6, 16 | topics of a profile, and tags, aliases included, by which posts are looked up for them |
 * | `days`, `trendDays` | 7, 2 | UTC days that posts of topics and of trends are looked for in, today included |
 * | `trends`, `leastTrends` | 6, 3 | trends whose posts are looked up; with fewer, tags that many use are taken, too |
 * | `popularAuthors` | 3 | authors of a day from which on a tag is one that many use |
 * | `postsAPartition`, `enough` | 10, 200 | newest posts of one partition of the index, and those with which no earlier day is read |
 * | `checked` | 100 | the best posts, whose rows are read: one call of BatchGetItem |
 * | `interestDays` | 30 | days in which half of an interest is forgotten |
 * | `suggested` | 0.5, 0.7 | what a suggested tag weighs against a set one: on the user's own posts, on others |
 * | `freshHours`, `oldest` | 24, 0.1 | hours in which a post loses half of its freshness, and what is left for the oldest |
 * | `match` | 0.7 | what one tag counts for at most, so that a second one adds to it |
 * | `language` | 1, 0.8, 0.5 | posts in the user's languages, in unknown and in other ones |
 * | `trendEvery` | 4 | every fourth post is of a trend, where there is one |
 * | `again` | 0.6, 0.5 | what is left of a score for each post before it of the same topic, of the same author |
 */
export const FEED_PARAMETERS = {
  ownPosts: 30,
  topics: 6,
  lookups: 16,
  days: 7,
  trendDays: 2,
  trends: 6,
  leastTrends: 3,
  popularAuthors: 3,
  postsAPartition: 10,
  enough: 200,
  checked: 100,
  interestDays: 30,
  suggested: { own: 0.5, others: 0.7 },
  freshHours: 24,
  oldest: 0.1,
  match: 0.7,
  language: { own: 1, unknown: 0.8, other: 0.5 },
  trendEvery: 4,
  again: { topic: 0.6, author: 0.5 },
} as const;
