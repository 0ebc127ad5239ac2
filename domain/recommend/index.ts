export { arrangeFeed } from "./arrange";
export { feedCandidates, type FeedCandidate, type FeedMatch, type FeedReader, type FeedTag } from "./candidates";
export * from "./get-feed";
export { feedLookups, topicLookups, type DayOfLookups } from "./lookups";
export { FEED_PARAMETERS } from "./parameters";
export { feedProfile, MAX_FEED_LANGUAGES, type FeedProfile, type FeedTopic } from "./profile";
export { feedReason } from "./reasons";
export { standingCandidates } from "./standing";
export { feedRanges, feedScopes, feedTrends, type FeedTrend, type MayLead, type ScopeOfFeed } from "./trends";
