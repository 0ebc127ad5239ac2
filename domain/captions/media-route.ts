import type { PostOfMedia } from "./media-start";
import { mediaOf, mediaVersionOf } from "./media";
import type { TranscribeMessage, WithdrawMessage } from "./messages";

/** What a change of a post means for its captions. */
export interface MediaRoute {
  readonly transcribe?: TranscribeMessage;
  readonly withdraw?: WithdrawMessage;
}

/** A post before and after a change, as the stream of changes has it. */
export interface PostChange {
  readonly before: PostOfMedia | undefined;
  readonly after: PostOfMedia | undefined;
}

/**
 * Messages for a change of a post: none unless the recording that captions are made of is another one. Likes, texts and tags
 * change nothing, and neither does a second recording that captions are not made of.
 */
export function mediaRoute({ before, after }: PostChange): MediaRoute {
  const post = after ?? before;
  if (post === undefined) return {};
  const [was, is] = [versionOf(before), versionOf(after)];
  if (was === is) return {};
  const { postId, version: postVersion } = post;
  const withdraw: WithdrawMessage = {
    kind: "withdraw",
    postId,
    postVersion,
    ...(is === undefined || was === undefined ? {} : { mediaVersion: was }),
  };
  return {
    ...(is === undefined || after === undefined ? {} : { transcribe: transcription(after) }),
    ...(was === undefined ? {} : { withdraw }),
  };
}

/** The media version of a post; `undefined` for one that has no media or was removed. */
function versionOf(post: PostOfMedia | undefined): string | undefined {
  if (post === undefined || post.deleted) return undefined;
  const media = mediaOf(post);
  if (media === undefined) return undefined;
  return mediaVersionOf("key" in media ? media.key : (post.videoFile ?? post.audioFile ?? ""));
}

/** The message that a post's media is to be transcribed. */
export function transcription({
  postId,
  version,
  userId,
  language,
  audioFile,
  videoFile,
}: PostOfMedia): TranscribeMessage {
  return {
    kind: "transcribe",
    postId,
    postVersion: version,
    userId,
    ...(audioFile === undefined ? {} : { audioFile }),
    ...(videoFile === undefined ? {} : { videoFile }),
    ...(language === undefined ? {} : { statedLanguage: language }),
  };
}
