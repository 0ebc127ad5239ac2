import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/apigateway/rest-api-cache-encrypted";
import { restApiWith } from "../../support/good/api";
import { casesAbout } from "../../support/one";
import { type Specimen } from "../../support/specimen";

const methods = casesAbout("aws:apigateway/methodSettings:MethodSettings");

export const specimen: Specimen = {
  rule,
  cases: [
    methods("no cache", "good", { settings: {} }),
    methods("no cache, with nulls", "good", { settings: { cachingEnabled: null } }),
    methods("an encrypted cache", "good", { settings: { cachingEnabled: true, cacheDataEncrypted: true } }),
    methods("a cache", "bad", { settings: { cachingEnabled: true } }, { says: /cacheDataEncrypted is not set/ }),
    methods("a cache in clear text", "bad", { settings: { cachingEnabled: true, cacheDataEncrypted: false } }),
    methods("a cache of one method", "bad", { methodPath: "a/GET", settings: { cachingEnabled: true } }),
    methods("a cache, as a list of one", "bad", { settings: [{ cachingEnabled: true }] }),
    methods("perhaps a cache", "undecided", { settings: { cachingEnabled: UNKNOWN } }),
    methods("perhaps encrypted", "undecided", { settings: { cachingEnabled: true, cacheDataEncrypted: UNKNOWN } }),
    methods("a cache of an unknown stage", "bad", { stageName: UNKNOWN, settings: { cachingEnabled: true } }),
  ],
  mutation: {
    what: "has a REST API with an open cache",
    change: (program) => program.add(...restApiWith({ settings: { cachingEnabled: true } })),
  },
};
