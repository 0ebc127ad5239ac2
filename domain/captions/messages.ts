/**
 * Messages of the caption pipeline's queues. Each points to what it is about and carries no text, so that none comes near SQS's
 * 256 KiB; each may come twice and in any order.
 */

/** Queue `media`: a post has media to transcribe. */
export interface TranscribeMessage {
  readonly kind: "transcribe";
  readonly postId: string;
  readonly postVersion: number;
  readonly userId: string;
  /** As the post has them: `mediaOf` chooses. */
  readonly audioFile?: string;
  readonly videoFile?: string;
  /** What the post states. */
  readonly statedLanguage?: string;
  /** Set when somebody asked for it: it is tried again even if it failed before. */
  readonly requestId?: string;
}

/** Queue `withdrawals`: captions of a post, or of a media file that it has no more, are to go. */
export interface WithdrawMessage {
  readonly kind: "withdraw";
  readonly postId: string;
  /** The version of the post that has no such media any more. */
  readonly postVersion: number;
  /** One media version, when the post has other media now; absent: the post was removed, everything goes. */
  readonly mediaVersion?: string;
}

/** Queue `translations`: captions are wanted in a language. */
export interface TranslateMessage {
  readonly kind: "translate";
  readonly postId: string;
  readonly mediaVersion: string;
  /** ISO 639. */
  readonly language: string;
  /** Set when somebody asked for it. */
  readonly requestId?: string;
}
