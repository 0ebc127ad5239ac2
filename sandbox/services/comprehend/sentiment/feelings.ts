/**
 * Common words of feeling, by language: how they are valued from -5 to 5, as in AFINN, and forms of them. What they negate
 * with stands first. English has AFINN itself. Chinese has simplified and traditional forms side by side.
 */
interface Feelings {
  readonly negations: string;
  readonly words: Readonly<Record<number, string>>;
}

export const FEELINGS: Readonly<Record<string, Feelings>> = {
  hi: {
    negations: "नहीं नही न ना मत बिना नहि",
    words: {
      4: "शानदार लाजवाब ज़बरदस्त जबरदस्त कमाल अद्भुत बेहतरीन उत्कृष्ट धमाकेदार",
      3:
        "अच्छा अच्छी अच्छे बढ़िया सुंदर सुन्दर ख़ुश खुश ख़ुशी खुशी प्यार प्यारा प्यारी प्यारे पसंद पसन्द मज़ा मजा मज़ेदार मजेदार प्रेम " +
        "स्वादिष्ट बधाई गर्व जीत जीता जीती आनंद आनन्द खूबसूरत ख़ूबसूरत",
      2: "धन्यवाद शुक्रिया उम्मीद आशा सफल सफलता मदद आसान शांति शुभ मुबारक दोस्त दोस्ती मुस्कान हँसी सच्चा ईमानदार राहत",
      [-2]: "दुख दुःख दुखी उदास डर मुश्किल परेशान परेशानी चिंता समस्या हार थका थकान बोर उबाऊ देरी कमी ग़लत गलत अकेला अकेली",
      [-3]: "बुरा बुरी बुरे ख़राब खराब बेकार ग़ुस्सा गुस्सा नाराज़ नाराज रोना दर्द शर्म शर्मनाक झूठ झूठा धोखा निराश निराशा",
      [-4]: "नफ़रत नफरत घटिया भयानक बकवास मौत हत्या हिंसा बर्बाद भ्रष्टाचार",
    },
  },
  es: {
    negations: "no nunca jamás ni sin",
    words: {
      3: "bueno buena bien feliz felices amor amo gusta encanta hermoso hermosa bonito bonita excelente genial alegre",
      2: "gracias mejor esperanza fácil divertido divertida orgulloso orgullosa éxito",
      [-2]: "triste miedo difícil cansado cansada problema tarde aburrido aburrida error",
      [-3]: "malo mala mal peor odio terrible horrible feo fea dolor enojado enojada",
    },
  },
  fr: {
    negations: "ne pas jamais sans rien aucun aucune",
    words: {
      3: "bon bonne bien heureux heureuse amour aime adore beau belle joli jolie excellent excellente génial joyeux",
      2: "merci meilleur espoir facile amusant amusante fier fière succès",
      [-2]: "triste peur difficile fatigué fatiguée problème retard ennuyeux erreur",
      [-3]: "mauvais mauvaise mal pire déteste terrible horrible laid douleur colère",
    },
  },
  de: {
    negations: "nicht kein keine keinen nie niemals ohne",
    words: {
      3: "gut gute guter gutes glücklich liebe lieben schön schöne schöner schönes toll tolle ausgezeichnet wunderbar froh",
      2: "danke besser hoffnung einfach lustig stolz erfolg",
      [-2]: "traurig angst schwierig müde problem verspätung langweilig fehler",
      [-3]: "schlecht schlechte schlechter schlimm hasse hassen schrecklich furchtbar hässlich schmerz wütend",
    },
  },
  it: {
    negations: "non mai senza né nessun",
    words: {
      3: "buono buona bene felice amore amo adoro bello bella bellissimo bellissima ottimo ottima eccellente",
      2: "grazie migliore speranza facile divertente orgoglioso orgogliosa successo",
      [-2]: "triste paura difficile stanco stanca problema ritardo noioso noiosa errore",
      [-3]: "cattivo cattiva male peggio odio terribile orribile brutto brutta dolore arrabbiato arrabbiata",
    },
  },
  pt: {
    negations: "não nunca jamais sem nem",
    words: {
      3: "bom boa bem feliz felizes amor amo adoro gosto lindo linda bonito bonita excelente ótimo ótima",
      2: "obrigado obrigada melhor esperança fácil divertido divertida orgulhoso orgulhosa sucesso",
      [-2]: "triste medo difícil cansado cansada problema atrasado atrasada chato chata erro",
      [-3]: "mau má mal pior odeio terrível horrível feio feia dor irritado irritada",
    },
  },
  ar: {
    negations: "لا لم لن ليس ليست غير بدون",
    words: {
      3: "جيد جيدة جميل جميلة سعيد سعيدة حب أحب ممتاز ممتازة رائع رائعة فرح",
      2: "شكرا شكراً أفضل أمل سهل سهلة ممتع فخور نجاح",
      [-2]: "حزين حزينة خوف صعب صعبة متعب مشكلة تأخر ممل خطأ",
      [-3]: "سيئ سيئة أسوأ أكره فظيع رهيب قبيح ألم غاضب",
    },
  },
  ja: {
    negations: "ない ません なかっ ず",
    words: {
      3: "良い いい よかっ 素晴らしい 素敵 幸せ 嬉しい うれしい 好き 大好き 愛 美しい 最高 楽しい",
      2: "ありがとう 希望 簡単 面白い 成功 誇り",
      [-2]: "悲しい 怖い 難しい 疲れ 問題 遅れ 退屈 間違い",
      [-3]: "悪い 嫌い 最悪 ひどい 醜い 痛い 怒り",
    },
  },
  ko: {
    negations: "안 못 않 없이",
    words: {
      3: "좋아요 좋다 좋은 행복 행복해요 사랑 사랑해요 아름다운 멋진 최고 기쁜 기뻐요",
      2: "감사합니다 고마워요 희망 쉬운 재미있는 재미있어요 성공 자랑스러운",
      [-2]: "슬픈 슬퍼요 무서운 어려운 피곤한 문제 지루한 실수",
      [-3]: "나쁜 나빠요 싫어요 최악 끔찍한 아픈 화난",
    },
  },
  zh: {
    negations: "不 没 沒 没有 沒有 别 別 不是",
    words: {
      3: "好 很好 美 美丽 美麗 高兴 高興 快乐 快樂 爱 愛 喜欢 喜歡 开心 開心 精彩 优秀 優秀 最好",
      2: "谢谢 謝謝 希望 容易 有趣 成功 骄傲 驕傲",
      [-2]: "难过 難過 害怕 困难 困難 累 问题 問題 迟到 遲到 无聊 無聊 错误 錯誤",
      [-3]: "坏 壞 差 糟糕 讨厌 討厭 恨 可怕 丑 醜 痛 生气 生氣 最差",
    },
  },
};
