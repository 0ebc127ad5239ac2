import { parsePostEvent, POST_SCHEMA, type EventName, type PostEvent } from "../domain/post-event";
import { badMessages } from "./bad-events";
import { makePeople, momentOf, type Person } from "./people";
import { placeMedia, type FeedMedia, type History } from "./placement";
import { makeChance, type Chance } from "./random";
import { EDITS, VOICES } from "./sentences";
import { surgePosts, type SurgePost } from "./surges";

/** What the feed holds, beside it in `samples/manifest.json`. */
export interface SamplesManifest {
  readonly seed: number;
  readonly from: string;
  readonly to: string;
  /** Lines of the feed, which are messages to publish. */
  readonly lines: number;
  readonly posts: number;
  readonly updates: number;
  readonly removes: number;
  readonly duplicates: number;
  /** Inserts published after an update or the removal of their post. */
  readonly lateInserts: number;
  /** Posts with an audio or video file; `samples/media-manifest.json` lists the files. */
  readonly mediaPosts: number;
  readonly languages: readonly string[];
  readonly users: number;
  /** The bad messages, with the line of each and how its first reason begins. */
  readonly bad: readonly { readonly line: number; readonly kind: string; readonly reason: string }[];
}

interface Message {
  readonly at: number;
  readonly text: string;
  readonly what: "insert" | "late-insert" | "update" | "remove" | "duplicate" | "bad";
  readonly bad?: { readonly kind: string; readonly reason: string };
}

const POSTS = 560;
const DAYS = 3;
const FIRST_MIDNIGHT = Date.parse("2026-11-02T00:00:00.000Z");
const DAY = 86_400_000;
const END = FIRST_MIDNIGHT + DAYS * DAY - 1;
const HOUR = 3_600_000;

const iso = (at: number): string => new Date(at).toISOString();

function eventOf(eventName: EventName, at: number, post: PostEvent["post"], chance: Chance): PostEvent {
  return { eventId: chance.ulid(at), eventName, occurredAt: iso(at), post };
}

const FORMS = ["audio", "video", "text"] as const;

interface FirstState extends Pick<History, "voice" | "form"> {
  readonly post: PostEvent["post"];
}

function firstState(number: number, person: Person, at: number, chance: Chance): FirstState {
  const english = VOICES.find((voice) => voice.language === "en");
  const voice = english !== undefined && person.alsoEnglish && chance.happens(25) ? english : person.voice;
  const [sentence, tag] = chance.pick(voice.topics);
  const text = chance.happens(60) ? `${sentence} ${chance.pick(voice.closings)}` : sentence;
  const postId = `p-${String(number).padStart(4, "0")}`;
  const second = chance.happens(30) ? chance.pick(voice.topics)[1] : tag;
  const form = FORMS[chance.weighted([70, 20, 10])] ?? "text";
  const post = {
    postId,
    userId: person.userId,
    createdAt: iso(at),
    updatedAt: iso(at),
    version: 1,
    text: `${text} ${tag}`,
    tags: [...new Set([tag, second])],
    ...(chance.happens(90) && { language: voice.language }),
    ...(chance.happens(30) && { image: `images/${person.userId}/${postId}.jpg` }),
    likes: 0,
    heard: 0,
  };
  return { voice: voice.language, form, post };
}

/** The next state: counters grow, faster for a young post; now and then the author edits the text. */
function nextState(post: PostEvent["post"], audience: number, at: number, chance: Chance): PostEvent["post"] {
  const age = Math.max(1, Math.round((at - Date.parse(post.createdAt)) / HOUR));
  const heard = post.heard + chance.whole(1, Math.max(2, Math.ceil(audience / age)));
  const likes = post.likes + Math.floor((heard - post.heard) * (chance.whole(2, 30) / 100));
  const edit = chance.happens(3) && post.version < 3 ? EDITS[post.language ?? "en"] : undefined;
  const text = edit === undefined ? post.text : `${post.text} ${edit}`;
  return { ...post, updatedAt: iso(at), version: post.version + 1, likes, heard, text };
}

/** The first state of a post of a surge: text alone, with the surge's tag. */
function surgeState(number: number, { person, language, tag, text, at }: SurgePost): FirstState {
  const post = {
    postId: `p-${String(number).padStart(4, "0")}`,
    userId: person.userId,
    createdAt: iso(at),
    updatedAt: iso(at),
    version: 1,
    text: `${text} ${tag}`,
    tags: [tag],
    language,
    likes: 0,
    heard: 0,
  };
  return { voice: language, form: "text", post };
}

function historyOf({ voice, form, post: first }: FirstState, person: Person, chance: Chance): History {
  const start = Date.parse(first.createdAt);
  let post = first;
  const events = [eventOf("INSERT", start, post, chance)];
  const updates = chance.whole(2, 6);
  let at = start;
  for (let update = 0; update < updates; update += 1) {
    at += chance.whole(2 * 60_000, 5 * HOUR);
    if (at > END - HOUR) break;
    post = nextState(post, person.audience, at, chance);
    events.push(eventOf("MODIFY", at, post, chance));
  }
  at += chance.whole(60_000, HOUR);
  if (chance.happens(6) && at < END) {
    events.push(eventOf("REMOVE", at, { ...post, version: post.version + 1, updatedAt: iso(at) }, chance));
  }
  return { voice, form, events };
}

