/**
 * Small words that tell where a phrase begins or goes on, by language. They decide between cuts that punctuation and pauses leave
 * open, so that a missing one costs little; suffixes that are written together with their word need none.
 */

/** Conjunctions and prepositions: a phrase begins with them. */
const OPENERS = [
  "in on at for from with by into across under over between through after before during without about against",
  "and but or because so that which who when while if although though since unless whereas",
  "aur lekin ya kyunki kyonki ki magar par phir isliye jab agar", // Hindi in Latin letters, as code-mixed speech is written
  "और लेकिन मगर या क्योंकि कि इसलिए जब अगर जो तो परंतु किंतु हालांकि ताकि",
  "आणि पण किंवा कारण म्हणून जेव्हा जर की परंतु",
  "এবং কিন্তু অথবা কারণ যে তাই যখন যদি আর বা তবে",
  "மற்றும் ஆனால் அல்லது ஏனெனில் என்று எனவே ஆகவே",
  "మరియు కానీ లేదా ఎందుకంటే కాబట్టి అయితే",
  "ಮತ್ತು ಆದರೆ ಅಥವಾ ಏಕೆಂದರೆ ಆದ್ದರಿಂದ ಹಾಗೂ",
  "പക്ഷേ എന്നാൽ അല്ലെങ്കിൽ കാരണം അതുകൊണ്ട് എന്ന്",
  "અને પણ અથવા કારણ કે તેથી જ્યારે જો પરંતુ",
  "ਅਤੇ ਪਰ ਜਾਂ ਕਿਉਂਕਿ ਕਿ ਇਸਲਈ ਜਦੋਂ ਜੇ ਤੇ",
  "ଏବଂ କିନ୍ତୁ ବା କାରଣ ଯେ ତେଣୁ ଯେତେବେଳେ ଯଦି",
  "اور لیکن یا کیونکہ کہ اس لیے جب اگر جو تو مگر",
];

/** Postpositions and particles: they belong to the word before them. */
const HOLD_PREVIOUS = [
  "का की के को ने से में पर तक ही भी तो है हैं था थी थे हूँ हूं हो",
  "आहे आहेत होता होती होते",
  "কে থেকে জন্য সঙ্গে সাথে দিয়ে মধ্যে",
  "છે હતા હતી હતો માટે સાથે",
  "ਦਾ ਦੀ ਦੇ ਨੂੰ ਨੇ ਤੋਂ ਵਿੱਚ ਵਿਚ ਉੱਤੇ ਹੈ ਹਨ ਸੀ",
  "ରେ କୁ ରୁ ପାଇଁ ସହିତ ଅଛି",
  "کا کی کے کو نے سے میں پر تک ہی بھی ہے ہیں تھا تھی تھے ہوں ہو",
];

/** Articles, prepositions, auxiliaries, titles: they belong to the word after them. */
const HOLD_NEXT = [
  "a an the of in on at to for from with by into my your his her its our their this these those no not very",
  "is are was were be been am do does did has have had will would can could should may might must i we you he she they it",
  "mr mrs ms dr shri smt prof saint",
  "श्री श्रीमती डॉ डॉ. प्रो एक यह वह इस उस ये वे बहुत नहीं",
  "শ্রী ডা ড একটি এই ওই",
  "திரு திருமதி டாக்டர் ஒரு இந்த அந்த",
  "శ్రీ డా ఒక ఈ ఆ",
  "ಶ್ರೀ ಡಾ ಒಂದು ಈ ಆ",
  "ശ്രീ ഡോ ഒരു ഈ ആ",
  "શ્રી ડૉ એક આ તે",
  "ਸ਼੍ਰੀ ਡਾ ਇੱਕ ਇਹ ਉਹ ਇਸ ਉਸ",
  "ଶ୍ରୀ ଡଃ ଏକ ଏହି ସେହି",
  "جناب ڈاکٹر ایک یہ وہ اس",
];

const setOf = (lists: readonly string[]) => new Set(lists.join(" ").normalize("NFC").split(" "));

export const openers: ReadonlySet<string> = setOf(OPENERS);
export const holdPrevious: ReadonlySet<string> = setOf(HOLD_PREVIOUS);
export const holdNext: ReadonlySet<string> = setOf(HOLD_NEXT);
