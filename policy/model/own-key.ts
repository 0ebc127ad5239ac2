import { all, not, type Truth } from "./truth";
import { type Value } from "./value";

/** Whether a property names a key of the customer's: AWS's own keys go by `alias/aws/<service>`, and cannot be shared or revoked. */
export function namesOwnKey(key: Value): Truth {
  return all(key.present(), not(key.matches(/alias\/aws\//)));
}
