import type { StackGraph } from "../engine/graph";
import { json, type LocalPages } from "../gateway/local-pages";
import type { Cloud } from "../kernel/cloud";
import { flowMap } from "./map";
import { readObject } from "./objects";
import { worldState } from "./state";

/** Where a page finds out about the world that it is served with. */
export const statusPrefix = "/_sandbox/";

const objects = "objects/";

/**
 * `graph`: the map of how work flows; `state`: how its resources stand now; `objects/<bucket>/<key>`: an object as it lies in
 * its bucket, for players, which cannot sign. Nothing here changes the world, and no permission is asked for.
 */
export function statusPages(cloud: Cloud, graphs: Iterable<StackGraph>): LocalPages {
  const map = flowMap(graphs);
  return {
    prefix: statusPrefix,
    answer: (path, headers) => {
      if (path === "graph") return json(map);
      if (path === "state") return json(worldState(cloud));
      if (path.startsWith(objects)) return readObject(cloud, path.slice(objects.length), headers["range"]);
      return undefined;
    },
  };
}
