import {
  BatchDetectDominantLanguageCommand,
  BatchDetectEntitiesCommand,
  BatchDetectKeyPhrasesCommand,
  BatchDetectSentimentCommand,
  ComprehendClient,
  DetectDominantLanguageCommand,
  DetectEntitiesCommand,
  DetectKeyPhrasesCommand,
  DetectSentimentCommand,
  type LanguageCode,
} from "@aws-sdk/client-comprehend";
import { expect } from "chai";
import { behavioursOf, failureOf, type Probe } from "../behaviour";

const COMPREHEND = "https://docs.aws.amazon.com/comprehend/latest";
const GUIDE = `${COMPREHEND}/dg`;
const LIMITS = `${GUIDE}/guidelines-and-limits.html`;
const reference = (page: string) => `${COMPREHEND}/APIReference/API_${page}.html`;

/** The reference has UnsupportedLanguageException; the enumeration of the request is checked before it. */
const UNSUPPORTED = /^(UnsupportedLanguageException|ValidationException)$/;
const INVALID = /^(ValidationException|InvalidRequestException)$/;

/** Sentences long enough to be told by, one a script or language of India. */
const SENTENCES = {
  en: "It has rained in the city since early this morning, and all trains are late.",
  hi: "आज सुबह से शहर में बारिश हो रही है और सभी ट्रेनें देर से चल रही हैं।",
  mr: "आज सकाळपासून शहरात पाऊस पडत आहे आणि सर्व गाड्या उशिरा धावत आहेत.",
  ne: "आज बिहानदेखि सहरमा पानी परिरहेको छ र सबै रेलहरू ढिलो चलिरहेका छन्।",
  bn: "আজ সকাল থেকে শহরে বৃষ্টি হচ্ছে এবং সব ট্রেন দেরিতে চলছে।",
  as: "আজি ৰাতিপুৱাৰ পৰা চহৰত বৰষুণ দি আছে আৰু সকলো ৰেল পলমকৈ চলিছে।",
  ta: "இன்று காலை முதல் நகரத்தில் மழை பெய்கிறது, எல்லா ரயில்களும் தாமதமாகின்றன.",
  te: "ఈ రోజు ఉదయం నుండి నగరంలో వర్షం పడుతోంది, అన్ని రైళ్లు ఆలస్యంగా నడుస్తున్నాయి.",
  kn: "ಇಂದು ಬೆಳಗ್ಗೆಯಿಂದ ನಗರದಲ್ಲಿ ಮಳೆ ಬರುತ್ತಿದೆ, ಎಲ್ಲ ರೈಲುಗಳು ತಡವಾಗಿವೆ.",
  ml: "ഇന്ന് രാവിലെ മുതൽ നഗരത്തിൽ മഴ പെയ്യുന്നു, എല്ലാ ട്രെയിനുകളും വൈകിയോടുന്നു.",
  gu: "આજે સવારથી શહેરમાં વરસાદ પડી રહ્યો છે અને બધી ટ્રેનો મોડી છે.",
  pa: "ਅੱਜ ਸਵੇਰ ਤੋਂ ਸ਼ਹਿਰ ਵਿੱਚ ਮੀਂਹ ਪੈ ਰਿਹਾ ਹੈ ਅਤੇ ਸਾਰੀਆਂ ਰੇਲਾਂ ਦੇਰ ਨਾਲ ਹਨ।",
  or: "ଆଜି ସକାଳୁ ସହରରେ ବର୍ଷା ହେଉଛି ଏବଂ ସମସ୍ତ ଟ୍ରେନ୍ ବିଳମ୍ବରେ ଚାଲୁଛି।",
  ur: "آج صبح سے شہر میں بارش ہو رہی ہے اور تمام ریل گاڑیاں دیر سے چل رہی ہیں۔",
} as const;

const BATCHES = [BatchDetectEntitiesCommand, BatchDetectKeyPhrasesCommand, BatchDetectSentimentCommand];

