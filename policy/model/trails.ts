import { type Resource } from "./resource";
import { all, any, not, type Truth } from "./truth";
import { type Value } from "./value";

export const TRAIL = "aws:cloudtrail/trail:Trail";

/**
 * Whether a trail records calls that read and calls that write, of management. A trail without selectors does.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
 */
export function recordsManagement(trail: Resource): Truth {
  const basic = trail.at("eventSelectors");
  const advanced = trail.at("advancedEventSelectors");
  const byBasic = basic.some((one) => all(not(one.at("includeManagementEvents").is(false)), readsAndWrites(one)));
  const byAdvanced = advanced.some((one) => all(selects(one, "eventCategory", "Management"), not(narrows(one))));
  const byDefault = all(not(basic.present()), not(advanced.present()));
  return any(byDefault, byBasic, byAdvanced);
}

/** Whether a trail records who reads and who writes objects of S3. */
export function recordsObjects(trail: Resource): Truth {
  const byBasic = trail.at("eventSelectors").some((one) => {
    const objects = one.at("dataResources").some((resource) => {
      return all(resource.at("type").is("AWS::S3::Object"), resource.at("values").present());
    });
    return all(objects, readsAndWrites(one));
  });
  const byAdvanced = trail.at("advancedEventSelectors").some((one) => {
    const objects = selects(one, "resources.type", "AWS::S3::Object");
    return all(selects(one, "eventCategory", "Data"), objects, not(narrows(one)));
  });
  return any(byBasic, byAdvanced);
}

function readsAndWrites(selector: Value): Truth {
  const kind = selector.at("readWriteType");
  return any(not(kind.present()), kind.is("All"));
}

function selects(selector: Value, field: string, value: string): Truth {
  return selector.at("fieldSelectors").some((one) =>
    all(
      one.at("field").is(field),
      one.at("equals").some((item) => item.is(value)),
    ),
  );
}

/** Whether an advanced selector takes only calls that read, or only those that write. */
function narrows(selector: Value): Truth {
  return selector.at("fieldSelectors").some((one) => one.at("field").is("readOnly"));
}
