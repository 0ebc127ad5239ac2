import { makeChance, type Chance } from "../random";
import { FEED_TOPICS, LEXICONS } from "./lexicon";
import { MORE_LEXICONS } from "./lexicon-more";

/** A post of the feed that hashtag suggestions are evaluated on. */
export interface TaggedFeedPost {
  readonly postId: string;
  readonly userId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly language: string;
  readonly text: string;
  /** What is said in its recording, when it has one. */
  readonly captions?: string;
  /** What the author has set, in the author's order. */
  readonly tags: readonly string[];
}

/**
 * Four weeks of posts with hashtags, for `npm run hashtags:report`. It knows of people, topics and words, and nothing of how suggestions are
 * made: no weight, candidate, alias or key of the domain is used here (`test/samples/hashtags.test.ts` looks at the imports).
 *
 * - People have a language, one to three topics, a way of naming each topic, a number of tags they are used to, and perhaps a signature.
 * - Topics come and go: each has its popularity by day, a random walk.
 * - Events break out in a language and topic with a tag of their own, and are forgotten by half every two days.
 * - Habits drift: in the third week half of the topics get another favourite tag.
 * - Texts mix words of the topic with words about nothing, words of other topics (noise), and English words (code-mixing).
 * - Tags are the topic's, an event's, the author's, English ones of those who mix, and some that fit anything. They follow from the topic, not
 *   from the words.
 */
export const FEED_DAYS = 28;

interface Vocabulary {
  readonly language: string;
  readonly topics: readonly { readonly words: readonly string[]; readonly tags: readonly string[] }[];
  readonly fillers: readonly string[];
}

interface Author {
  readonly userId: string;
  readonly vocabulary: Vocabulary;
  readonly interests: readonly number[];
  /** By topic: how far the order of the topic's tags is turned. */
  readonly naming: readonly number[];
  readonly tags: number;
  /** Percent of words that are English. */
  readonly mixing: number;
  readonly signature?: string;
  readonly activity: number;
}

interface Event {
  readonly language: string;
  readonly topic: number;
  readonly day: number;
  readonly tag: string;
}

const START = Date.parse("2026-10-05T00:00:00.000Z");
const DAY = 86_400_000;
const AUTHORS = 160;
const POSTS_A_DAY = 110;
/** Speakers of each language among the authors, in proportion. */
const SPEAKERS: Readonly<Record<string, number>> = { hi: 5, bn: 3, ta: 3, te: 3, mr: 3, en: 3 };
const ANYWHERE = ["#viral", "#trending", "#huut", "#goodvibes", "#instagood"] as const;

const VOCABULARIES: readonly Vocabulary[] = [...LEXICONS, ...MORE_LEXICONS].map(({ language, topics, fillers }) => ({
  language,
  topics: topics.map((topic) => {
    const [words = "", tags = ""] = topic.split("|");
    return { words: words.split(" "), tags: tags.split(" ").map((tag) => `#${tag}`) };
  }),
  fillers: fillers.split(" "),
}));
const ENGLISH = VOCABULARIES.find(({ language }) => language === "en") as Vocabulary;

/** The same seed writes the same feed. */
export function generateTaggedFeed(seed: number): readonly TaggedFeedPost[] {
  const chance = makeChance(seed);
  const authors = makeAuthors(chance);
  const events = makeEvents(chance);
  const drifting = FEED_TOPICS.map(() => chance.happens(50));
  let popularity = FEED_TOPICS.map(() => chance.whole(4, 10));
  const posts: Omit<TaggedFeedPost, "postId">[] = [];
  for (let day = 0; day < FEED_DAYS; day += 1) {
    popularity = popularity.map((value) => Math.min(14, Math.max(2, value + chance.whole(-2, 2))));
    for (let index = 0; index < POSTS_A_DAY; index += 1) {
      const author = authors[chance.weighted(authors.map(({ activity }) => activity))] as Author;
      const at = START + day * DAY + chance.whole(0, DAY - 1);
      posts.push(writePost({ author, day, at, popularity, events, drifting }, chance));
    }
  }
  posts.sort((a, b) => a.at - b.at);
  return posts.map((post, index) => ({ postId: `h-${String(index + 1).padStart(5, "0")}`, ...post }));
}

