import type * as HuutDomain from "@huut/domain";
import type {
  AnalysisPart,
  MediaItem,
  PartSubject,
  PostOfText,
  RawTextItem,
  StoredTranscript,
  TextToAnalyse,
} from "@huut/domain";
import type { Dynamo } from "../shared/dynamo";
import { readItem } from "../shared/read-item";
import { readText, type S3 } from "../shared/s3";

/** Where texts are read from. */
export interface TextPlaces {
  readonly domain: typeof HuutDomain;
  readonly dynamo: Dynamo;
  readonly s3: S3;
  readonly postsTable: string;
  readonly captionsTable: string;
  readonly curated: string;
}

/** What there is of a part, read now: it may be newer than what is wanted. */
export type FoundPart =
  | { readonly kind: "text"; readonly part: AnalysisPart; readonly subject: PartSubject; readonly text: TextToAnalyse }
  | { readonly kind: "gone"; readonly part: AnalysisPart; readonly subject: PartSubject }
  | { readonly kind: "removed"; readonly postVersion: number };

/** What is wanted of a post. @throws Error when it is not to be read yet: another region's tables follow in their time */
export async function findParts(places: TextPlaces, item: RawTextItem): Promise<FoundPart[]> {
  const found: FoundPart[] = [];
  for (const part of places.domain.ANALYSIS_PARTS) {
    const wanted = item[part];
    if (wanted?.state !== "wanted") continue;
    const each = await (part === "text" ? findText(places, item.postId) : findSpeech(places, item.postId));
    const version = each?.kind === "removed" ? each.postVersion : (each?.subject.postVersion ?? -1);
    if (each === undefined || version < wanted.postVersion) {
      throw new Error(`Version ${wanted.postVersion} of post ${item.postId} is not there yet: ${part}`);
    }
    found.push(each);
  }
  return found;
}

async function findText({ domain, dynamo, postsTable }: TextPlaces, postId: string): Promise<FoundPart | undefined> {
  const post = await readItem<PostOfText>(dynamo, postsTable, { postId });
  if (post === undefined) return undefined;
  const { version: postVersion } = post;
  if (post.deleted === true) return { kind: "removed", postVersion };
  const subject = domain.textSubject(post);
  if (subject === undefined) return { kind: "gone", part: "text", subject: { postVersion, content: "" } };
  return { kind: "text", part: "text", subject, text: domain.textOfPost(post) };
}

async function findSpeech(places: TextPlaces, postId: string): Promise<FoundPart | undefined> {
  const { domain, dynamo, s3, captionsTable, curated } = places;
  const media = await readItem<MediaItem>(dynamo, captionsTable, { postId, language: "media" });
  if (media === undefined) return undefined;
  const subject = domain.speechSubject(media);
  if (media.state !== "transcribed") return { kind: "gone", part: "speech", subject };
  const stored = await readText(s3, curated, domain.transcriptKey(postId, media.mediaVersion));
  if (stored === undefined) return undefined;
  const { text, language } = JSON.parse(stored) as StoredTranscript;
  return { kind: "text", part: "speech", subject, text: { text, stated: language } };
}
