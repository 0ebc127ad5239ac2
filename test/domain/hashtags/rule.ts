/**
 * A second reading of UAX #31's R8 with the profile: regular expressions over the whole text, where the domain's reads character by
 * character. Sets and subtraction are written as the annex writes them (flag `v`).
 */
const CONTINUE = String.raw`[[\p{XID_Continue}\p{Extended_Pictographic}\p{Emoji_Component}_+\u200c]--[#﹟＃*]]|\*\ufe0f?\u20e3`;
const UNIT = String.raw`(?:${CONTINUE})`;
/** Start, then Continues with single Medials between them. */
const IDENTIFIER = new RegExp(String.raw`[#﹟＃](?![\p{M}\p{Cf}])${UNIT}+(?:-${UNIT}+)*`, "gv");
const AFTER_WORD = new RegExp(String.raw`(?:&|[[\p{L}\p{M}\p{N}_\u200c\u200d]--[\ufe0f\u20e3]])$`, "v");
const LINKS = new RegExp(
  String.raw`(?:(?:https?|ftp)://(?=\S)|www\.(?=\S)|mailto:(?=\S)|(?<![#﹟＃\p{L}\p{M}\p{N}.\-])[\p{L}\p{M}\p{N}\-]+(?:\.[\p{L}\p{M}\p{N}\-]+)*\.[\p{L}\p{M}]{2,}[\/?])\S*`,
  "giv",
);
const IDLE_JOINERS = new RegExp(
  String.raw`(?:\u200c|(?<![\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca])\u200d)+$`,
  "v",
);

/** The tags of a text by the rule, each once. */
export function tagsByRule(text: string): readonly string[] {
  // What stands in a link becomes as many blanks, so that all other places keep their neighbours.
  const bare = text.normalize("NFC").replace(LINKS, (link) => " ".repeat(link.length));
  const tags = Array.from(bare.matchAll(IDENTIFIER), ({ 0: found, index }) => {
    if (AFTER_WORD.test(bare.slice(0, index))) return "";
    const tag = found
      .replace(IDLE_JOINERS, "")
      .slice(1)
      .replaceAll(/\P{So}+/gu, (part) => part.toLowerCase())
      .normalize("NFC");
    const says = /[\p{L}\p{Extended_Pictographic}\p{Regional_Indicator}]/u.test(tag);
    return says && tag.length < 100 ? `#${tag}` : "";
  });
  return [...new Set(tags.filter((tag) => tag !== ""))];
}
