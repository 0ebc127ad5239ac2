/**
 * What documents may be in, for all but the dominant language, in the order in which the service's own message names them.
 * https://docs.aws.amazon.com/comprehend/latest/dg/supported-languages.html
 */
export const LANGUAGES = ["ar", "hi", "ko", "zh-TW", "ja", "zh", "de", "pt", "en", "it", "fr", "es"] as const;

export type Language = (typeof LANGUAGES)[number];

/** What the dominant language may be: https://docs.aws.amazon.com/comprehend/latest/dg/how-languages.html */
export const DOMINANT: ReadonlySet<string> = new Set(
  (
    "af am ar as az ba be bn bs bg ca ceb cs cv cy da de el en eo et eu fa fi fr gd ga gl gu ht he hi hr hu hy ilo id is it " +
    "jv ja kn ka kk km ky ko ku la lv lt lb ml mr mk mg mn ms my ne new nl no or pa pl pt ps qu ro ru sa si sk sl sd so es " +
    "sq sr su sw sv ta tt te tg tl th tk tr ug uk ur uz vi yi yo zh zh-TW"
  ).split(" "),
);
