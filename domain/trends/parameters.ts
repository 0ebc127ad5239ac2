/**
 * Every number of the trends, with its source. "Ours" is a choice of this platform: the tests of `test/domain/trends` show
 * what it does, and a change of it shows there.
 */
export interface TrendParameters {
  /** Hours that a peak takes to lose half of its score. */
  readonly halfLifeHours: number;
  /** A score that begins a trend, in standard deviations above what is usual. */
  readonly enter: number;
  /** The score at which a trend ends: lower, so that none flickers. */
  readonly leave: number;
  /** Hours back from now in which a trend must have begun or peaked. */
  readonly horizonHours: number;
  /** Distinct authors that a window needs before anything is scored, by window. */
  readonly minAuthors: Readonly<Record<"hour" | "day", number>>;
  /** Least expected authors that a variance is computed with: a tag that nobody used before has a baseline of nothing. */
  readonly expectedFloor: number;
  /** Extra-Poisson part of the variance: the square of the coefficient of variation of a tag's own rate. */
  readonly overdispersion: number;
  /** Weeks that the same hour of the week is looked at. */
  readonly baselineWeeks: number;
  /** How many weeks the tag's mean of the day before weighs beside them. */
  readonly priorWeeks: number;
  /** Least part of an hour that is expected to have passed: at its first minutes any vote would be a surprise. */
  readonly leastElapsed: number;
  /** Posts of an author with a tag in an hour that count for the entropy: nobody sinks a trend by flooding it. */
  readonly postsPerAuthor: number;
  /** Least effective authors (the exponential of the entropy of posts over authors), as a share of `minAuthors`. */
  readonly entropyFloor: number;
  /** Bits of 64 in which the fingerprints of two near-duplicates differ at most. */
  readonly duplicateBits: number;
  /** Most authors whose texts are compared with each other, chosen by a hash of the author. */
  readonly duplicateSample: number;
  /** Length of the interval that synchrony looks at, seconds. */
  readonly burstSeconds: number;
  /** From which share on a penalty begins, and at which it is whole: near-duplicate texts, synchrony, withdrawn votes. */
  readonly duplicates: Ramp;
  readonly synchrony: Ramp;
  readonly deletions: Ramp;
  /** A tag whose penalties leave less than this of its score is held for review instead of ranked. */
  readonly reviewBelow: number;
  /** Trends in an item of the table `trends`. */
  readonly listed: number;
  /** Tags of a post that count, in the post's order. */
  readonly tagsPerPost: number;
  /** Hours that votes are kept. */
  readonly retentionHours: number;
  /** Least authors of a tag in an hour's tally, and most tags in one: an item stays below 400 KB. */
  readonly tallyAuthors: number;
  readonly tallyTags: number;
}

/** A penalty that grows linearly: none up to `from`, whole at `to`. */
export interface Ramp {
  readonly from: number;
  readonly to: number;
}

/**
 * | parameter | value | source |
 * | --- | --- | --- |
 * | `halfLifeHours` | 4 | the issue; Mastodon's `Trends::Tags` has the same for tags |
 * | `enter`, `leave` | 3, 1.5 | three standard deviations (Shewhart's control limit); half of it to leave: one half-life |
 * | `horizonHours` | 24 | ours: six half-lives leave 1.6 % of a peak |
 * | `minAuthors` | 4, 6 | ours: below that a circle of friends is a trend; Mastodon's threshold is 5 |
 * | `expectedFloor` | 2 | ours: five out of nothing are no trend, whatever the weeks; eight are |
 * | `overdispersion` | 0.25 | ours: a rate that wavers by half of itself; the form is the negative binomial's, `μ + φμ²` (NB2: Cameron and Trivedi, Regression Analysis of Count Data, 1998) |
 * | `baselineWeeks` | 4 | ours: as many as a month has, so that a feast of last month is forgotten |
 * | `priorWeeks` | 1 | ours: one pseudo-observation (a unit-information prior: Kass and Wasserman 1995) |
 * | `leastElapsed` | 0.25 | ours: a quarter of an hour |
 * | `postsPerAuthor` | 5 | ours |
 * | `entropyFloor` | 0.75 | ours, of the effective number of Hill (1973), order 1 |
 * | `duplicateBits` | 10 | ours: SimHash's 3 bits (Manku, Jain, Das Sarma 2007) are for whole web pages; the test has edits of short posts and posts on one subject on either side |
 * | `duplicateSample` | 256 | ours: 32,640 pairs; a share of one half is known to ± 0.06 |
 * | `burstSeconds` | 120 | ours: people who saw the same thing write for longer |
 * | `duplicates` | 0.4 to 0.8 | ours: wishes of a feast repeat each other, too |
 * | `synchrony` | 0.5 to 0.9 | ours: an hour of even voting has 0.03, `minAuthors` by chance up to 0.5 |
 * | `deletions` | 0.2 to 0.6 | ours; ephemeral astroturfing deletes nearly all (Elmas et al. 2021, EuroS&P) |
 * | `reviewBelow` | 0.35 | ours |
 * | `listed` | 50 | ours: the API's largest `limit` |
 * | `tagsPerPost` | 20 | ours: a transaction of old and new tags stays below DynamoDB's 100 writes |
 * | `retentionHours` | 168 | ours: the day window looks back 71 hours; a week bridges an outage |
 * | `tallyAuthors`, `tallyTags` | 2, 4000 | ours: 4,000 tags of 60 bytes are 240 KB |
 */
export const TREND_PARAMETERS: TrendParameters = {
  halfLifeHours: 4,
  enter: 3,
  leave: 1.5,
  horizonHours: 24,
  minAuthors: { hour: 4, day: 6 },
  expectedFloor: 2,
  overdispersion: 0.25,
  baselineWeeks: 4,
  priorWeeks: 1,
  leastElapsed: 0.25,
  postsPerAuthor: 5,
  entropyFloor: 0.75,
  duplicateBits: 10,
  duplicateSample: 256,
  burstSeconds: 120,
  duplicates: { from: 0.4, to: 0.8 },
  synchrony: { from: 0.5, to: 0.9 },
  deletions: { from: 0.2, to: 0.6 },
  reviewBelow: 0.35,
  listed: 50,
  tagsPerPost: 20,
  retentionHours: 168,
  tallyAuthors: 2,
  tallyTags: 4_000,
};
