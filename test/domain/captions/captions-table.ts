import type { MediaItem, PendingItem } from "@huut/domain";
import { Tables } from "../../support/tables";

/** The table `captions`, for the writes of single items. */
export class CaptionsTable extends Tables<"captions"> {
  constructor() {
    super({ captions: ["postId", "language"] });
  }

  /** Puts an item in the place of whatever is there. */
  put(item: PendingItem): Promise<readonly string[] | undefined> {
    return this.make({
      table: "captions",
      item: { ...item },
      condition: "attribute_not_exists(#none)",
      names: { "#none": "none" },
      values: {},
    });
  }

  /** The item of a sort key; the media's when none is given. */
  async item(language = "media"): Promise<Record<string, unknown> | undefined> {
    return (await this.items("captions")).find((item) => item["language"] === language);
  }

  /** The item of a post's media. */
  async media(): Promise<MediaItem> {
    return (await this.item()) as unknown as MediaItem;
  }
}
