/** A post in a language that Amazon Transcribe has no recognizer for: what its author writes and says. */
export interface OtherVoice {
  /** ISO 639. */
  readonly language: string;
  readonly text: string;
  readonly tags: readonly string[];
  readonly spoken: readonly string[];
}

export const URDU: OtherVoice = {
  language: "ur",
  text: "آج صبح سے بارش ہو رہی ہے، چائے کی دکان پر بہت رونق ہے۔ #بارش",
  tags: ["#بارش"],
  spoken: [
    "السلام علیکم، میں نسرین بول رہی ہوں۔",
    "ہمارے محلے کا کتب خانہ 12 نومبر سے پھر کھل رہا ہے۔",
    "کیا آپ نے کبھی پرانی دلی کی گلیوں میں شام گزاری ہے؟",
  ],
};

export const ASSAMESE: OtherVoice = {
  language: "as",
  text: "আজি ৰাতিপুৱাৰ পৰা বৰষুণ, গৰম চাহ একাপ লাগে। #বৰষুণ",
  tags: ["#বৰষুণ"],
  spoken: [
    "নমস্কাৰ, মই জোনালী, যোৰহাটৰ পৰা কৈছোঁ।",
    "এইবাৰ আমাৰ গাঁৱত ধান খেতি ভাল হৈছে।",
    "অহা দেওবাৰে 15 নৱেম্বৰত আমাৰ ঘৰলৈ আহিব।",
  ],
};
