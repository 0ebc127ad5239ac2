import { any, expect, not, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "rest-api-cache-encrypted",
  controls: ["APIGateway.5"],
  title: "A REST API encrypts the answers that it caches",
  why: "The cache holds what people were answered, beyond the table that encrypts it.",
  cure: "Set cacheDataEncrypted to true wherever cachingEnabled is.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/apigateway/latest/developerguide/data-protection-encryption.html"],
  types: ["aws:apigateway/methodSettings:MethodSettings"],
  check: (methods) => {
    const caches = methods.at("settings.cachingEnabled").isTrue();
    const encrypted = methods.at("settings.cacheDataEncrypted");
    return expect(any(not(caches), encrypted.isTrue()), String(encrypted));
  },
});
