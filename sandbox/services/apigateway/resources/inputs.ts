import * as v from "valibot";

export const tags = v.optional(v.record(v.string(), v.string()));
export const region = v.optional(v.string());
export const texts = v.optional(v.array(v.string()), []);

/** API ids are ten letters and digits: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html */
export const idAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
