import type { Person } from "./people";
import type { Chance } from "./random";

/** Something that many people write about at once, each of them in words of their own. */
interface Surge {
  /** Of the posts and of the people who write them. */
  readonly language: string;
  readonly tag: string;
  /** Instants between which the posts are written, UTC. */
  readonly from: string;
  readonly to: string;
  /** One a person: as many people take part as there are sentences. */
  readonly sentences: readonly string[];
}

/** A post of a surge, before it is one. */
export interface SurgePost {
  readonly person: Person;
  readonly language: string;
  readonly tag: string;
  readonly text: string;
  readonly at: number;
}

/**
 * On the last of the three days: a final is won, rain floods a city, a film opens. What trends asks for is here as it is
 * among people: a tag that nobody used the day before, many authors, hours instead of minutes, no two texts alike.
 */
const SURGES: readonly Surge[] = [
  {
    language: "hi",
    tag: "#विश्वविजेता",
    from: "2026-11-04T13:10:00.000Z",
    to: "2026-11-04T16:40:00.000Z",
    sentences: [
      "बेटियों ने कप उठा लिया, आँखें भर आईं।",
      "पूरा मोहल्ला छत पर है, पटाखे दिवाली से पहले ही फूट रहे हैं।",
      "आख़िरी कैच देखकर पिताजी कुर्सी से उछल पड़े!",
      "कप्तान का वह छक्का बरसों तक भूल नहीं पाऊँगा।",
      "हॉस्टल के टीवी वाले कमरे में पैर रखने की जगह नहीं थी।",
      "दफ़्तर में किसी ने काम नहीं किया, सब स्कोर देखते रहे।",
      "गेंदबाज़ों को सलाम, इतने कम रन बचाना आसान नहीं होता।",
      "मेरी छोटी बहन अब कहती है कि उसे भी बल्ला चाहिए।",
      "रेडियो पर कमेंट्री सुनी, गाँव में बिजली जो नहीं थी।",
      "मिठाई की दुकान ने आज सबको मुफ़्त लड्डू बाँटे।",
      "हार के मुँह से मैच निकाल लाना इसी को कहते हैं।",
      "स्टेडियम से लौट रहा हूँ, गला बैठ गया पर मन नहीं भरा।",
      "तीस साल का इंतज़ार आज रात ख़त्म हुआ।",
      "ढोल वाले नुक्कड़ पर आ गए हैं, नींद तो अब कल ही आएगी।",
    ],
  },
  {
    language: "ta",
    tag: "#சென்னைவெள்ளம்",
    from: "2026-11-04T03:20:00.000Z",
    to: "2026-11-04T07:50:00.000Z",
    sentences: [
      "வேளச்சேரியில் முழங்கால் அளவு தண்ணீர், பேருந்து எதுவும் வரவில்லை.",
      "பள்ளிகளுக்கு இன்று விடுமுறை என்று அறிவித்துவிட்டார்கள்.",
      "எங்கள் தெருவில் இரவு முதல் மின்சாரம் இல்லை.",
      "மாடியில் இருக்கும் பக்கத்து வீட்டுப் பெரியவருக்குச் சாப்பாடு கொண்டு போனோம்.",
      "சுரங்கப்பாதையில் கார் சிக்கியது, யாரும் அந்த வழியாகப் போகாதீர்கள்.",
      "மீனவர்கள் படகில் வந்து மக்களை மீட்கிறார்கள், கண்கள் கலங்கின.",
      "ஏரி நிரம்பிவிட்டதாம், கரையோரம் இருப்பவர்கள் கவனமாக இருங்கள்.",
      "விமானம் ஆறு மணி நேரம் தாமதம், நிலையத்திலேயே காத்திருக்கிறேன்.",
      "கடையில் பால், ரொட்டி எல்லாம் காலையிலேயே தீர்ந்துவிட்டது.",
      "சமுதாயக் கூடத்தில் இருநூறு பேருக்கு உணவு தயார், தேவைப்படுவோர் வரலாம்.",
      "என் புத்தகங்கள் அனைத்தும் நனைந்து போயின, மனசு வலிக்கிறது.",
      "ஒவ்வொரு வருடமும் இதே கதை, வடிகால் எப்போது சரியாகும்?",
    ],
  },
  {
    language: "te",
    tag: "#మొదటిరోజుమొదటిఆట",
    from: "2026-11-04T05:30:00.000Z",
    to: "2026-11-04T10:30:00.000Z",
    sentences: [
      "తెల్లవారుజామున నాలుగు గంటలకే థియేటర్ దగ్గర జనం కిక్కిరిసిపోయారు.",
      "హీరో ఎంట్రీకి ఈలలతో హాలు దద్దరిల్లింది.",
      "రెండో సగం కొంచెం నెమ్మదిగా ఉంది, కానీ ముగింపు అదిరింది.",
      "టికెట్ దొరకలేదు, స్నేహితుడి మాటలు విని ఊరుకున్నా.",
      "నేపథ్య సంగీతం వింటుంటే ఒళ్ళు పులకరించింది!",
      "అమ్మతో కలిసి సినిమాకి వెళ్ళడం పదేళ్ళ తరువాత ఇదే.",
      "కథ పాతదే అయినా చెప్పిన తీరు కొత్తగా ఉంది.",
      "విరామంలో సమోసాల కోసం పెద్ద వరుస కట్టారు.",
      "హాస్య సన్నివేశాలకు పిల్లలు పగలబడి నవ్వారు.",
      "యుద్ధం చూపించిన పావుగంట చాలు, డబ్బులు వసూలు.",
      "మా ఊరి ఒకే ఒక్క హాలులో కుర్చీలు చాలక నిలబడి చూశాం.",
      "దర్శకుడు ఈసారి నిరాశపరిచాడు, నాకు నచ్చలేదు.",
    ],
  },
];

/** Who of these people writes what, and when; a surge has fewer posts where its language has fewer speakers. */
export function surgePosts(people: readonly Person[], chance: Chance): readonly SurgePost[] {
  return SURGES.flatMap(({ language, tag, from, to, sentences }) => {
    const speakers = people.filter(({ voice }) => voice.language === language);
    return sentences.slice(0, speakers.length).map((text) => {
      const [person] = speakers.splice(chance.whole(0, speakers.length - 1), 1);
      return { person: person as Person, language, tag, text, at: chance.whole(Date.parse(from), Date.parse(to)) };
    });
  });
}