function makeAuthors(chance: Chance): readonly Author[] {
  const weights = VOCABULARIES.map(({ language }) => SPEAKERS[language] ?? 2);
  return Array.from({ length: AUTHORS }, (_, index) => {
    const vocabulary = VOCABULARIES[chance.weighted(weights)] as Vocabulary;
    const interests = Array.from({ length: chance.whole(1, 3) }, () => chance.whole(0, FEED_TOPICS.length - 1));
    const favourite = vocabulary.topics[interests[0] as number]?.words ?? [];
    return {
      userId: `t-${String(index + 1).padStart(3, "0")}`,
      vocabulary,
      interests,
      naming: FEED_TOPICS.map(() => chance.weighted([60, 25, 15])),
      tags: chance.whole(1, 4),
      mixing: chance.pick([0, 0, 5, 10, 25]),
      ...(chance.happens(30) ? { signature: `#${chance.pick(favourite)}_${chance.pick(vocabulary.fillers)}` } : {}),
      activity: Math.ceil(12 / chance.whole(1, 12)),
    };
  });
}

function makeEvents(chance: Chance): readonly Event[] {
  return VOCABULARIES.flatMap(({ language, topics }) =>
    Array.from({ length: 4 }, () => {
      const topic = chance.whole(0, topics.length - 1);
      const word = chance.pick(topics[topic]?.words ?? [""]);
      return {
        language,
        topic,
        day: chance.whole(2, FEED_DAYS - 2),
        tag: `#${word}${chance.pick(["2026", "_live", "🔥"])}`,
      };
    }),
  );
}

interface Moment {
  readonly author: Author;
  readonly day: number;
  readonly at: number;
  readonly popularity: readonly number[];
  readonly events: readonly Event[];
  readonly drifting: readonly boolean[];
}

function writePost(moment: Moment, chance: Chance): Omit<TaggedFeedPost, "postId"> {
  const { author, at, day, popularity, events } = moment;
  const { userId, vocabulary, interests } = author;
  const { language } = vocabulary;
  const open = events.filter((event) => event.language === language && event.day <= day && day < event.day + 6);
  const heat = FEED_TOPICS.map((_, topic) => {
    const event = open.some((each) => each.topic === topic) ? 12 : 0;
    return (interests.includes(topic) ? 30 : 1) * ((popularity[topic] as number) + event);
  });
  const topic = chance.weighted(heat);
  const tags = tagsFor(moment, topic, open, chance);
  const inText = chance.happens(50) ? ` ${tags[0]}` : "";
  const captions = chance.happens(40) ? { captions: wordsFor(author, topic, chance.whole(8, 20), chance) } : {};
  return {
    userId,
    at,
    language,
    text: `${wordsFor(author, topic, chance.whole(5, 10), chance)}${inText}`,
    ...captions,
    tags,
  };
}

function wordsFor({ vocabulary, mixing }: Author, topic: number, length: number, chance: Chance): string {
  const word = (): string => {
    const from = chance.happens(mixing) ? ENGLISH : vocabulary;
    if (chance.happens(45)) return chance.pick(from.fillers);
    const about = chance.happens(15) ? chance.whole(0, FEED_TOPICS.length - 1) : topic;
    return chance.pick(from.topics[about]?.words ?? [""]);
  };
  return `${Array.from({ length }, word).join(" ")}${vocabulary.language === "en" ? "." : chance.pick(["!", "…", "."])}`;
}

function tagsFor(
  { author, day, drifting }: Moment,
  topic: number,
  open: readonly Event[],
  chance: Chance,
): readonly string[] {
  const { vocabulary, naming, mixing, signature } = author;
  const turned = (naming[topic] as number) + (drifting[topic] === true && day >= FEED_DAYS / 2 ? 1 : 0);
  const own = (from: Vocabulary): string => {
    const { tags } = from.topics[topic] ?? ENGLISH.topics[topic] ?? { tags: [] };
    return tags[(turned + chance.weighted([70, 20, 10])) % tags.length] as string;
  };
  const tags = new Set<string>([own(vocabulary)]);
  const event = open.find((each) => each.topic === topic);
  if (event !== undefined && chance.happens(60)) tags.add(event.tag);
  if (signature !== undefined && chance.happens(50)) tags.add(signature);
  for (let index = 1; index < author.tags; index += 1) {
    const kind = chance.weighted([65, mixing, 12]);
    tags.add(kind === 0 ? own(vocabulary) : kind === 1 ? own(ENGLISH) : chance.pick(ANYWHERE));
  }
  return [...tags];
}
