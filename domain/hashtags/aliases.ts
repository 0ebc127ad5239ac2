import { normalizeTag } from "../tags";
import { ALIAS_LANGUAGES, ALIAS_TABLE, type AliasLanguage } from "./alias-table";
import { tagKey } from "./tag-key";

/** A tag as people of one language write it. */
export interface Alias {
  readonly language: AliasLanguage;
  readonly tag: string;
}

/** What a tag is about, when the table knows it. */
export interface Topic {
  /** The English tag: the topic's name. */
  readonly topic: string;
  /** The commonest tag of each language that has one, in the order of the table. */
  readonly aliases: readonly Alias[];
}

interface Entry extends Topic {
  /** Languages by the keys of all their spellings. */
  readonly languages: ReadonlyMap<string, readonly AliasLanguage[]>;
}

let entries: ReadonlyMap<string, Entry> | undefined;

/** By every spelling's key. Made at first use: most functions need none. */
function index(): ReadonlyMap<string, Entry> {
  entries ??= new Map(ALIAS_TABLE.flatMap((row) => Array.from(entryOf(row), ([key, entry]) => [key, entry] as const)));
  return entries;
}

function entryOf(row: readonly string[]): ReadonlyMap<string, Entry> {
  const words = (cell: string | undefined): string[] => (cell ?? "").split(" ").filter((word) => word !== "");
  const tagOf = (word: string): string => normalizeTag(`#${word}`) ?? invalid(word);
  const keys = new Map<string, AliasLanguage[]>();
  const aliases: Alias[] = [];
  ALIAS_LANGUAGES.forEach((language, column) => {
    const tags = words(row[column]).map(tagOf);
    if (tags[0] !== undefined) aliases.push({ language, tag: tags[0] });
    for (const tag of tags) keys.set(tagKey(tag), [...(keys.get(tagKey(tag)) ?? []), language]);
  });
  for (const word of words(row[ALIAS_LANGUAGES.length])) keys.set(tagKey(tagOf(word)), []);
  const entry: Entry = { topic: aliases[0]?.tag ?? invalid(row.join(" ")), aliases, languages: keys };
  return new Map([...keys.keys()].map((key) => [key, entry]));
}

function invalid(word: string): never {
  throw new Error(`domain/hashtags/alias-table.ts: "${word}" makes no hashtag`);
}

/** The topic of a normalized tag in any language and common spelling; `undefined` when the table does not know it. */
export function topicOf(tag: string): Topic | undefined {
  return index().get(tagKey(tag));
}

/** The same tag in other languages than those that this spelling is used in. */
export function aliasesOf(tag: string): readonly Alias[] {
  const entry = index().get(tagKey(tag));
  if (entry === undefined) return [];
  const own = entry.languages.get(tagKey(tag)) ?? [];
  return entry.aliases.filter(({ language }) => !own.includes(language));
}

/** The tag as people of a language write it: the tag itself when they do, else the commonest; `undefined` when the table has none. */
export function tagIn(tag: string, language: string): string | undefined {
  const entry = index().get(tagKey(tag));
  if (entry === undefined) return undefined;
  if (entry.languages.get(tagKey(tag))?.some((each) => each === language)) return tag;
  return entry.aliases.find((alias) => alias.language === language)?.tag;
}

/** What tags have in common when they mean the same: the topic's name, or the tag's own key. */
export function meaningOf(tag: string): string {
  return topicOf(tag)?.topic ?? tagKey(tag);
}
