import { expect } from "chai";
import { stemsOf, suggestTags } from "@huut/domain";

describe("stemsOf", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["ta", "மழையில்", "மழை"],
    ["ta", "ரயிலில்", "ரயில்"],
    ["ta", "தீபாவளிக்கு", "தீபாவளி"],
    ["bn", "কালীপুজোর", "কালীপুজো"],
    ["bn", "বন্ধুদেরও", "বন্ধু"],
    ["bn", "বইমেলার", "বইমেলা"],
    ["te", "దీపావళికి", "దీపావళి"],
    ["te", "గ్రంథాలయంలో", "గ్రంథాలయం"],
    ["kn", "ದೀಪಾವಳಿಗೆ", "ದೀಪಾವಳಿ"],
    ["kn", "ಹಂಪಿಯ", "ಹಂಪಿ"],
    ["ml", "യാത്രയിൽ", "യാത്ര"],
    ["ml", "മഴയാണ്", "മഴ"],
    ["gu", "દિવાળીની", "દિવાળી"],
    ["mr", "दिवाळीच्या", "दिवाळी"],
    ["or", "ପାଠାଗାରକୁ", "ପାଠାଗାର"],
    ["en", "weddings", "wedding"],
  ];
  for (const [language, word, stem] of cases) {
    it(`of ${word} (${language}) have ${stem} among them`, () => expect(stemsOf(word, language)).to.include(stem));
  }

  it("leave what has no ending, and what would be left too short", () => {
    expect(stemsOf("मैच", "hi")).to.deep.equal([]);
    expect(stemsOf("as", "en")).to.deep.equal([]);
    expect(stemsOf("teaching", "en")).to.deep.equal([]);
    expect(stemsOf("x", "zz")).to.deep.equal([]);
  });

  it("do not take a verb for the noun that it begins like", () => {
    const tags = suggestTags({ language: "kn", text: "ಮನೆಯ ಮುಂದೆ ರಂಗೋಲಿ ಹಾಕಿದೆವು", manual: [] }).suggestions;
    expect(tags.map(({ tag }) => tag)).to.not.include("#ಹಾಕಿ");
  });
});