function plain(event: PostEvent): Message {
  const what = event.eventName === "INSERT" ? "insert" : event.eventName === "MODIFY" ? "update" : "remove";
  return { at: Date.parse(event.occurredAt), text: JSON.stringify(event), what };
}

function enveloped(event: PostEvent, wanted: number, what: Message["what"]): Message {
  const at = Math.min(wanted, END);
  const attributes = { eventName: event.eventName, schema: POST_SCHEMA };
  return { at, text: JSON.stringify({ at: iso(at), body: event, attributes }), what };
}

/** How a post's events are published: mostly at once and once, some inserts late, some events twice. */
function publish(events: readonly PostEvent[], chance: Chance): readonly Message[] {
  const late = events.length > 1 && chance.happens(5) ? chance.whole(1, events.length - 1) : 0;
  return events.flatMap((event, index) => {
    const after = events[late];
    const message =
      index === 0 && late > 0 && after !== undefined
        ? enveloped(event, Date.parse(after.occurredAt) + chance.whole(1_000, 90_000), "late-insert")
        : plain(event);
    if (!chance.happens(2)) return [message];
    return [message, enveloped(event, message.at + chance.whole(200, 600_000), "duplicate")];
  });
}

function badOnes(people: readonly Person[], chance: Chance): readonly Message[] {
  const good = (index: number): PostEvent => {
    const at = momentOf(FIRST_MIDNIGHT + (index % DAYS) * DAY, chance);
    return eventOf("INSERT", at, firstState(9000 + index, chance.pick(people), at, chance).post, chance);
  };
  return badMessages(good).map(({ kind, reason, body, attributes }, index) => {
    const at = momentOf(FIRST_MIDNIGHT + (index % DAYS) * DAY, chance);
    return { at, text: JSON.stringify({ at: iso(at), body, attributes }), what: "bad", bad: { kind, reason } };
  });
}

export interface Samples {
  /** NDJSON, one message a line, in the order of publishing. */
  readonly feed: string;
  readonly manifest: SamplesManifest;
  /** The media files of the posts. */
  readonly media: readonly FeedMedia[];
}

/** Three days of the network. */
export function generateSamples(seed: number): Samples {
  const chance = makeChance(seed);
  const people = makePeople(chance);
  const weights = people.map((person) => person.activity);
  const starts = Array.from({ length: POSTS }, (_, index) => {
    const moment = momentOf(FIRST_MIDNIGHT + (index % DAYS) * DAY, chance);
    // The last evening's posts would have no time left for their updates.
    return moment > END - 6 * HOUR ? moment - 12 * HOUR : moment;
  });
  starts.sort((a, b) => a - b);
  const written = starts.map((start, index) => {
    const person = people[chance.weighted(weights)] ?? chance.pick(people);
    return historyOf(firstState(index + 1, person, start, chance), person, chance);
  });
  const placed = placeMedia(written, seed);
  const messages = [...placed.histories.flatMap(({ events }) => publish(events, chance)), ...badOnes(people, chance)];
  // After everything else: surges change nothing of what the rest of the feed holds.
  const surges = surgePosts(people, chance).map((surge, index) =>
    historyOf(surgeState(POSTS + index + 1, surge), surge.person, chance),
  );
  messages.push(...surges.flatMap(({ events }) => publish(events, chance)));
  messages.sort((a, b) => a.at - b.at);
  const { media } = placed;
  const count = (what: Message["what"]): number => messages.filter((message) => message.what === what).length;
  const events = [...placed.histories, ...surges].flatMap((history) => history.events);
  assertValid(events);
  const manifest: SamplesManifest = {
    seed,
    from: iso(FIRST_MIDNIGHT),
    to: iso(FIRST_MIDNIGHT + DAYS * DAY),
    lines: messages.length,
    posts: count("insert") + count("late-insert"),
    updates: count("update"),
    removes: count("remove"),
    duplicates: count("duplicate"),
    lateInserts: count("late-insert"),
    mediaPosts: new Set(media.map(({ postId }) => postId)).size,
    languages: [...new Set(events.flatMap(({ post }) => post.language ?? []))].sort(),
    users: new Set(events.map(({ post }) => post.userId)).size,
    bad: messages.flatMap(({ bad }, index) => (bad === undefined ? [] : [{ line: index + 1, ...bad }])),
  };
  return { feed: messages.map((message) => `${message.text}\n`).join(""), manifest, media };
}

/** A sample that is bad by accident would spoil every count. */
function assertValid(events: readonly PostEvent[]): void {
  for (const event of events) {
    const attributes = { eventName: event.eventName, schema: POST_SCHEMA };
    const parsed = parsePostEvent(JSON.stringify(event), attributes);
    if (!parsed.ok) throw new Error(`sample ${event.eventId} is invalid: ${parsed.reasons.join("; ")}`);
  }
}