/** Of any of the batch operations that take a language. */
type AnyBatch = new (input: { TextList: readonly string[]; LanguageCode: string }) => BatchDetectSentimentCommand;

const client = (probe: Probe) => probe.client(ComprehendClient);
const language = (probe: Probe, Text: string) => client(probe).send(new DetectDominantLanguageCommand({ Text }));
const sentiment = (probe: Probe, Text: string, LanguageCode = "en") =>
  client(probe).send(new DetectSentimentCommand({ Text, LanguageCode: LanguageCode as LanguageCode }));
const phrases = (probe: Probe, Text: string, LanguageCode = "en") =>
  client(probe).send(new DetectKeyPhrasesCommand({ Text, LanguageCode: LanguageCode as LanguageCode }));
const entities = (probe: Probe, Text: string, LanguageCode = "en") =>
  client(probe).send(new DetectEntitiesCommand({ Text, LanguageCode: LanguageCode as LanguageCode }));

export const comprehend = behavioursOf("comprehend", GUIDE, [
  {
    id: "language",
    title:
      "a text has a dominant language, with a score; English, Nepali and a dozen languages of India are told apart",
    doc: `${GUIDE}/how-languages.html`,
    run: async (probe) => {
      for (const [code, text] of Object.entries(SENTENCES)) {
        const [surest] = (await language(probe, text)).Languages ?? [];
        expect(surest?.LanguageCode).to.equal(code);
        expect(surest?.Score, code).to.be.within(0.3, 1);
      }
    },
  },
  {
    id: "failed-document",
    title: "a document of a batch that cannot be processed is in the list of errors, the others in the list of results",
    doc: `${GUIDE}/how-batch.html`,
    run: async (probe) => {
      const TextList = ["hello friend, how are you", "$$$$$$", "hola amigo, buenos días"];
      const command = new BatchDetectDominantLanguageCommand({ TextList });
      const { ResultList = [], ErrorList = [] } = await client(probe).send(command);
      expect(ResultList.map(({ Index }) => Index)).to.deep.equal([0, 2]);
      expect(ErrorList.map(({ Index }) => Index)).to.deep.equal([1]);
      expect(ErrorList[0]?.ErrorCode).to.equal("InternalServerException");
    },
  },
  {
    id: "sentiment",
    title: "a sentiment is one of four, the one with the highest of four scores",
    doc: `${GUIDE}/how-sentiment.html`,
    run: async (probe) => {
      for (const [text, code, own] of [
        ["I love this wonderful song, what a great day!", "en", "POSITIVE"],
        ["The film was terrible, boring and a waste of money.", "en", "NEGATIVE"],
        ["मुझे यह गाना बहुत पसंद है, शानदार!", "hi", "POSITIVE"],
      ] as const) {
        const { Sentiment, SentimentScore = {} } = await sentiment(probe, text, code);
        expect(Sentiment).to.equal(own);
        const scores = Object.values(SentimentScore);
        expect(scores).to.have.length(4);
        expect(scores.reduce((sum, score) => sum + score, 0)).to.be.closeTo(1, 0.001);
        expect(SentimentScore[own === "POSITIVE" ? "Positive" : "Negative"]).to.equal(Math.max(...scores));
      }
    },
  },
  {
    id: "offsets",
    title: "offsets count code points, from 0, the end excluded",
    doc: reference("KeyPhrase"),
    run: async (probe) => {
      const text = "🎉👍 My mother lives in Mumbai.";
      const found = [
        ...((await phrases(probe, text)).KeyPhrases ?? []),
        ...((await entities(probe, text)).Entities ?? []),
      ];
      expect(found.map(({ Text }) => Text)).to.include("Mumbai");
      const points = [...text];
      for (const { Text, BeginOffset, EndOffset } of found)
        expect(points.slice(BeginOffset, EndOffset).join("")).to.equal(Text);
    },
  },
  {
    id: "entities",
    title: "places and days are entities, of the types LOCATION and DATE",
    doc: `${GUIDE}/how-entities.html`,
    run: async (probe) => {
      const { Entities = [] } = await entities(probe, "She moved to India on Tuesday.");
      const types = new Map(Entities.map(({ Text, Type }) => [Text, Type]));
      expect(types.get("India")).to.equal("LOCATION");
      expect(types.get("Tuesday")).to.equal("DATE");
    },
  },
  {
    id: "size/sentiment",
    title: "a document whose sentiment is asked for has at most 5 KB of UTF-8",
    doc: LIMITS,
    run: async (probe) => {
      expect((await failureOf(sentiment(probe, "é".repeat(2_561)))).name).to.equal("TextSizeLimitExceededException");
      await sentiment(probe, "é".repeat(2_500));
    },
  },
  {
    id: "size/others",
    title: "a document has at most 100 KB of UTF-8 for its language, key phrases and entities",
    doc: LIMITS,
    run: async (probe) => {
      const [fits, large] = ["rain ".repeat(20_000), "rain ".repeat(20_481)] as const;
      await language(probe, fits);
      for (const ask of [language, phrases, entities])
        expect((await failureOf(ask(probe, large))).name).to.equal("TextSizeLimitExceededException");
    },
  },
  {
    id: "empty",
    title: "a document has at least one character",
    doc: reference("DetectSentiment"),
    run: async (probe) => {
      expect((await failureOf(sentiment(probe, ""))).name).to.match(INVALID);
    },
  },
  {
    id: "unsupported",
    title: "of India's languages, sentiment, key phrases and entities have Hindi alone",
    doc: `${GUIDE}/supported-languages.html`,
    run: async (probe) => {
      for (const [code, text] of Object.entries(SENTENCES)) {
        for (const ask of [sentiment, phrases, entities]) {
          if (code === "hi" || code === "en") await ask(probe, text, code);
          else expect((await failureOf(ask(probe, text, code))).name, code).to.match(UNSUPPORTED);
        }
      }
    },
  },
  {
    id: "batch",
    title: "a batch has 25 documents at most, of 5 KB each, and is answered by their places",
    doc: LIMITS,
    run: async (probe) => {
      for (const Batch of BATCHES) {
        const ask = (TextList: readonly string[]) =>
          client(probe).send(new (Batch as unknown as AnyBatch)({ TextList, LanguageCode: "hi" }));
        const { ResultList = [], ErrorList } = await ask(Array<string>(25).fill(SENTENCES.hi));
        expect(ResultList.map(({ Index }) => Index)).to.deep.equal(Array.from({ length: 25 }, (_, index) => index));
        expect(ErrorList).to.deep.equal([]);
        const many = await failureOf(ask(Array<string>(26).fill(SENTENCES.hi)));
        expect(many.name).to.equal("BatchSizeLimitExceededException");
        const large = await failureOf(ask([SENTENCES.hi, "a".repeat(5_121)]));
        expect(large.name).to.equal("TextSizeLimitExceededException");
        expect((await failureOf(ask([]))).name).to.match(INVALID);
      }
    },
  },
  {
    id: "permission",
    title: "each operation is an action of its own, on all resources",
    doc: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncomprehend.html",
    run: async (probe) => {
      const Statement = [{ Effect: "Allow", Action: "comprehend:DetectSentiment", Resource: "*" }];
      const role = await probe.role({ policy: { Version: "2012-10-17", Statement } });
      const credentials = await probe.assume(role);
      const own = probe.client(ComprehendClient, { credentials });
      await own.send(new DetectSentimentCommand({ Text: SENTENCES.en, LanguageCode: "en" }));
      const other = own.send(new BatchDetectSentimentCommand({ TextList: [SENTENCES.en], LanguageCode: "en" }));
      expect((await failureOf(other)).name).to.equal("AccessDeniedException");
    },
  },
]);
