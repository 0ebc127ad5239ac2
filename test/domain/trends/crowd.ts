import {
  canonical,
  emptyLedger,
  hourOf,
  observePost,
  Baselines,
  tallyHour,
  voteHours,
  voteOf,
  VoteStore,
  votesOf,
  type PostLedger,
  type PostObservation,
  type Tally,
  type Vote,
  type VoteItem,
} from "@huut/domain";

/** Whatever a seed says: the same numbers each time (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Words of eight languages that posts are put together from. */
const WORDS = {
  hi: "आज सुबह बाजार में बहुत भीड़ थी और मौसम भी अच्छा लग रहा था लोग खुश दिखे सड़क पर बच्चे खेल रहे थे पुराना मित्र मिला चाय पी",
  ta: "இன்று காலை சந்தையில் கூட்டம் அதிகம் வானிலை நன்றாக இருந்தது நண்பர்கள் சிரித்தார்கள் புதிய பாடல் கேட்டேன் மழை வரும் போல",
  bn: "আজ সকালে বাজারে অনেক ভিড় ছিল আবহাওয়া ভালো বন্ধুদের সঙ্গে দেখা নতুন গান শুনলাম বৃষ্টি হবে মনে হয় রাস্তায় শিশুরা",
  te: "ఈరోజు ఉదయం మార్కెట్లో చాలా రద్దీ వాతావరణం బాగుంది స్నేహితులు నవ్వారు కొత్త పాట విన్నాను వర్షం వచ్చేలా ఉంది",
  en: "this morning the market was crowded weather felt nice friends were laughing new song heard rain seems near children played",
  ur: "آج صبح بازار میں بہت بھیڑ تھی موسم اچھا لگا دوست ہنس رہے تھے نیا گانا سنا بارش آنے والی ہے بچے کھیل رہے",
  mr: "आज सकाळी बाजारात खूप गर्दी होती हवा छान वाटली मित्र हसत होते नवीन गाणे ऐकले पाऊस येईल असे वाटते मुले खेळत",
  gu: "આજે સવારે બજારમાં ઘણી ભીડ હતી હવામાન સારું લાગ્યું મિત્રો હસતા હતા નવું ગીત સાંભળ્યું વરસાદ આવશે બાળકો રમતા",
} as const;
export type CrowdLanguage = keyof typeof WORDS;

/** A text of twelve words in some order: what somebody writes on their own. */
export function textIn(language: CrowdLanguage, random: () => number): string {
  const words = WORDS[language].split(" ");
  return Array.from({ length: 12 }, () => words[Math.floor(random() * words.length)]).join(" ");
}

let serial = 0;
/** A state of a post; every call another post unless it says which. */
export function seen(part: Partial<PostObservation> & Pick<PostObservation, "createdAt">): PostObservation {
  serial += 1;
  const base = { postId: `p-${serial}`, userId: `u-${serial}`, version: 1, deleted: false, tags: ["#x"] };
  return { ...base, occurredAt: part.createdAt, eventId: `e-${serial}`, ...part };
}

/** The posts as the table would hold them, from whatever was seen. */
export class Crowd {
  readonly ledgers = new Map<string, PostLedger>();

  see(...observations: readonly PostObservation[]): this {
    for (const each of observations) {
      this.ledgers.set(each.postId, observePost(this.ledgers.get(each.postId) ?? emptyLedger(each.postId), each));
    }
    return this;
  }

  /** Items of `tag-activity`, without times to live. */
  items(): readonly VoteItem[] {
    const items = new Map<string, VoteItem>();
    for (const ledger of this.ledgers.values()) {
      for (const [name, { key, entry }] of votesOf(ledger)) {
        const before = items.get(name) ?? { ...key, expiresAt: 0 };
        items.set(name, { ...before, [`post:${canonical(ledger).postId}`]: entry });
      }
    }
    return [...items.values()];
  }

  votes(): readonly Vote[] {
    return this.items().flatMap((item) => voteOf(item) ?? []);
  }

  /** The votes that a computation at that instant reads. */
  store(asOf: string): VoteStore {
    const { from, to } = voteHours(asOf);
    return storeOf(this.votes().filter(({ hour, second }) => hour >= from && hour <= to && before(hour, second, asOf)));
  }

  /** The tallies of hours `[from, to)`. */
  tallies(from: string, to: string): readonly Tally[] {
    const all: Tally[] = [];
    const votes = this.votes();
    for (let hour = hourOf(from); hour < hourOf(to); hour++) {
      all.push(...tallyHour(storeOf(votes.filter((vote) => vote.hour <= hour && vote.hour > hour - 24)), hour));
    }
    return all;
  }
}

function before(hour: number, second: number, asOf: string): boolean {
  return hour * 3_600_000 + second * 1_000 <= Date.parse(asOf);
}

export function storeOf(votes: Iterable<Vote>): VoteStore {
  const store = new VoteStore();
  for (const vote of votes) store.add(vote);
  return store;
}

/** Distinct accounts that posted a tag in the hours before, whatever became of the posts: what a plain count ranks by. */
export function plainCounts(everything: readonly PostObservation[], from: string, to: string): readonly string[] {
  const authors = new Map<string, Set<string>>();
  for (const { createdAt, tags = [], userId } of everything) {
    if (createdAt <= from || createdAt > to) continue;
    for (const tag of tags) authors.set(tag, (authors.get(tag) ?? new Set()).add(userId));
  }
  return [...authors].sort(([a, n], [b, m]) => m.size - n.size || (a < b ? -1 : 1)).map(([tag]) => tag);
}

/** Baselines of an instant from tallies at hand. */
export function baselines(asOf: string, tallies: readonly Tally[] = []): Baselines {
  const made = new Baselines(asOf);
  for (const tally of tallies) made.add(tally);
  return made;
}
